import * as z from 'zod';
import type { Failure } from '../../domain/report.ts';
import { dedent, type Expectation, fromDifference } from '../parse-diff.ts';
import { parseHeadline, parseUncaught } from '../parse-error.ts';
import { isFrameLine, parseStack } from '../parse-stack.ts';
import type { Parser, Printed, StructuredReport } from '../parser.ts';
import { toRelativePath } from '../relative-path.ts';
import { exactPattern, shellQuote } from '../shell-quote.ts';
import { toLines } from '../strip-ansi.ts';
import { positionIn, toFailure } from '../to-failure.ts';

const EPILOGUE = /^ {2}\d+ failing$/;
const NUMBERED = /^ {2}\d+\) (\S.*)$/;
const DIFFERENCE = /^ {6}\+ expected - actual$/;
/** Before a test has run: a file that cannot be loaded. */
const AT_LOAD = /^ ?(?:Exception during run|✖ ERROR): ?/;

const MochaReport = z.object({
  report: z.object({
    failures: z.array(
      z.object({
        path: z.array(z.string()),
        file: z.string().nullable().catch(null),
        headline: z.string(),
        message: z.string(),
        stack: z.string().catch(''),
        expected: z.string().nullable().catch(null),
        actual: z.string().nullable().catch(null),
      }),
    ),
  }),
});

export const mocha: Parser = {
  name: 'mocha',
  recognises: (text) =>
    /^ {2}\d+ failing$/m.test(text) || /^ ?(?:Exception during run|✖ ERROR): ?/m.test(text),
  parseText(text, printed) {
    const lines = toLines(text);
    return withFiles([...fromEpilogues(lines, printed), ...fromLoading(lines, printed)]);
  },
  parseReport(report: StructuredReport, printed: Printed): Failure[] {
    const read = MochaReport.safeParse(report.data);
    if (!read.success) return [];
    const places = { ...printed, cwd: report.cwd };
    return read.data.report.failures.map((failed) => {
      const difference = failed.expected !== null && failed.actual !== null;
      // Where it prints a difference, mocha leaves out what chai says after `prefix: expected`.
      const prefix = difference ? /^([^:]+): expected/.exec(failed.message)?.[1] : undefined;
      const file = failed.file === null ? null : toRelativePath(failed.file, places).path;
      return toTestFailure(places, {
        testPath: failed.path,
        file,
        headline: prefix ?? failed.headline,
        stack: failed.stack.split('\n'),
        expectation: {
          expected: failed.expected === null ? null : dedent(failed.expected),
          actual: failed.actual === null ? null : dedent(failed.actual),
        },
      });
    });
  },
  narrow(failure) {
    if (failure.file === null) return null;
    const titles = failure.testPath?.filter((title) => !/^"(?:before|after) (?:all|each)" hook/.test(title));
    // A hook is run again by running its suite.
    const whole = titles?.length === failure.testPath?.length;
    const pattern = `^${exactPattern((titles ?? []).join(' '))}${whole ? '$' : ''}`;
    const only = titles && titles.length > 0 ? ` -g ${shellQuote(pattern)}` : '';
    return `npx mocha ${shellQuote(failure.file)}${only}`;
  },
};

function fromEpilogues(lines: readonly string[], printed: Printed): Failure[] {
  const failures: Failure[] = [];
  let blocks: string[][] | null = null;
  const close = (): void => {
    for (const block of blocks ?? []) failures.push(fromBlock(block, printed));
    blocks = null;
  };
  for (const line of lines) {
    if (EPILOGUE.test(line)) {
      close();
      blocks = [];
    } else if (blocks && NUMBERED.test(line)) blocks.push([line]);
    else blocks?.at(-1)?.push(line);
  }
  close();
  return failures;
}

