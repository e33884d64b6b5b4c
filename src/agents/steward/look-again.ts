import type { ForgeEvent } from '../../domain/forge-event.ts';
import { tellCi } from './tell-ci.ts';
import type { Visit } from './visit.ts';
import { watchDefault } from './watch-default.ts';
import { watchPull } from './watch-pull.ts';

/** Nobody asked for it: caps and hours hold. */
const AGAIN = { isForced: true, isAsked: () => false };

/** The time has come that something waited for. What still waits then says itself when to look the next time. */
export async function lookAgain(event: Extract<ForgeEvent, { kind: 'wake' }>, visit: Visit): Promise<string> {
  const { forge, synced } = visit;
  if (event.pull !== null) {
    const pull = await forge.pull(event.pull);
    return pull === null ? 'the pull request is gone' : watchPull(pull, visit, AGAIN);
  }
  const said = await watchDefault(visit, AGAIN);
  const [red] = await forge.failedRuns(synced.head);
  if (red === undefined) return said;
  const { delivery, repo, sender } = event;
  const ci = { kind: 'ci-red', sha: synced.head, branch: synced.defaultBranch, isDefault: true } as const;
  return `${said}; ${await tellCi({ ...ci, delivery, repo, sender, name: red.name }, visit)}`;
}
