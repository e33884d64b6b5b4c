import { createHash } from 'node:crypto';
import type { PullRequest, Suggestion } from '../../domain/forge.ts';
import type { IncidentOutcome } from '../../domain/outcome.ts';
import type { FileChange } from '../../domain/patch.ts';
import { quoteInline, quoteProse } from '../../lore/quote.ts';
import { examineFix } from './examine-fix.ts';
import { type FixRun, proposeFix } from './propose-fix.ts';
import { readOwnMarker, renderMarker } from './text/marker.ts';
import { askMeant } from './text/pull.ts';
import { toSuggestions } from './text/suggestion.ts';
import type { Visit } from './visit.ts';

/**
 * A fix for what a person's pull request broke: as suggested changes where all of it fits lines that the pull request shows, else
 * as a pull request onto its branch. Returns why it is not offered; null where it is.
 */
export async function offerFix(
  one: IncidentOutcome,
  run: FixRun,
  pull: PullRequest,
  visit: Visit,
): Promise<string | null> {
  const { forge, workshop } = visit;
  const { fingerprint } = one.incident;
  const { sha, branch } = pull.head;
  if (one.commit === null) return 'its branch could not be written';
  const last = await findLast(pull, fingerprint, visit);
  if (last?.head === sha) return null;
  // What a suggestion holds goes out as well.
  const flaw = await examineFix(one, { base: sha, of: one.commit }, visit);
  if (flaw !== null) return flaw;
  const changes = await workshop.changes(sha, one.commit);
  const fitted = toSuggestions(changes, await forge.pullLines(pull.number));
  if (fitted.status === 'fits') {
    const marker = {
      v: 1,
      kind: 'review',
      head: sha,
      fingerprint,
      changes: nameOf(fitted.suggestions, changes),
    } as const;
    // The lines that it changes are as they were: it stands there, and can be taken.
    if (last?.changes === marker.changes) return null;
    const body = `${renderOffer(one)}\n\n${renderMarker(marker)}`;
    await forge.review(pull.number, { sha, body, suggestions: fitted.suggestions });
    return null;
  }
  const askAgain = (at: Date) => visit.askAgain(at, pull.number);
  const { plan, isOpen } = await proposeFix(one, { ...run, branch }, { ...visit, askAgain });
  return isOpen ? null : plan.why;
}

/** The last that we suggested for a failure. */
async function findLast({ number }: PullRequest, fingerprint: string, { forge }: Visit) {
  const markers = (await forge.reviews(number)).map((review) => readOwnMarker(review, forge.self));
  return markers
    .flatMap((marker) => (marker?.kind === 'review' && marker.fingerprint === fingerprint ? [marker] : []))
    .at(-1);
}

/** The same for the same suggestions on the same texts, wherever a push has moved these. */
function nameOf(suggestions: readonly Suggestion[], changes: readonly FileChange[]): string {
  const all = suggestions.map(({ path, startLine, endLine, body }) => {
    const lines = changes.find((change) => change.path === path)?.before?.split('\n') ?? [];
    return [path, lines.slice(startLine - 1, endLine), body];
  });
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 16);
}

/** All of it was proved as one: taken by parts it is not. */
export function renderOffer(one: IncidentOutcome): string {
  const { incident, title, proof } = one;
  return [
    `${quoteInline(incident.check)} is red here and not at the base: ${quoteProse(incident.cause)}.`,
    '',
    `${quoteProse(title ?? 'A fix')}: proved at this commit, red before (exit ${proof?.red.exit ?? '?'}) and green after (exit ${proof?.green.exit ?? '?'}). Take all of the suggestions together.`,
    ...(one.draft ? ['', `**For a person to decide.** ${askMeant(one)}`] : []),
  ].join('\n');
}
