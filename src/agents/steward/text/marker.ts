import * as z from 'zod';
import { escapeInvisible } from '../../../lore/invisible.ts';
import { topLines } from './top-lines.ts';

const v = z.literal(1);
const Fingerprint = z.string().regex(/^[0-9a-f]{64}$/);
const Sha = z.string().regex(/^[0-9a-f]{40,64}$/);

/** What is told of more would make the marker long; the rest is found again by the next run. */
export const MOST_WAITING = 15;

/** Where the failure of an incident stands: what hides it is told from what shows that it is gone. */
const Place = z.object({
  tool: z.string(),
  file: z.string().nullable(),
  test: z.array(z.string()).readonly().nullable(),
});

/** Fixes that are told of at most; that there were more is kept as well. */
export const MOST_OBSERVED = 20;

/** What was proved and not proposed, because the settings say to observe. Each failure once, however often it was seen. */
export const Observed = z.object({
  /** The first look in this mode. */
  since: z.iso.datetime(),
  fixes: z
    .array(
      z.object({ fingerprint: Fingerprint, check: z.string(), cause: z.string(), since: z.iso.datetime() }),
    )
    .max(MOST_OBSERVED),
  isCut: z.boolean(),
});
export type Observed = z.infer<typeof Observed>;

/** Runs of the default branch, added up; `sha` is the last commit that is in it. Times are ISO 8601. */
export const Ledger = z.object({
  since: z.iso.datetime(),
  runs: z.number().int().nonnegative(),
  seconds: z.number().nonnegative(),
  lastRun: z.iso.datetime(),
  sha: Sha,
  isGreen: z.boolean(),
  /** Incidents that have no pull request or issue yet, each with the reason, as the last run left them. */
  waiting: z
    .array(
      z.object({
        fingerprint: Fingerprint,
        check: z.string(),
        cause: z.string(),
        since: z.iso.datetime(),
        number: z.number().int().nullable(),
        why: z.string(),
        /** Worth asking again without anybody doing anything. */
        isLater: z.boolean(),
      }),
    )
    .max(MOST_WAITING)
    .optional(),
  observed: Observed.optional(),
});
export type Ledger = z.infer<typeof Ledger>;

/**
 * What a text of ours is about, hidden in it: identity is never read from a title. It says nothing of who wrote it, so whoever
 * reads one of a comment or a review looks first whether the author is the app.
 */
export const Marker = z.discriminatedUnion('kind', [
  /** The pull request of an incident. `head` is the commit that its proof speaks of. */
  z.object({
    v,
    kind: z.literal('pull'),
    fingerprint: Fingerprint,
    check: z.string(),
    base: Sha,
    head: Sha.nullable(),
    attempt: z.number().int().positive(),
    place: Place.optional(),
  }),
  /** The issue of an incident that could not be fixed. */
  z.object({
    v,
    kind: z.literal('issue'),
    fingerprint: Fingerprint,
    check: z.string(),
    base: Sha,
    attempt: z.number().int().positive(),
    place: Place.optional(),
  }),
  /** The issue that tells what the repository's own CI says, at that commit, where our run does not show it. */
  z.object({ v, kind: z.literal('ci'), sha: Sha, names: z.array(z.string()).max(10) }),
  /** `ledger`: what the runs came to; the dashboard is the only place that keeps it. */
  z.object({ v, kind: z.literal('dashboard'), ledger: Ledger.optional() }),
  z.object({ v, kind: z.literal('onboarding') }),
  /** A change that was judged: `head` by runs of its own, against `base`. */
  z.object({ v, kind: z.literal('proof'), base: Sha, head: Sha }),
  /** A comment that is edited in place. `about` tells ours of one pull request or issue apart. */
  z.object({ v, kind: z.literal('status'), about: z.string() }),
  /** Suggested changes for a commit of a pull request. `changes`: what they are, whatever lines they stand at. */
  z.object({
    ...{ v, kind: z.literal('review'), head: Sha, fingerprint: Fingerprint },
    changes: z.string().optional(),
  }),
]);
export type Marker = z.infer<typeof Marker>;

const WHOLE = /^<!-- dreamos:(\{.*\}) -->[ \t]*$/;

/** One line that GitHub does not show. No value can end the comment, whatever it says. */
export function renderMarker(marker: Marker): string {
  const json = JSON.stringify(marker).replace(
    /[<>&@]|(?<=-)-/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `<!-- dreamos:${escapeInvisible(json)} -->`;
}

/**
 * The marker of a body: the last that is whole and at the margin, outside code and quotes. Null when there is none, also for
 * one of a version that is not known.
 */
export function readMarker(body: string): Marker | null {
  for (const { text, isCode } of topLines(body).lines.toReversed()) {
    const json = isCode ? undefined : WHOLE.exec(text)?.[1];
    if (json === undefined) continue;
    const marker = Marker.safeParse(parseJson(json));
    if (marker.success) return marker.data;
  }
  return null;
}

/** The marker of what we wrote ourselves; null for what anybody else did, for a marker can be copied. */
export function readOwnMarker(
  { author, body }: { readonly author: { readonly login: string }; readonly body: string },
  self: string,
): Marker | null {
  return author.login === self ? readMarker(body) : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
