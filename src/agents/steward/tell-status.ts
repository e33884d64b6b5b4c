import { count } from '../../domain/count.ts';
import type { CommentEvent } from './comment-answer.ts';
import { findIncidents, listFixes } from './find-ours.ts';
import { LABELS } from './labels.ts';
import { replyStatus } from './text/replies.ts';
import { isPaused, type Visit } from './visit.ts';

/** How things stand with the issue or pull request of a comment, or with the repository where it is none of ours. */
export async function tellStatus(
  { number, comment }: CommentEvent,
  visit: Pick<Visit, 'forge' | 'config' | 'dashboard'>,
): Promise<string> {
  const { forge, config } = visit;
  const [fixes, incidents] = [await listFixes(forge), await findIncidents(forge)];
  const fix = fixes.find((one) => one.number === number);
  const pull = fix?.state === 'open' ? await forge.pull(number) : null;
  const issue = incidents.find((one) => one.number === number);
  const own = fix ?? issue;
  const open = fixes.filter(({ state }) => state === 'open').length;
  const left = incidents.filter(({ state }) => state === 'open').length;
  return replyStatus(
    {
      incident:
        own === undefined
          ? null
          : {
              check: own.marker.check,
              fingerprint: own.marker.fingerprint,
              attempts: own.marker.attempt,
            },
      doing:
        own === undefined
          ? `The mode is ${config.mode}; ${count(open, 'fix is', 'fixes are')} open, ${count(left, 'incident needs', 'incidents need')} a person`
          : `It is ${own.state}`,
      next:
        pull === null
          ? null
          : pull.labels.includes(LABELS.needsApproval)
            ? `a person says whether it is meant: /dreamos approve ${pull.head.sha}`
            : 'a person merges it or closes it',
      isStopped: isPaused(visit) || (own?.labels.includes(LABELS.stop) ?? false),
    },
    `answer:${comment}`,
  );
}
