import type { CheckRunText, Forge } from '../../domain/forge.ts';
import { CHECKS } from './labels.ts';
import type { Visit } from './visit.ts';

const OVERTAKEN: CheckRunText = {
  status: 'completed',
  conclusion: 'skipped',
  title: 'Not looked at to the end',
  summary:
    'A later commit is looked at instead, or the work was cut off and may not go on: all is stopped, the mode is off, or what it was for is closed.',
  annotations: [],
};

/**
 * Ends what was begun at a commit that is the newest no more: where the process ended in the middle of it, nobody looks at that
 * commit again, and its check runs would say for ever that they are under way.
 */
export async function endOvertaken(
  { sha, newest }: { readonly sha: string; readonly newest: string },
  { forge }: Pick<Visit, 'forge'>,
): Promise<void> {
  if (sha !== newest) await endBegun(sha, forge);
}

/** Ends what is under way at a commit that nobody works on. */
export async function endBegun(sha: string, forge: Forge): Promise<void> {
  const names: readonly string[] = [CHECKS.watch, CHECKS.proof];
  for (const run of await forge.checkRuns(sha))
    if (run.isOurs && run.status !== 'completed' && names.includes(run.name))
      await forge.updateCheck(run.id, OVERTAKEN);
}
