import { GitLog } from '../../../src/adapters/git/git-log.ts';
import { runCheck } from '../../../src/checks/run-check.ts';
import type { Workspace } from '../../../src/domain/ports.ts';
import type { Check } from '../../../src/domain/report.ts';
import { identify } from '../../../src/repair/fingerprint.ts';
import { groupIncidents } from '../../../src/repair/incidents.ts';
import { type CulpritSearch, findCulprit } from '../../../src/repair/regression/find-culprit.ts';
import { findProbe } from '../../../src/repair/regression/probe.ts';
import { type Dependencies, openAdapters } from '../../adapters/git/open.ts';

export const NODE_TEST: Check = {
  name: 'test',
  kind: 'test',
  run: 'node --test',
  cwd: '.',
  timeoutMs: 60_000,
  tools: ['node'],
  why: 'given',
};

/** Searches the culprit of what is red at HEAD, by the real adapters. */
export async function search(
  dir: string,
  check: Check = NODE_TEST,
  isOver = () => false,
  dependencies?: Dependencies,
): Promise<CulpritSearch & { readonly shown: readonly string[] }> {
  const { repository, workspaces } = await openAdapters(dir, { dependencies });
  const shown: string[] = [];
  const run = (one: Check, workspace: Workspace) => runCheck(one, workspace);
  const note = (text: string) => {
    shown.push(text);
  };
  const progress = { note, step: () => ({ update: note, done: () => {} }) };
  const ending = () => (isOver() ? 'the budget of 1 s was used up' : null);
  const log = new GitLog(repository.git);
  return workspaces.use(repository.head, async (workspace) => {
    const before = await run(check, workspace);
    await workspace.reset();
    const [incident] = await groupIncidents(identify(before.failures), (path) => workspace.read(path));
    if (incident === undefined) throw new Error(`green: ${before.ran.output}`);
    const probe = await findProbe(incident, { check, before }, workspace, run);
    const red = { incident, base: repository.head, probe };
    return {
      ...(await findCulprit(red, workspace, {
        log,
        workspaces,
        run,
        ending,
        installMs: () => 0,
        progress,
      })),
      shown,
    };
  });
}
