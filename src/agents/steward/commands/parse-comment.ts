import { nearest } from '../../../domain/nearest.ts';
import { findInvisible } from '../../../lore/invisible.ts';
import { commentCommands } from './index.ts';

/** Why a comment commands nothing. Nobody is answered for it, so each is something that a person did not mean for us. */
type NoCommand =
  | 'empty'
  /** The first line is ordinary text; what stands below it does not count. */
  | 'no-command'
  | 'quote'
  /** Fenced, indented, or a code span. */
  | 'code'
  /** A list item, a heading, emphasis, a link, HTML. */
  | 'markup'
  /** `@dreamos fix`: a mention is talk about us. */
  | 'mention'
  /** What is read is not what is seen: an HTML comment or a character that does not show. */
  | 'hidden'
  | 'too-long';

export type ParsedComment =
  /** `verb` is the command's name, also where an alias was typed; `rest` is one line. */
  | { readonly status: 'command'; readonly verb: string; readonly rest: string }
  | { readonly status: 'none'; readonly why: NoCommand }
  /** Meant for us, but no command of ours. */
  | { readonly status: 'unknown'; readonly verb: string; readonly nearest: string | null };

const MOST = 1000;
/** Of characters that are told apart by eye: a letter of another alphabet that looks like one of these does not match. */
const COMMAND = /^\/dreamos(?:\s+(.*))?$/i;

/** What the first line of a new comment asks for. Blank lines before it are not seen and do not count. */
export function parseComment(body: string): ParsedComment {
  const line = firstLine(body);
  const why = findObstacle(line);
  if (why !== null) return { status: 'none', why };
  const words = (COMMAND.exec(line.trim())?.[1] ?? '').trim();
  const [, typed = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(words) ?? [];
  if (typed === '') return { status: 'command', verb: 'help', rest: '' };
  // `fix!` and `help?` are how people write.
  const verb = typed.replace(/[.,:;!?]+$/, '').toLowerCase();
  const command = commentCommands.find(({ name, aliases }) => name === verb || aliases.includes(verb));
  if (command !== undefined) return { status: 'command', verb: command.name, rest };
  const names = commentCommands.flatMap(({ name, aliases }) => [name, ...aliases]);
  return {
    status: 'unknown',
    verb: typed.slice(0, 40),
    nearest: nearest(verb.replace(/^-+|[^\p{L}\p{N}-]/gu, ''), names),
  };
}

function findObstacle(line: string): NoCommand | null {
  if (line.trim() === '') return 'empty';
  if (/^(?: {0,3}\t| {4})/.test(line)) return 'code';
  const text = line.trim();
  // A mark of byte order or a joiner in front is as good as none to the eye, and not to us.
  if (/dreamos/i.test(text) && (findInvisible(line) >= 0 || text.includes('<!--'))) return 'hidden';
  if (COMMAND.test(text)) return text.length > MOST ? 'too-long' : null;
  if (text.startsWith('>')) return 'quote';
  if (/^(?:`|~~~)/.test(text)) return 'code';
  if (text.startsWith('<!--')) return 'hidden';
  if (/@dreamos\b/i.test(text)) return 'mention';
  return /^(?:[-+*#<[\\|]|_{1,3}\/|\d+[.)]\s|!\[)/.test(text) ? 'markup' : 'no-command';
}

function firstLine(body: string): string {
  return body.split(/\r\n?|\n/).find((line) => line.trim() !== '') ?? '';
}
