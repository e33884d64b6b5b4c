import type { ForgeEvent } from '../../domain/forge-event.ts';
import { findCheck, isLookedAt, keepCheck } from './keep-check.ts';
import { CHECKS, LABELS } from './labels.ts';
import { readRed } from './tell-ci.ts';
import { renderCiCheck } from './text/ci-check.ts';
import type { Visit } from './visit.ts';
import { watchPull } from './watch-pull.ts';

/**
 * The repository's own CI is red on a branch: its pull request is looked at, and where our run shows nothing that it broke, the
 * check run of that commit tells what CI's log says. No comment, no issue: it is on the page where CI is red.
 */
export async function tellPullCi(
  event: Extract<ForgeEvent, { kind: 'ci-red' }>,
  visit: Visit,
): Promise<string> {
  const { forge, workshop, facts } = visit;
  const { sha, branch } = event;
  const open = await forge.pulls({ state: 'open', head: branch });
  const pull = open.find(({ head }) => head.sha === sha && !head.isFork);
  if (pull === undefined) return 'no pull request is at this commit';
  const said = await watchPull(pull, visit);
  const there = await findCheck(forge, CHECKS.watch, sha);
  if (pull.labels.includes(LABELS.stop) || there === null || !isLookedAt(there)) return said;
  const isRun = (await workshop.checks(sha)).length > 0;
  if (isRun && there.conclusion !== 'success') return said;
  const text = renderCiCheck(
    await readRed(event, visit),
    { htmlUrl: facts.htmlUrl, branch, sha, isRun },
    isRun ? 'success' : 'neutral',
  );
  await keepCheck(forge, { name: CHECKS.watch, sha }, text);
  return `${said}; CI is red and our run is not: told in the check run`;
}
