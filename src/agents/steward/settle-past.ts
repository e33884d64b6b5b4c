import type { PullRequest } from '../../domain/forge.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { endFixes } from './end-fixes.ts';
import { type ListedFix, latestOf, listFixes, type Marked } from './find-ours.ts';
import { readLedger } from './keep-dashboard.ts';
import { FIX_BRANCHES } from './labels.ts';
import { readOwnMarker } from './text/marker.ts';
import type { Visit } from './visit.ts';

const MOST_COMMITS = 100;

/**
 * What became of past fixes and was not heard: one ended while all was stopped, or a push took one back. To ask git takes a
 * process, so it is asked only where something speaks for an answer.
 */
export async function settlePast(outcome: Outcome, visit: Visit): Promise<void> {
  const ended = await findEnded(visit);
  const fixes = await listFixes(visit.forge);
  if (ended.length > 0 || isBack(fixes, outcome) || (await isToldByCommits(fixes, visit)))
    await endFixes(ended, visit);
}

/** Fixes that are closed, and whose branch is still there as it was then. One with commits of a person stays. */
export async function findEnded({ forge, workshop, synced }: Visit) {
  const found: Marked<PullRequest, 'pull'>[] = [];
  for (const [branch, sha] of synced.branches) {
    if (!branch.startsWith(FIX_BRANCHES)) continue;
    const pulls = await forge.pulls({ state: 'all', head: branch });
    if (pulls.some(({ state }) => state === 'open')) continue;
    const last = pulls.find(({ head }) => head.sha === sha);
    const marker = last === undefined ? null : readOwnMarker(last, forge.self);
    if (last === undefined || marker?.kind !== 'pull') continue;
    if (await workshop.isOurs(sha)) found.push({ ...last, marker });
  }
  return found;
}

/** What was mended by a fix that was taken is red again. */
function isBack(fixes: readonly ListedFix[], { incidents }: Outcome): boolean {
  return incidents.some(({ incident }) => {
    const own = fixes.filter(({ marker }) => marker.fingerprint === incident.fingerprint);
    return latestOf(own)?.isMerged ?? false;
  });
}

/** Something was reverted since the last look, or a fix came with it: from another branch, perhaps. */
async function isToldByCommits(fixes: readonly ListedFix[], visit: Visit): Promise<boolean> {
  const merged = fixes.filter(({ isMerged }) => isMerged);
  const last = readLedger(visit)?.sha ?? visit.synced.head;
  if (merged.length === 0 || last === visit.synced.head) return false;
  const heads = new Set(merged.map(({ marker }) => marker.head));
  const commits = await visit.workshop.log(MOST_COMMITS, last);
  return commits.some(({ sha, subject }) => subject.startsWith('Revert ') || heads.has(sha));
}
