import type { Forge, Issue } from '../../domain/forge.ts';
import { LABELS } from './labels.ts';
import { say } from './say.ts';

/** Other open ones of what there is to be one of: each is closed with a word, and a stop that stands on it is kept. */
export async function closeCopies(
  { number, labels }: Pick<Issue, 'number' | 'labels'>,
  open: readonly Issue[],
  forge: Forge,
): Promise<void> {
  const copies = open.filter((one) => one.state === 'open' && one.number !== number);
  const isStopped = copies.some((copy) => copy.labels.includes(LABELS.stop));
  if (isStopped && !labels.includes(LABELS.stop)) await forge.addLabels(number, [LABELS.stop]);
  for (const copy of copies) {
    await say(
      forge,
      copy.number,
      'copy',
      `This says the same as #${number}, which goes on; so it is closed.`,
    );
    await forge.editIssue(copy.number, { state: 'closed' });
  }
}