/** The titles, one deeper than the other, the last with a colon; then the error, then perhaps a difference, then the stack. */
function fromBlock(block: readonly string[], printed: Printed): Failure {
  const titles = [NUMBERED.exec(block[0] ?? '')?.[1] ?? ''];
  let next = 1;
  while (new RegExp(`^ {${5 + 2 * next}}\\S`).test(block[next] ?? '') && next < MOST_TITLES) {
    titles.push((block[next] ?? '').trim());
    next += 1;
  }
  const testPath = titles.map((title, index) =>
    index === titles.length - 1 ? title.replace(/:$/, '') : title,
  );
  const body = block.slice(next);
  const difference = body.findIndex((line) => DIFFERENCE.test(line));
  const stack = body.findIndex((line) => isFrameLine(line));
  const headEnd = [difference, stack].filter((at) => at !== -1);
  const head = body.slice(0, headEnd.length === 0 ? body.length : Math.min(...headEnd));
  const frames = stack === -1 ? [] : body.slice(stack).filter((line) => isFrameLine(line));
  return toTestFailure(printed, {
    testPath,
    file: null,
    headline: head.join('\n'),
    stack: frames,
    expectation:
      difference === -1
        ? null
        : fromDifference(
            body
              .slice(difference + 2, stack === -1 ? undefined : stack)
              .map((line) => line.slice(6))
              .filter((line, index, all) => line !== '' || index < all.length - 1),
            '+',
            '-',
          ),
  });
}
const MOST_TITLES = 40;

interface Told {
  readonly testPath: string[];
  readonly file: string | null;
  readonly headline: string;
  readonly stack: readonly string[];
  /** Null where mocha printed no difference. */
  readonly expectation: Expectation | null;
}

function toTestFailure(printed: Printed, told: Told): Failure {
  const { rule, message } = parseHeadline(told.headline, printed);
  const frames = parseStack(told.stack, printed);
  // The call that mocha made stands outermost, and that is in the test's file.
  const file = told.file ?? frames.findLast((frame) => frame.own)?.file ?? null;
  const compared = told.expectation?.expected !== null && told.expectation !== null;
  return toFailure(printed, 'mocha', {
    // With a difference, a prefix alone may be left of the error's words.
    rule: rule === 'Error' && compared ? 'AssertionError' : rule,
    file,
    ...positionIn(file, frames),
    testPath: told.testPath,
    message,
    expected: told.expectation?.expected ?? null,
    actual: told.expectation?.actual ?? null,
    frames,
  });
}

/** A failure that names no file is in that of its suite, where the suite's others agree on one. */
function withFiles(failures: readonly Failure[]): Failure[] {
  const files = new Map<string, Set<string>>();
  for (const { file, testPath } of failures) {
    const suite = testPath?.[0];
    if (file === null || suite === undefined) continue;
    files.set(suite, (files.get(suite) ?? new Set()).add(file));
  }
  return failures.map((failure) => {
    const known = files.get(failure.testPath?.[0] ?? '');
    const [only] = known?.size === 1 ? known : [];
    return failure.file === null && only !== undefined ? { ...failure, file: only } : failure;
  });
}

function fromLoading(lines: readonly string[], printed: Printed): Failure[] {
  const at = lines.findIndex((line) => AT_LOAD.test(line));
  if (at === -1) return [];
  const error = parseUncaught(
    lines.slice(at).map((line) => line.replace(AT_LOAD, '')),
    printed,
  );
  if (!error) return [];
  const frame = error.frames.find((each) => each.own);
  const required = requiring(lines.slice(at), printed) ?? importer(error.message);
  const file = error.file ?? frame?.file ?? required;
  const line = error.line ?? frame?.line ?? null;
  return [
    toFailure(printed, 'mocha', {
      rule: error.rule,
      file,
      line,
      message: error.message,
      frames: error.frames,
    }),
  ];
}

/** The first of `Require stack:`: the file that asked for what is missing. */
function requiring(lines: readonly string[], printed: Printed): string | null {
  const at = lines.findIndex((line) => /^\s*Require stack:$/.test(line));
  const first = at === -1 ? null : /^\s*- (\S.*)$/.exec(lines[at + 1] ?? '');
  return first ? toRelativePath(first[1] ?? '', printed).path : null;
}

/** Node's `Cannot find module 'x' imported from y`. */
function importer(message: string): string | null {
  return /^Cannot find \w+ '[^']*' imported from ['"]?([^'"\n]+)['"]?$/.exec(message)?.[1] ?? null;
}
