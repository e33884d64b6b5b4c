import { commentCommands } from './commands/index.ts';
import { parseComment } from './commands/parse-comment.ts';
import { mayCommand } from './commands/read-order.ts';
import type { CommentEvent } from './comment-answer.ts';
import { LABELS } from './labels.ts';
import type { StewardPorts } from './steward-ports.ts';
import { readSettings } from './tell-failed.ts';

/**
 * What a command gets before it is its turn, which may be behind a long run: eyes, and where it says stop, the label that holds back
 * what the run would open. Its turn does both again, so that nothing hangs on this; by calls of the forge alone.
 *
 * @param isLate whether its turn has come meanwhile: a label that is set after it may be one that was taken away again.
 */
export async function heed(
  event: CommentEvent,
  ports: Pick<StewardPorts, 'forge' | 'parseConfig'>,
  isLate: () => boolean,
): Promise<void> {
  const parsed = parseComment(event.body);
  // Bots are heard where the settings name them: that is asked when it is their turn.
  if (parsed.status === 'none' || event.sender.isBot) return;
  const forge = await ports.forge(event.repo);
  if ((await readSettings(forge, ports)) !== 'on') return;
  await forge.react(event.comment, 'eyes');
  if (parsed.status !== 'command' || parsed.verb !== 'stop') return;
  const stop = commentCommands.find(({ name }) => name === 'stop');
  if (stop === undefined || !mayCommand(await forge.permissionOf(event.sender.login), stop)) return;
  if (!isLate()) await forge.addLabels(event.number, [LABELS.stop]);
}
