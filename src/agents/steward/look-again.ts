import type { ForgeEvent } from '../../domain/forge-event.ts';
import { tellCi } from './tell-ci.ts';
import type { Visit } from './visit.ts';
import { watchDefault } from './watch-default.ts';
import { type WatchOptions, watchPull } from './watch-pull.ts';

/** Nobody asked for it: caps and hours hold. */
const AGAIN = { isForced: true };

/** The time has come that something waited for. What still waits then says itself when to look the next time. */
export async function lookAgain(event: Extract<ForgeEvent, { kind: 'wake' }>, visit: Visit): Promise<string> {
  const { forge } = visit;
  if (event.pull !== null) {
    const pull = await forge.pull(event.pull);
    return pull === null ? 'the pull request is gone' : watchPull(pull, visit, AGAIN);
  }
  return lookAtDefault(event, visit, AGAIN);
}

/** The default branch, and what the repository's own CI says of it. `event`: why it is looked at. */
export async function lookAtDefault(
  { delivery, repo, sender }: Pick<ForgeEvent, 'delivery' | 'repo' | 'sender'>,
  visit: Visit,
  options: WatchOptions,
): Promise<string> {
  const { forge, synced } = visit;
  const said = await watchDefault(visit, options);
  const [red] = await forge.failedRuns(synced.head);
  if (red === undefined) return said;
  const ci = { kind: 'ci-red', sha: synced.head, branch: synced.defaultBranch, isDefault: true } as const;
  return `${said}; ${await tellCi({ ...ci, delivery, repo, sender, name: red.name }, visit)}`;
}
