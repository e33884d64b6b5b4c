import { type Forge, type Issue, OWN_BRANCHES, type PullRequest } from '../../domain/forge.ts';
import { FIX_BRANCHES, LABELS } from './labels.ts';
import { type Marker, readMarker } from './text/marker.ts';

export type Marked<Thing, K extends Marker['kind']> = Thing & {
  readonly marker: Extract<Marker, { kind: K }>;
};

/** True for a pull request that is none of ours. */
export function isPersons({ head }: Pick<PullRequest, 'head'>): boolean {
  return head.isFork || !head.branch.startsWith(OWN_BRANCHES);
}

/** What is spoken of now: the open one, else the newest. `all`: newest first. */
export function latestOf<Thing extends { readonly state: 'open' | 'closed' }>(
  all: readonly Thing[],
): Thing | undefined {
  return all.find(({ state }) => state === 'open') ?? all[0];
}

/** Pull requests of fixes, newest first: on our branches, with our marker. */
export async function findFixes(
  forge: Forge,
  state: 'open' | 'all',
): Promise<readonly Marked<PullRequest, 'pull'>[]> {
  const pulls = await forge.pulls({ state });
  return pulls.flatMap((pull) => {
    if (pull.head.isFork || !pull.head.branch.startsWith(FIX_BRANCHES)) return [];
    const marker = readMarker(pull.body);
    return marker?.kind === 'pull' ? [{ ...pull, marker }] : [];
  });
}

/** Issues of incidents that nobody could fix, newest first. */
export async function findIncidents(forge: Forge): Promise<readonly Marked<Issue, 'issue'>[]> {
  const issues = await forge.issues({ label: LABELS.needsHuman, state: 'all' });
  return issues.flatMap((issue) => {
    const marker = issue.isPull ? null : readMarker(issue.body);
    return marker?.kind === 'issue' ? [{ ...issue, marker }] : [];
  });
}

/** Adds those that are not there yet. */
export async function ensureLabels(
  forge: Forge,
  { number, labels }: { readonly number: number; readonly labels: readonly string[] },
  wanted: readonly string[],
): Promise<void> {
  const missing = wanted.filter((label) => !labels.includes(label));
  if (missing.length > 0) await forge.addLabels(number, missing);
}
