import { answer } from './answer.ts';
import type { CommentOrder } from './commands/args.ts';
import { parseComment } from './commands/parse-comment.ts';
import type { Answer, CommentEvent } from './comment-answer.ts';
import { LABELS } from './labels.ts';
import type { AttendPorts } from './steward-ports.ts';
import { readSettings } from './tell-failed.ts';
import { tellStatus } from './tell-status.ts';
import { replyHelp } from './text/replies.ts';
import { findDashboard, type Visit } from './visit.ts';

type Desk = Pick<Visit, 'forge' | 'config' | 'dashboard' | 'commands' | 'redact'>;

/** What takes no run and no copy of the repository. Stop is among it: it holds back what the run that it waits for would open. */
const SOON: ReadonlySet<string> = new Set<CommentOrder['verb']>(['help', 'status', 'stop']);

/**
 * What a command gets before it is its turn, which may be behind a long run: eyes, and its answer where that can be given at once.
 * Its turn does the same again, so that nothing hangs on this. By calls of the forge alone.
 *
 * @param isLate whether its turn has come meanwhile, and does what is left.
 */
export async function heed(event: CommentEvent, ports: AttendPorts, isLate: () => boolean): Promise<boolean> {
  const parsed = parseComment(event.body);
  // Bots are heard where the settings name them: that is asked when it is their turn.
  if (parsed.status === 'none' || event.sender.isBot) return false;
  const forge = await ports.forge(event.repo);
  const settings = await readSettings(forge, ports);
  if (settings.status === 'off') return false;
  const eyes = () => forge.react(event.comment, 'eyes').then(() => false);
  if (parsed.status !== 'command' || !SOON.has(parsed.verb) || isLate()) return eyes();
  const { config } = settings;
  const { commands, redact } = ports;
  const { commandsPerHour } = config.github.caps;
  // Said once for all, which two that say it at once cannot see to.
  if (commands.hear(event.repo, event.sender.login, event.comment, commandsPerHour) !== null) return eyes();
  const dashboard = await findDashboard(forge);
  await answer(event, { forge, config, dashboard, commands, redact }, answerSoon);
  return true;
}

async function answerSoon(order: CommentOrder, event: CommentEvent, desk: Desk): Promise<Answer> {
  switch (order.verb) {
    case 'help':
      return { isDone: true, text: replyHelp(order.about) };
    case 'status':
      return { isDone: true, text: await tellStatus(event, desk) };
    case 'stop':
      await desk.forge.addLabels(event.number, [LABELS.stop]);
      return { isDone: true, text: '' };
    default:
      throw new Error(`${order.verb} waits for its turn`);
  }
}
