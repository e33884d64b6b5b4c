import { createHash } from 'node:crypto';
import type { Incident } from '../domain/incident.ts';
import type { Failure } from '../domain/report.ts';

/** Longer ones are cut, and told apart by a hash of the whole. */
const WIDTH = 180;
const MOST_LINES = 3;
const LONGEST_MESSAGE = 2000;

/** What stands for a name, a path, a text; for a number; for the class of a value nothing does: `true`, `null` tell much. */
const NAME = '_';
const NUMBER = '#';

const HOLES =
  /(?<quoted>(?<!\w)(?<mark>['"`])(?:\\.|(?!\k<mark>)[^\\])*\k<mark>(?!\w))|(?<path>(?:[\w@.-]*[\\/])+[\w@.-]+)|(?<number>-?\b\d[\w.]*\b)|(?<name>\b(?=\w*[a-z][A-Z]|\w*_|[\w$]+\.[\w$])[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*(?:\(\))?)/g;

/** What a runtime says of a name without quoting it. */
const SUBJECT =
  /^[\w$.[\]()]+(?= is not (?:defined|a function|iterable|a constructor|an object)\b)|(?<=\bnew )\w+/g;

/** Lines of a message that show values or places, not the complaint. */
const NO_COMPLAINT = /^(?:[-+]|at |\.{3}|\||>|\d+ \||[{}[\]])/;

const KEYWORDS = new Set(
  'await break case catch class const continue delete do else false finally for function if import in instanceof let new null of return super switch this throw true try typeof undefined var void while yield'.split(
    ' ',
  ),
);

/**
 * The class of an incident: what complained and how it said it, with names, paths and numbers left out, and the shape of
 * the expression that threw. Failures of one class come from the same kind of mistake more often than not. One line.
 * `read`: the text of a file as it was looked at.
 */
export async function toSignature(
  { failures: [first] }: Pick<Incident, 'failures'>,
  read: (path: string) => Promise<string | null>,
): Promise<string> {
  const who = first.rule === null ? first.tool : `${first.tool} ${first.rule}`;
  const thrower = await throwerOf(first, read);
  const shape = `${who}: ${toMessageShape(first.message)}${thrower === null ? '' : ` @ ${thrower}`}`;
  const line = shape.replace(/\s+/g, ' ').trim();
  if (line.length <= WIDTH) return line;
  const hash = createHash('sha256').update(line).digest('hex').slice(0, 8);
  return `${line.slice(0, WIDTH).trimEnd()} ~${hash}`;
}

/** A message without what differs from one place to the next. */
export function toMessageShape(message: string): string {
  const lines = message
    .slice(0, LONGEST_MESSAGE)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !NO_COMPLAINT.test(line));
  return lines
    .slice(0, MOST_LINES)
    .map((line) => line.replace(SUBJECT, NAME).replace(HOLES, toHole))
    .join(' ')
    .replace(/_(?:[.,]? ?_)+/g, NAME);
}

function toHole(...args: unknown[]): string {
  const groups = args.at(-1) as Readonly<Record<string, string | undefined>>;
  return groups.number === undefined ? NAME : NUMBER;
}

/** The shape of the line that threw; an assertion is thrown by its test, and its line says no more than its message. */
async function throwerOf(
  failure: Failure,
  read: (path: string) => Promise<string | null>,
): Promise<string | null> {
  if (failure.testPath === null) return null;
  const frame = failure.frames.find((one) => one.own);
  if (frame === undefined || frame.line === null || frame.file === failure.file) return null;
  const text = await read(frame.file);
  const line = text?.split('\n')[frame.line - 1];
  return line === undefined ? null : toLineShape(line) || null;
}

/** `return cart.items.map((item) => item.price);` -> `return _();` */
export function toLineShape(line: string): string {
  const plain = line
    .replace(/\/\/.*$/, '')
    .replace(/(['"`])(?:\\.|(?!\1)[^\\])*\1/g, '"')
    .replace(/[A-Za-z_$][\w$]*/g, (word) => (KEYWORDS.has(word) ? word : NAME))
    .replace(/\b\d[\w.]*/g, NUMBER)
    .replace(/_(?:\??\._)+/g, NAME)
    .replace(/\((?:_(?:, ?_)*)?\) ?=>/g, '_ =>')
    .replace(/\s+/g, ' ')
    .trim();
  // From the inside: what is handed over does not matter, only that something is.
  let shape = plain;
  for (let last = ''; last !== shape; ) {
    last = shape;
    shape = shape
      .replace(/_\([^()]+\)/g, '_()')
      .replace(/_(?:\(\))?(?:\??\._(?:\(\))?)+/g, (all) => (all.endsWith(')') ? '_()' : NAME));
  }
  return shape;
}
