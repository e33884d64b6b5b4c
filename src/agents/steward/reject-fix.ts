import type { Answer, CommentEvent } from './comment-answer.ts';
import { endFixes } from './end-fixes.ts';
import { isPersons } from './find-ours.ts';
import { keepDashboard } from './keep-dashboard.ts';
import { readOwnMarker } from './text/marker.ts';
import type { Visit } from './visit.ts';
import { wasGone } from './was-gone.ts';

/** A person turns a fix down. One that is closed may be so by a try that ended there: what is left of it is done. */
export async function rejectFix(why: string | null, event: CommentEvent, visit: Visit): Promise<Answer> {
  const { forge, config } = visit;
  const { number } = event;
  const pull = event.isPull ? await forge.pull(number) : null;
  const marker = pull === null || isPersons(pull) ? null : readOwnMarker(pull, forge.self);
  if (pull === null || marker?.kind !== 'pull') return no('Only a fix of mine can be rejected.');
  if (pull.isMerged) return no('It is merged already.');
  if (pull.state === 'closed' && (await wasGone(pull, visit)))
    return no('It is closed already, for its failure is gone.');
  if (pull.state === 'open') await forge.editPull(number, { state: 'closed' });
  if (config.mode === 'propose') await endFixes([{ ...pull, marker }], visit);
  await keepDashboard(visit);
  const text = `Closed${why === null ? '' : ', for the reason given'}. It is not made again unless the failure changes.`;
  return { isDone: true, text };
}

const no = (text: string): Answer => ({ isDone: false, text });
