import * as z from 'zod';
import type { Failure } from '../../domain/report.ts';
import { parseExpectation } from '../parse-diff.ts';
import { parseError, tidyMessage } from '../parse-error.ts';
import { isFrameLine } from '../parse-stack.ts';
import type { Parser, Printed, StructuredReport } from '../parser.ts';
import { toRelativePath } from '../relative-path.ts';
import { exactPattern, shellQuote } from '../shell-quote.ts';
import { toLines } from '../strip-ansi.ts';
import { positionIn, toFailure, toPosition } from '../to-failure.ts';

const FAILED = /^ ?FAIL {2}(?:\|[^|]+\| )?(\S.*)$/;
/** `⎯⎯⎯[1/16]⎯`, `⎯⎯ Failed Tests 1 ⎯⎯`: what stands between two of these belongs together. */
const RULE = /^ ?⎯{3,}/;
const UNHANDLED = /^ ?⎯+ (?:Unhandled (?:Error|Rejection)|Uncaught Exception) ⎯+$/;

const VitestError = z.object({
  name: z.string().nullable().catch(null),
  message: z.string().catch(''),
  diff: z.string().nullable().catch(null),
  stack: z.string().catch(''),
});
const VitestReport = z.object({
  report: z.object({
    failures: z.array(z.object({ file: z.string(), path: z.array(z.string()), error: VitestError })),
    unhandled: z.array(VitestError).catch([]),
  }),
});

export const vitest: Parser = {
  name: 'vitest',
  recognises: (text) => /^ ?FAIL {2}\S/m.test(text) || /^ ?⎯{3,}/m.test(text),
  parseText: (text, printed) => fromSections(toLines(text), printed),
  parseReport(report: StructuredReport, printed: Printed): Failure[] {
    const read = VitestReport.safeParse(report.data);
    if (!read.success) return [];
    const places = { ...printed, cwd: report.cwd };
    const { failures, unhandled } = read.data.report;
    return [
      ...failures.map(({ file, path, error }) =>
        fromError(toText(error), toRelativePath(file, places).path, path.length === 0 ? null : path, places),
      ),
      ...unhandled.map((error) => fromUnhandled(toText(error), places)),
    ];
  },
  narrow(failure) {
    if (failure.file === null) return null;
    // Vitest matches against the titles joined by a blank, from 5 on by ` > `.
    const test = failure.testPath?.map(exactPattern).join(' (?:> )?');
    const only = test === undefined ? '' : ` -t ${shellQuote(`^${test}$`)}`;
    return `npx vitest run ${shellQuote(failure.file)}${only}`;
  },
};

/** The error as vitest would print it. */
function toText(error: z.infer<typeof VitestError>): string {
  const headline = error.name === null ? error.message : `${error.name}: ${error.message}`;
  const frames = error.stack.split('\n').filter((line) => isFrameLine(line));
  return [headline, ...(error.diff === null ? [] : ['', error.diff]), '', ...frames].join('\n');
}

function fromSections(lines: readonly string[], printed: Printed): Failure[] {
  const failures: Failure[] = [];
  let titles: string[] = [];
  let body: string[] = [];
  let unhandled = false;
  const close = (): void => {
    const text = body.join('\n').trim();
    if (text !== '' && unhandled) failures.push(fromUnhandled(text, printed));
    else if (text !== '') failures.push(...titles.map((title) => fromTitled(title, text, printed)));
    titles = [];
    body = [];
  };
  for (const line of lines) {
    const failed = FAILED.exec(line);
    if (RULE.test(line) || (failed && body.some((each) => each.trim() !== ''))) {
      close();
      unhandled = UNHANDLED.test(line);
    }
    // One error of several tests is printed once, below all of their titles.
    if (failed) titles.push(failed[1] ?? '');
    else if (!RULE.test(line) && (titles.length > 0 || unhandled)) body.push(line);
  }
  close();
  return failures;
}

function fromTitled(title: string, text: string, printed: Printed): Failure {
  // A file that failed as a whole stands twice: `a.test.js [ a.test.js ]`.
  const whole = /^(\S.*?) \[ .* \]$/.exec(title);
  const [file = '', ...path] = whole ? [whole[1] ?? ''] : title.split(' > ');
  return fromError(text, toRelativePath(file, printed).path, path.length === 0 ? null : path, printed);
}

function fromError(text: string, file: string | null, testPath: string[] | null, printed: Printed): Failure {
  const { text: own, difference } = splitDifference(text.split(/\n\s*Caused by: /, 1)[0] ?? '');
  const error = parseError(own, printed);
  const { message, place } = withoutPlaces(error.message);
  return toFailure(printed, 'vitest', {
    rule: error.rule,
    file,
    ...(place ?? positionIn(file, error.frames)),
    testPath,
    message,
    ...parseExpectation(tidyMessage(difference, printed)),
    frames: error.frames,
  });
}

/** A file that cannot be parsed brings its place in lines of the message: `At file: /repo/a.test.ts:3:12`. */
function withoutPlaces(message: string): { message: string; place: Pick<Failure, 'line' | 'column'> | null } {
  const lines = message.split('\n');
  const places = lines.flatMap((line) => SYNTAX_PLACE.exec(line) ?? []);
  if (places.length === 0) return { message, place: null };
  const kept = lines.flatMap((line) => line.replace(SYNTAX_PLACE, '').trim() || []);
  return { message: kept.join('\n'), place: { line: toPosition(places[1]), column: toPosition(places[2]) } };
}
const SYNTAX_PLACE = /^\s*(?:(?:At file|File): )?\S+\.[a-z]+:(\d+):(\d+)(?:: (?:ERROR|error): |$)/;

/** A failure that belongs to no test: the file is the first of ours that it went through. */
function fromUnhandled(text: string, printed: Printed): Failure {
  const failure = fromError(text, null, null, printed);
  const frame = failure.frames.find((each) => each.own);
  return frame ? { ...failure, file: frame.file, line: frame.line, column: frame.column } : failure;
}

/** The difference stands between message and stack; it is told by `expected` and `actual`. */
function splitDifference(text: string): { text: string; difference: string } {
  const lines = toLines(text);
  const start = lines.findIndex(
    (line, index) =>
      index > 0 && lines[index - 1] === '' && (/^- Expected\b/.test(line) || /^Expected: /.test(line)),
  );
  if (start === -1) return { text, difference: '' };
  const end = lines.findIndex((line, index) => index > start && isFrameLine(line));
  const stop = end === -1 ? lines.length : end;
  return {
    text: [...lines.slice(0, start), ...lines.slice(stop)].join('\n'),
    difference: lines.slice(start, stop).join('\n'),
  };
}
