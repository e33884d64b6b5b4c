import { type Forge, type Issue, OWN_BRANCHES, type PullRequest } from '../../domain/forge.ts';
import { FIX_BRANCHES } from './labels.ts';
import { type Marker, readOwnMarker } from './text/marker.ts';

export type Marked<Thing, K extends Marker['kind']> = Thing & {
  readonly marker: Extract<Marker, { kind: K }>;
};

/** True for a pull request that is none of ours. A person may name a branch as we name ours, and is no bot by that. */
export function isPersons({ head, author }: Pick<PullRequest, 'head' | 'author'>): boolean {
  return head.isFork || !author.isBot || !head.branch.startsWith(OWN_BRANCHES);
}

/** What is spoken of now: the open one, of several the oldest, for later ones are copies; else the newest. `all`: newest first. */
export function latestOf<Thing extends { readonly state: 'open' | 'closed' }>(
  all: readonly Thing[],
): Thing | undefined {
  return all.findLast(({ state }) => state === 'open') ?? all[0];
}

/** A fix as the list of what is ours tells it: nothing of its branches. */
export type ListedFix = Marked<Issue, 'pull'>;

/** Every fix that was proposed, newest first. */
export function listFixes(forge: Forge): Promise<readonly ListedFix[]> {
  return listMarked(forge, 'pull', 'all');
}

/** Pull requests of fixes, newest first: those that are open, or all of one incident. Each is read by itself. */
export async function findFixes(
  forge: Forge,
  which: 'open' | { readonly fingerprint: string },
): Promise<readonly Marked<PullRequest, 'pull'>[]> {
  const isOpen = which === 'open';
  const listed = await listMarked(forge, 'pull', isOpen ? 'open' : 'all');
  const found: Marked<PullRequest, 'pull'>[] = [];
  for (const { number, marker } of listed) {
    if (!isOpen && marker.fingerprint !== which.fingerprint) continue;
    const pull = await forge.pull(number);
    if (pull === null || isPersons(pull) || !pull.head.branch.startsWith(FIX_BRANCHES)) continue;
    if (!isOpen || pull.state === 'open') found.push({ ...pull, marker });
  }
  return found;
}

/** Issues of incidents that nobody could fix, newest first. */
export function findIncidents(forge: Forge): Promise<readonly Marked<Issue, 'issue'>[]> {
  return listMarked(forge, 'issue', 'all');
}

/** What is ours by who wrote it and by its marker, newest first: people may change titles and take labels away. */
export async function listMarked<K extends Marker['kind']>(
  forge: Forge,
  kind: K,
  state: 'open' | 'closed' | 'all',
): Promise<readonly Marked<Issue, K>[]> {
  const ours = await forge.issues({ state });
  return ours.flatMap((one) => {
    const marker = readOwnMarker(one, forge.self);
    return marker !== null && isOf(marker, kind) && one.isPull === (kind === 'pull')
      ? [{ ...one, marker }]
      : [];
  });
}

function isOf<K extends Marker['kind']>(marker: Marker, kind: K): marker is Extract<Marker, { kind: K }> {
  return marker.kind === kind;
}

/** For so long after it was opened a label that is missing was not put there yet; later a person took it away, milliseconds. */
const LABELLED_MS = 3_600_000;

/** Labels that belong to a pull request from its beginning: a try that ended before they were there is finished. */
export async function finishLabels(
  { forge, now }: { readonly forge: Forge; readonly now: () => number },
  pull: Pick<PullRequest, 'number' | 'labels' | 'createdAt'>,
  wanted: readonly string[],
): Promise<void> {
  if (now() - Date.parse(pull.createdAt) < LABELLED_MS) await ensureLabels(forge, pull, wanted);
}

/** Adds those that are not there yet, where something new is said by them. */
export async function ensureLabels(
  forge: Forge,
  { number, labels }: { readonly number: number; readonly labels: readonly string[] },
  wanted: readonly string[],
): Promise<void> {
  const missing = wanted.filter((label) => !labels.includes(label));
  if (missing.length > 0) await forge.addLabels(number, missing);
}
