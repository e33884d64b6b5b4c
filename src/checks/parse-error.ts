import type { Frame } from '../domain/report.ts';
import { isFrameLine, parseStack } from './parse-stack.ts';
import { type Places, relativeText, toRelativePath } from './relative-path.ts';
import { toLines } from './strip-ansi.ts';

/** An error as a tool printed it, told apart. */
export interface ErrorText {
  /** The error's code where it was printed (`ERR_MODULE_NOT_FOUND`), else its name; `AssertionError` for any assertion. */
  readonly rule: string;
  /** Without name, stack, code frame and list of requiring files; own paths relative. */
  readonly message: string;
  readonly frames: Frame[];
}

/** `TypeError: …`, `Error [CartError]: …`, `AssertionError [ERR_ASSERTION]: …`. */
const HEADLINE =
  /^(?:Uncaught )?((?:[A-Za-z_$][\w$.]*)?(?:Error|Exception|Failure))(?: \[([\w.$-]+)\])?(?:: |:?$)/;
/** A line of a code frame: `  > 6 |   code`, `    12| code`, `   |   ^`. */
const CODE_FRAME = /^\s*(?:>?\s*\d+ *\||\|\s*\^)/;

/** What follows a message: a cause (jest), the tool's plugin (vitest). */
const AFTERWORD = /^\s*(?:Cause:$|Plugin: )/;

/** Reads an error: headline and message first, then the stack. */
export function parseError(text: string, places: Places): ErrorText {
  const lines = toLines(text);
  const end = lines.findIndex(
    (line, index) => index > 0 && (isFrameLine(line) || CODE_FRAME.test(line) || AFTERWORD.test(line)),
  );
  const printed = (end === -1 ? lines : lines.slice(0, end)).join('\n');
  const stack = end === -1 ? [] : lines.slice(end).filter((line) => isFrameLine(line));
  return { ...parseHeadline(printed, places), frames: parseStack(stack, places) };
}

/** Reads what stands before a stack. */
export function parseHeadline(printed: string, places: Places): Omit<ErrorText, 'frames'> {
  const text = printed.trim().replace(/^Unknown Error: /, 'Error: ');
  const headline = HEADLINE.exec(text);
  const message = tidyMessage(headline ? text.slice(headline[0].length) : text, places);
  return { rule: ruleOf(headline?.[1] ?? null, headline?.[2] ?? null, message), message };
}

/** A message as it is compared: own paths relative, no requiring files, no blanks at line ends. */
export function tidyMessage(message: string, places: Places): string {
  const kept = message.split(/\n\s*Require stack:/, 1)[0] ?? '';
  return relativeText(kept, places)
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

function ruleOf(name: string | null, code: string | null, message: string): string {
  if (code === 'ERR_ASSERTION' || /(?:^|\.|Jest)AssertionError$/.test(name ?? '')) return 'AssertionError';
  if (code !== null && /^ERR_|^[A-Z]+(?:_[A-Z]+)+$/.test(code)) return code;
  if (/^Cannot find (?:module|package) /.test(message)) return 'MODULE_NOT_FOUND';
  // Node prints `Error [CartError]: …` for a class that sets only its name, `TypeError [Error]` across realms.
  if (code !== null && code !== 'Error' && /(?:Error|Exception)$/.test(code)) return code;
  if (name !== null && name !== 'Error') return name;
  return /^(?:expect|assert)\b[^\n]*\(/.test(message) ? 'AssertionError' : 'Error';
}

/** An error that ended a process, with the place that Node prints above it. */
export interface UncaughtError extends ErrorText {
  readonly file: string | null;
  readonly line: number | null;
}

/** Finds the first error with a stack in what a process printed; null when there is none. */
export function parseUncaught(lines: readonly string[], places: Places): UncaughtError | null {
  for (const [index, line] of lines.entries()) {
    if (!HEADLINE.test(line.trimStart())) continue;
    const near = lines.slice(index + 1, index + 40);
    const next = near.findIndex((other) => isFrameLine(other) || HEADLINE.test(other));
    if (next === -1 || !isFrameLine(near[next] ?? '')) continue;
    let end = index + 1 + next;
    while (isFrameLine(lines[end] ?? '')) end += 1;
    const error = parseError(lines.slice(index, end).join('\n'), places);
    return { ...error, ...placeAbove(lines.slice(Math.max(0, index - 8), index), places) };
  }
  return null;
}

/** Node's `file:///repo/src/x.js:3` above the source line and the caret. */
function placeAbove(lines: readonly string[], places: Places): Pick<UncaughtError, 'file' | 'line'> {
  for (const line of lines.toReversed()) {
    const place = /^(\S.*):(\d+)$/.exec(line);
    if (!place) continue;
    const { path, own } = toRelativePath(place[1] ?? '', places);
    return own ? { file: path, line: Number(place[2]) } : { file: null, line: null };
  }
  return { file: null, line: null };
}
