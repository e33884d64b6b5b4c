import { type Forge, ForgeError } from '../../domain/forge.ts';
import type { CommentOrder } from './commands/args.ts';
import type { CommentCommand } from './commands/index.ts';
import { parseComment } from './commands/parse-comment.ts';
import { mayCommand, readOrder } from './commands/read-order.ts';
import type { Answer, CommentEvent } from './comment-answer.ts';
import { isForGood } from './is-for-good.ts';
import { say } from './say.ts';
import { replyBad, replyDenied, replyLimited, replyRefused, replyUnknown } from './text/replies.ts';
import type { Visit } from './visit.ts';

/** What a command is answered through; what carries it out may take more. */
type Desk = Pick<Visit, 'forge' | 'config' | 'commands' | 'redact'>;
type CarryOut<D> = (order: CommentOrder, event: CommentEvent, desk: D) => Promise<Answer>;

/** A comment that commands: eyes at once, then a rocket, or a confused face with one line of why. */
export async function answer<D extends Desk>(
  event: CommentEvent,
  desk: D,
  carryOut: CarryOut<D>,
): Promise<string> {
  const parsed = parseComment(event.body);
  if (parsed.status === 'none') return `no command: ${parsed.why}`;
  const { forge } = desk;
  if (!(await isSeen(event, forge))) return 'the comment is gone';
  const { isDone, text, about = `answer:${event.comment}` } = await decide(parsed, event, desk, carryOut);
  if (text !== '') await say(forge, event.number, about, text);
  await forge.react(event.comment, isDone ? 'rocket' : 'confused');
  return `${parsed.verb}: ${isDone ? 'done' : 'not done'}`;
}

/** Shows that it was read. False where somebody deleted it meanwhile: then nobody waits for an answer. */
async function isSeen({ comment }: CommentEvent, forge: Forge): Promise<boolean> {
  try {
    await forge.react(comment, 'eyes');
    return true;
  } catch (error) {
    if (error instanceof ForgeError && error.status === 404) return false;
    throw error;
  }
}

async function decide<D extends Desk>(
  parsed: Exclude<ReturnType<typeof parseComment>, { status: 'none' }>,
  event: CommentEvent,
  desk: D,
  carryOut: CarryOut<D>,
): Promise<Answer> {
  const { repo } = desk.forge;
  const { commandsPerHour } = desk.config.github.caps;
  const again = desk.commands.hear(repo, event.sender.login, event.comment, commandsPerHour);
  // Said once for all that come until then: who goes on is shown a face, and fills no page.
  if (again !== null)
    return {
      isDone: false,
      text: replyLimited(commandsPerHour, again),
      about: `limited:${event.sender.login.toLowerCase()}:${again.toISOString()}`,
    };
  if (parsed.status === 'unknown') return { isDone: false, text: replyUnknown(parsed.verb, parsed.nearest) };
  const read = readOrder(parsed.verb, parsed.rest);
  const permission = await desk.forge.permissionOf(event.sender.login);
  if (!mayCommand(permission, read.command))
    return { isDone: false, text: replyDenied(read.command, permission) };
  if (read.status === 'bad') return { isDone: false, text: replyBad(read.command, read.why) };
  return attempt(read, event, desk, carryOut);
}

async function attempt<D extends Desk>(
  { command, order }: { readonly command: CommentCommand; readonly order: CommentOrder },
  event: CommentEvent,
  desk: D,
  carryOut: CarryOut<D>,
): Promise<Answer> {
  try {
    const done = await carryOut(order, event, desk);
    return done.isDone ? done : { isDone: false, text: replyRefused(command, done.text) };
  } catch (error) {
    if (!isForGood(error)) throw error;
    return {
      isDone: false,
      text: replyRefused(command, desk.redact(`${error.message} ${error.hint}`.trim())),
    };
  }
}
