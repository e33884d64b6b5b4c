import type { PullRequest } from '../../domain/forge.ts';
import type { Answer, CommentEvent } from './comment-answer.ts';
import { isPersons } from './find-ours.ts';
import { findCheck } from './keep-check.ts';
import { CHECKS } from './labels.ts';
import { renderExplanation, renderSeen } from './text/explanation.ts';
import { readOwnMarker } from './text/marker.ts';
import type { Visit } from './visit.ts';

const TOLD: ReadonlySet<string> = new Set(['pull', 'issue', 'ci']);

/** What failed, where, and what was made of it: from our own body, or in a pull request of a person from our check run. */
export async function explain({ number, isPull }: CommentEvent, visit: Visit): Promise<Answer> {
  const { forge } = visit;
  const pull = isPull ? await forge.pull(number) : null;
  if (pull !== null && isPersons(pull)) return explainPull(pull, visit);
  const place = pull ?? (await forge.issue(number));
  const marker = place === null ? null : readOwnMarker(place, forge.self);
  if (place === null || marker === null || !TOLD.has(marker.kind))
    return { isDone: false, text: 'This is no issue or pull request of mine: there is nothing to explain.' };
  return { isDone: true, text: renderExplanation(place.body) };
}

async function explainPull({ head }: PullRequest, { forge }: Visit): Promise<Answer> {
  const run = await findCheck(forge, CHECKS.watch, head.sha);
  if (run === null) return { isDone: false, text: 'This commit was not looked at. Ask for it: /dreamos fix' };
  return { isDone: true, text: renderSeen(run) };
}
