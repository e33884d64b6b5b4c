import * as z from 'zod';
import type { Failure } from '../../domain/report.ts';
import { parseExpectation } from '../parse-diff.ts';
import { parseError } from '../parse-error.ts';
import type { Parser, Printed, StructuredReport } from '../parser.ts';
import { toRelativePath } from '../relative-path.ts';
import { exactPattern, shellQuote } from '../shell-quote.ts';
import { toLines } from '../strip-ansi.ts';
import { positionIn, toFailure, toPosition } from '../to-failure.ts';

const FILE = /^(?:FAIL|PASS) (?:.* )?(\S+\.\w+)(?: \([\d.]+ m?s\))?$/;
const BLOCK = /^ {2}● (\S.*)$/;
/** Headings that look like a failure and are none. */
const TALK =
  /^(?:Console|Deprecation Warning|Validation (?:Warning|Error)|Multiple configs found|process\.exit called)/;
const SUITE = 'Test suite failed to run';
const THRESHOLD =
  /^Jest: (?:.* coverage threshold .* not met: |Coverage for .* does not meet |Uncovered count )/;

const JestReport = z.object({
  report: z.object({
    testResults: z.array(
      z.object({
        name: z.string(),
        status: z.string().catch(''),
        message: z.string().catch(''),
        assertionResults: z
          .array(
            z.object({
              ancestorTitles: z.array(z.string()).catch([]),
              title: z.string(),
              status: z.string(),
              failureMessages: z.array(z.string()).nullish().catch([]),
            }),
          )
          .catch([]),
      }),
    ),
  }),
});
type TestResult = z.infer<typeof JestReport>['report']['testResults'][number];

export const jest: Parser = {
  name: 'jest',
  recognises: (text) => /^FAIL +\S/m.test(text) || /^ {2}● \S/m.test(text) || /^Jest: /m.test(text),
  parseText(text, printed) {
    const lines = toLines(text);
    return [...fromBlocks(lines, null, printed), ...fromThresholds(lines, printed)];
  },
  parseReport(report: StructuredReport, printed: Printed): Failure[] {
    const read = JestReport.safeParse(report.data);
    if (!read.success) return [];
    const places = { ...printed, cwd: report.cwd };
    return read.data.report.testResults.flatMap((result) => fromResult(result, places));
  },
  narrow(failure) {
    if (failure.file === null) return null;
    const test = failure.testPath?.join(' ');
    const only = test === undefined ? '' : ` -t ${shellQuote(`^${exactPattern(test)}$`)}`;
    return `npx jest ${shellQuote(failure.file)}${only}`;
  },
};

function fromResult(result: TestResult, printed: Printed): Failure[] {
  const file = toRelativePath(result.name, printed).path;
  const failed = result.assertionResults.filter((test) => test.status === 'failed');
  if (failed.length === 0 && result.status === 'failed') {
    return fromBlocks(toLines(result.message), file, printed);
  }
  return failed.flatMap((test) =>
    (test.failureMessages ?? []).map((message) =>
      fromError(message, file, [...test.ancestorTitles, test.title], printed),
    ),
  );
}

/** Each `● suite › test` with what stands indented below it; `above` is the file until a line names one. */
function fromBlocks(lines: readonly string[], above: string | null, printed: Printed): Failure[] {
  const failures: Failure[] = [];
  let file = above;
  let block: { title: string; body: string[] } | null = null;
  const close = (): void => {
    if (block) failures.push(toBlockFailure(block.title, block.body, file, printed));
    block = null;
  };
  for (const line of lines) {
    // What follows was printed before.
    if (line.startsWith('Summary of all failing tests')) break;
    const heading = BLOCK.exec(line);
    if (heading) {
      close();
      const title = (heading[1] ?? '').trim();
      if (!TALK.test(title)) block = { title, body: [] };
    } else if (block && (line.trim() === '' || line.startsWith('    '))) {
      (block as { body: string[] }).body.push(line.slice(4));
    } else {
      close();
      const named = FILE.exec(line);
      if (named) file = toRelativePath(named[1] ?? '', printed).path;
    }
  }
  close();
  return failures;
}

function toBlockFailure(
  title: string,
  body: readonly string[],
  file: string | null,
  printed: Printed,
): Failure {
  if (title !== SUITE) return fromError(body.join('\n'), file, title.split(' › '), printed);
  // Babel's advice fills a page; the error itself comes last.
  const details = body.findIndex((line) => /^\s*Details:$/.test(line));
  return fromError(body.slice(details + 1).join('\n'), file, null, printed);
}

function fromError(text: string, file: string | null, testPath: string[] | null, printed: Printed): Failure {
  const error = parseError(text.trimStart(), printed);
  const { message, place } = withoutPlace(error.message, file);
  return toFailure(printed, 'jest', {
    rule: error.rule,
    file,
    ...(place ?? positionIn(file, error.frames)),
    testPath,
    message,
    ...parseExpectation(message),
    frames: error.frames,
  });
}

/** A syntax error names its file and place in the message: `src/a.js: Unexpected token (2:12)`. */
function withoutPlace(
  message: string,
  file: string | null,
): { message: string; place: Pick<Failure, 'line' | 'column'> | null } {
  const placed = /^([^\n]*) \((\d+):(\d+)\)$/.exec(message);
  if (!placed) return { message, place: null };
  const text = placed[1] ?? '';
  return {
    message: file !== null && text.startsWith(`${file}: `) ? text.slice(file.length + 2) : text,
    place: { line: toPosition(placed[2]), column: (toPosition(placed[3]) ?? 0) + 1 },
  };
}

/** `Jest: "global" coverage threshold for branches (80%) not met: 75%`, or since 30 the other way about. */
function fromThresholds(lines: readonly string[], printed: Printed): Failure[] {
  return lines
    .filter((line) => THRESHOLD.test(line))
    .map((line) =>
      toFailure(printed, 'jest', { rule: 'coverage-threshold', message: line.slice('Jest: '.length) }),
    );
}
