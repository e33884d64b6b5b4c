import type { Failure } from '../../domain/report.ts';
import { parseUncaught } from '../parse-error.ts';
import type { Parser, Printed } from '../parser.ts';
import { relativeText, toRelativePath } from '../relative-path.ts';
import { toLines } from '../strip-ansi.ts';
import { toFailure, toPosition, withoutRepeats } from '../to-failure.ts';

/** The end of `src/a.ts:3:7`, `src/a.ts(3,7)`, `C:\repo\a.ts:3`; the path before it is found backwards, in bounded time. */
const PLACE_END = /\.[A-Za-z]\w{0,9}(?::(\d{1,7})(?::(\d{1,7}))?|\((\d{1,7})(?:,(\d{1,7}))?\))/;
const PATH_BEFORE = /(?:(?:file:\/\/\/?)?[A-Za-z]:[\\/]|file:\/\/)?[\w@.~+\\/-]*$/;
const LONGEST_PATH = 300;
const PYTHON = /^\s*File "([^"]{1,300})", line (\d{1,7})/;
const ANNOTATION = /^::error ([^\n]{0,500}?)::(.*)$/;
const ERRORISH = /error|fail|cannot|unexpected|undefined|not found|missing|invalid|exception|panic|fatal/i;
/** A log of thousands of lines that each name a place is no list of failures. */
const MOST = 50;

/**
 * The last resort: an error that ended a process, else every line that names a place in the repository's own files,
 * those with a word of trouble first choice.
 */
export const text: Parser = {
  name: 'text',
  recognises: () => true,
  parseText(output, printed) {
    const lines = toLines(output);
    const uncaught = parseUncaught(lines, printed);
    if (uncaught) return [fromUncaught(uncaught, printed)];
    const placed = lines.flatMap((line) => toPlaced(line, printed) ?? []);
    const troubled = placed.filter((failure) => ERRORISH.test(failure.message));
    return withoutRepeats(troubled.length > 0 ? troubled : placed).slice(0, MOST);
  },
  parseReport: null,
  narrow: () => null,
};

function fromUncaught(error: NonNullable<ReturnType<typeof parseUncaught>>, printed: Printed): Failure {
  const frame = error.frames.find((each) => each.own);
  return toFailure(printed, 'text', {
    rule: error.rule,
    file: error.file ?? frame?.file ?? null,
    line: error.line ?? frame?.line ?? null,
    column: error.file === null ? (frame?.column ?? null) : null,
    message: error.message,
    frames: error.frames,
  });
}

function toPlaced(line: string, printed: Printed): Failure | null {
  const annotation = ANNOTATION.exec(line);
  if (annotation) {
    const [, properties = '', message = ''] = annotation;
    const property = (name: string): string | undefined =>
      properties
        .split(',')
        .find((each) => each.startsWith(`${name}=`))
        ?.slice(name.length + 1);
    return toOwn(
      printed,
      property('file') ?? '',
      property('line'),
      property('col'),
      decodeAnnotation(message),
    );
  }
  const python = PYTHON.exec(line);
  if (python) return toOwn(printed, python[1] ?? '', python[2], undefined, line.trim());
  const end = PLACE_END.exec(line);
  if (!end) return null;
  const [whole, line1, column1, line2, column2] = end;
  const start = PATH_BEFORE.exec(line.slice(Math.max(0, end.index - LONGEST_PATH), end.index))?.[0] ?? '';
  const extension = /^\.\w+/.exec(whole)?.[0] ?? '';
  const rest = line.slice(end.index + whole.length).replace(/^[\s:)\]-]+/, '');
  const before = line
    .slice(0, end.index - start.length)
    .replace(/[\s(["'-]+$/, '')
    .replace(/\s(?:at|in|on)$/, '')
    .trim();
  const message = /^(?:at|❯)\b/.test(before) ? '' : [before, rest].filter((part) => part !== '').join(': ');
  return toOwn(printed, `${start}${extension}`, line1 ?? line2, column1 ?? column2, message);
}

/** GitHub's workflow commands write line ends and per cent signs in hexadecimal. */
function decodeAnnotation(message: string): string {
  return message.replace(/%0D/gi, '').replace(/%0A/gi, '\n').replace(/%25/g, '%');
}

function toOwn(
  printed: Printed,
  file: string,
  line: string | undefined,
  column: string | undefined,
  message: string,
): Failure | null {
  const { path, own } = toRelativePath(file, printed);
  if (!own || message === '') return null;
  return toFailure(printed, 'text', {
    file: path,
    line: toPosition(line),
    column: toPosition(column),
    message: relativeText(message, printed).trim(),
  });
}
