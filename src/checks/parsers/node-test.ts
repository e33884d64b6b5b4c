import { inspect } from 'node:util';
import * as z from 'zod';
import type { Failure } from '../../domain/report.ts';
import { parseHeadline, parseUncaught } from '../parse-error.ts';
import { type NodeTestFailure, parseNodeSpec } from '../parse-node-spec.ts';
import { parseStack } from '../parse-stack.ts';
import { detailText, parseTap, type TapFailure } from '../parse-tap.ts';
import type { Parser, Printed, StructuredReport } from '../parser.ts';
import { toRelativePath } from '../relative-path.ts';
import { exactPattern, shellQuote } from '../shell-quote.ts';
import { toLines } from '../strip-ansi.ts';
import { toFailure, toPosition } from '../to-failure.ts';

const NodeTestReport = z.object({
  report: z.object({
    failures: z.array(
      z.object({
        path: z.array(z.string()),
        file: z.string().nullable().catch(null),
        line: z.number().nullable().catch(null),
        column: z.number().nullable().catch(null),
        name: z.string().nullable().catch(null),
        code: z.string().nullable().catch(null),
        message: z.string(),
        stack: z.string().catch(''),
        expected: z.string().nullable().catch(null),
        actual: z.string().nullable().catch(null),
      }),
    ),
    stderr: z.record(z.string(), z.string()).catch({}),
  }),
});
type Reported = z.infer<typeof NodeTestReport>['report']['failures'][number];

export const nodeTest: Parser = {
  name: 'node-test',
  recognises: (text) =>
    /^✖ failing tests:$/m.test(text) || (/^ *not ok\b/m.test(text) && /^ *duration_ms: /m.test(text)),
  parseText(text, printed) {
    const lines = toLines(text);
    const told = [...parseTap(lines).map(fromTap), ...parseNodeSpec(lines)];
    return toFailures(told, printed);
  },
  parseReport(report: StructuredReport, printed: Printed): Failure[] {
    const read = NodeTestReport.safeParse(report.data);
    if (!read.success) return [];
    const { failures, stderr } = read.data.report;
    return toFailures(
      failures.map((failed) => fromReported(failed, stderr)),
      { ...printed, cwd: report.cwd },
    );
  },
  narrow(failure) {
    if (failure.file === null) return null;
    // Before Node 22 the pattern is matched against a test's own title, later against all titles joined.
    const title = failure.testPath?.at(-1);
    const only = title === undefined ? '' : ` --test-name-pattern=${shellQuote(`${exactPattern(title)}$`)}`;
    return `node --test${only} ${shellQuote(failure.file)}`;
  },
};

function fromReported(failed: Reported, stderr: Readonly<Record<string, string>>): NodeTestFailure {
  const name = failed.name ?? 'Error';
  const code = failed.code === null || failed.code === 'ERR_TEST_FAILURE' ? '' : ` [${failed.code}]`;
  const at = failed.message === '' ? -1 : failed.stack.indexOf(failed.message);
  const stack = at === -1 ? failed.stack : failed.stack.slice(at + failed.message.length);
  return {
    path: failed.path,
    location: failed.file === null ? null : `${failed.file}:${failed.line ?? 0}:${failed.column ?? 0}`,
    headline: `${name}${code}: ${failed.message}`,
    stack: stack.split('\n'),
    expected: failed.expected,
    actual: failed.actual,
    stderr: (stderr[failed.file ?? ''] ?? '').split('\n'),
  };
}

function fromTap(failed: TapFailure): NodeTestFailure {
  const detail = (key: string): string | null => detailText(failed, key);
  const code = detail('code');
  const shown = code === null || code === 'ERR_TEST_FAILURE' ? '' : ` [${code}]`;
  return {
    path: failed.path,
    location: detail('location'),
    headline: `${detail('name') ?? 'Error'}${shown}: ${detail('error') ?? ''}`,
    stack: failed.stack,
    expected: plainValue(failed, 'expected'),
    actual: plainValue(failed, 'actual'),
    stderr: failed.comments,
  };
}

/** A value as the other reporters print it; null for an object, which the message tells. */
function plainValue(failed: TapFailure, key: 'expected' | 'actual'): string | null {
  const detail = failed.details.get(key);
  if (!detail || detail.kind === 'nested' || /^\/|^\[|^\{/.test(detail.text)) return null;
  return detail.kind === 'literal' ? inspect(detail.text, { breakLength: Infinity }) : detail.text;
}

/** A suite that failed only because of its tests, and a test that its suite took along, say nothing new. */
const ECHO = /^(?:\d+ subtests? failed|test did not finish before its parent and was cancelled)$/;
/** The file's process failed: why, it wrote to standard error. */
const FILE_FAILED = /^test failed$/;

function toFailures(told: readonly NodeTestFailure[], printed: Printed): Failure[] {
  const failures = told.map((failed) => toTestFailure(failed, printed));
  const news = failures.filter((failure) => !ECHO.test(failure.message));
  return news.length > 0 ? news : failures;
}

function toTestFailure(failed: NodeTestFailure, printed: Printed): Failure {
  const { rule, message } = parseHeadline(failed.headline, printed);
  const place = /^(.*):(\d+):(\d+)$/.exec(failed.location ?? '');
  const title = failed.path.at(-1) ?? '';
  const file = place ? toRelativePath(place[1] ?? '', printed).path : null;
  if (FILE_FAILED.test(message) && failed.path.length === 1) {
    return toFileFailure(file ?? toRelativePath(title, printed).path, message, failed.stderr, printed);
  }
  const frames = parseStack(failed.stack, printed);
  const frame = frames.find((each) => each.own && each.file === file);
  return toFailure(printed, 'node-test', {
    rule,
    file,
    line: frame?.line ?? toPosition(place?.[2]),
    column: frame?.column ?? toPosition(place?.[3]),
    testPath: [...failed.path],
    message,
    expected: failed.expected,
    actual: failed.actual,
    frames,
  });
}

function toFileFailure(file: string, message: string, stderr: readonly string[], printed: Printed): Failure {
  const error = parseUncaught(stderr, printed);
  if (!error) return toFailure(printed, 'node-test', { rule: 'Error', file, message });
  const own = error.file === file ? error.line : null;
  const frame = error.frames.find((each) => each.own && each.file === file);
  return toFailure(printed, 'node-test', {
    rule: error.rule,
    file,
    line: own ?? frame?.line ?? null,
    column: frame?.column ?? null,
    message: error.message,
    frames: error.frames,
  });
}
