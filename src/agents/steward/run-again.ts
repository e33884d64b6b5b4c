import type { ForgeEvent } from '../../domain/forge-event.ts';
import { isPersons } from './find-ours.ts';
import { CHECKS } from './labels.ts';
import { proveAgain, proveFix } from './prove-pull.ts';
import type { Visit } from './visit.ts';
import { watchDefault } from './watch-default.ts';
import { watchPull } from './watch-pull.ts';

/** Somebody asks for a check run of ours again; without a name, for all of the commit. */
export async function runAgain(
  { name, sha }: Extract<ForgeEvent, { kind: 'rerun' }>,
  visit: Visit,
): Promise<string> {
  const { forge, synced } = visit;
  if ((name === null || name === CHECKS.watch) && sha === synced.head)
    return watchDefault(visit, { isForced: true });
  const pull = (await forge.pulls({ state: 'open' })).find(({ head }) => head.sha === sha);
  if (pull === undefined) return 'an older commit';
  if (!isPersons(pull)) return proveFix(pull, visit);
  return name === CHECKS.proof ? proveAgain(pull, visit) : watchPull(pull, visit, { isForced: true });
}
