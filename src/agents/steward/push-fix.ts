import { count } from '../../domain/count.ts';
import { OWN_BRANCHES, type PullRequest } from '../../domain/forge.ts';
import type { IncidentOutcome } from '../../domain/outcome.ts';
import type { Answer } from './comment-answer.ts';
import { examineFix } from './examine-fix.ts';
import { findParting } from './find-parting.ts';
import { habitsOf } from './habits-of.ts';
import { keepCheck } from './keep-check.ts';
import { CHECKS } from './labels.ts';
import { ontoBranch } from './onto-branch.ts';
import { ownFailures } from './own-failures.ts';
import { sayRefused } from './say-refused.ts';
import { renderVerify } from './text/check.ts';
import { isHealed } from './text/pull.ts';
import type { Visit } from './visit.ts';
import { watchPull } from './watch-pull.ts';

/** Each fix is proved on top of the one before it, which takes a run. */
const MOST_FIXES = 5;

/**
 * Puts proved fixes onto the branch of a person's pull request, because somebody who may write asked for exactly that: forward
 * only. Drafts are for a person to decide on, and are not among them.
 */
export async function pushFix(pull: PullRequest, check: string | null, visit: Visit): Promise<Answer> {
  const obstacle = findObstacle(pull, visit);
  if (obstacle !== null) return { isDone: false, text: obstacle };
  const { forge, workshop, facts } = visit;
  const base = await findParting(pull, visit);
  if (base === null) return { isDone: false, text: 'The branch has nothing in common with its base.' };
  let { sha } = pull.head;
  const pushed: IncidentOutcome[] = [];
  let left: string | null = null;
  while (pushed.length < MOST_FIXES) {
    const order = { sha, isDry: false, habits: await habitsOf(visit) };
    const outcome = await workshop.heal({ ...order, ...ontoBranch(pull.head.branch, visit) });
    const { incidents } = await ownFailures(outcome, base, visit);
    const [next, ...others] = incidents.filter(isHealed).filter((one) => {
      return !one.draft && one.commit !== null && (check === null || one.incident.check === check);
    });
    if (next?.commit == null) break;
    left = await send({ ...next, commit: next.commit }, { sha, branch: pull.head.branch }, visit);
    if (left !== null) break;
    sha = next.commit;
    await keepCheck(forge, { name: CHECKS.verify, sha }, renderVerify(next, facts));
    pushed.push(next);
    if (others.length === 0) break;
  }
  if (left !== null && pushed.length === 0) return { isDone: false, text: left };
  const moved = { ...pull, head: { ...pull.head, sha } };
  const said = await watchPull(moved, visit, { isForced: true });
  if (pushed.length === 0) return { isDone: false, text: `Nothing was pushed: ${said}.` };
  return {
    isDone: true,
    text: `Pushed ${count(pushed.length, 'proved fix', 'proved fixes')}. ${left === null ? '' : `${left} `}Looked again: ${said}.`,
  };
}

/** Brings one fix onto the branch. Returns why it is not there, a sentence; null where it is. */
async function send(
  fix: IncidentOutcome & { readonly commit: string },
  { sha, branch }: { readonly sha: string; readonly branch: string },
  visit: Visit,
): Promise<string | null> {
  const flaw = await examineFix(fix, { base: sha, of: fix.commit }, visit);
  if (flaw !== null) return `Nothing more was pushed: ${flaw}.`;
  const advanced = await visit.workshop.advance(branch, fix.commit);
  if (advanced === 'rejected') return 'Somebody pushed to the branch meanwhile: ask once more.';
  return typeof advanced === 'object' ? `${sayRefused(advanced, visit)}.` : null;
}

function findObstacle({ state, head }: PullRequest, { config, synced }: Visit): string | null {
  if (state !== 'open') return 'The pull request is closed.';
  if (head.isFork) return 'The branch is of a fork, and none of ours to write.';
  if (head.branch.startsWith(OWN_BRANCHES)) return 'The branch is one of mine already.';
  if (head.branch === synced.defaultBranch) return 'Nothing is pushed to the default branch.';
  return config.mode === 'propose' ? null : `The settings say \`mode: ${config.mode}\`.`;
}
