import type { Check, Failure, Ran, Report } from '../domain/report.ts';
import type { Parser, Printed, StructuredReport } from './parser.ts';
import { parsers } from './parsers/index.ts';
import { relativeText } from './relative-path.ts';
import { splitStreams } from './split-streams.ts';
import { stripAnsi, toLines } from './strip-ansi.ts';
import { toFailure } from './to-failure.ts';

/**
 * Reads one run of a check. `roots` are the absolute folders that stand for the repository's top, longest first. A tool
 * is read from its report where it wrote one, else from what was printed; nothing is counted twice.
 */
export function readReport(
  check: Check,
  ran: Ran,
  reports: readonly StructuredReport[],
  roots: readonly string[],
): Report {
  const base = { check: check.name, command: check.run, ran };
  if (ran.exit === 0 && !ran.timedOut) return { ...base, status: 'green', failures: [] };
  const printed: Printed = { check: check.name, output: ran.output, reports, roots, cwd: check.cwd };
  const read = readFailures(printed, check.tools);
  return { ...base, status: 'red', failures: read.length > 0 ? read : [toExit(check, ran, printed)] };
}

/** What the output and the reports tell; empty when nobody understands them. `expected` are tools known to be in the command. */
export function readFailures(printed: Printed, expected: readonly string[]): Failure[] {
  const reported = new Map(parsers.map((parser) => [parser.name, fromReports(parser, printed)]));
  const known = [...reported.values()].flatMap((each) => each.failures);
  const streams = splitStreams(toPlain(printed.output)).map((stream) => ({
    text: stream.text,
    printed: { ...printed, cwd: stream.cwd ?? printed.cwd },
  }));
  const found = parsers.flatMap((parser): Failure[] => {
    const { state, cwd, failures } = reported.get(parser.name) ?? NO_REPORT;
    // Tests print all sorts of things: where reports tell what failed, only tools known to be there are believed.
    const believed = state === 'partial' || known.length === 0 || expected.includes(parser.name);
    if (state === 'read' || parser.name === LAST_RESORT || !believed) return failures;
    const told = streams
      .filter((stream) => parser.recognises(stream.text))
      .flatMap((stream) =>
        parser.parseText(stream.text, { ...stream.printed, cwd: cwd ?? stream.printed.cwd }),
      );
    return [...failures, ...told.filter((failure) => !failures.some((other) => isSame(failure, other)))];
  });
  if (found.length > 0) return found;
  const last = parsers.find((parser) => parser.name === LAST_RESORT);
  return streams.flatMap((stream) => {
    const text = withoutNoise(stream.text.split('\n')).join('\n');
    return last?.recognises(text) ? last.parseText(text, stream.printed) : [];
  });
}

const LAST_RESORT = 'text';

interface FromReports {
  /** `none`: the tool wrote nothing. `partial`: some of its processes ended without a report, or no report holds a failure. */
  readonly state: 'none' | 'partial' | 'read';
  readonly failures: Failure[];
  /** Where the tool ran, when that was one folder. */
  readonly cwd: string | null;
}
const NO_REPORT: FromReports = { state: 'none', failures: [], cwd: null };

function fromReports(parser: Parser, printed: Printed): FromReports {
  const own = printed.reports.filter((report) => report.tool === parser.name);
  if (own.length === 0) return NO_REPORT;
  const failures = own.flatMap((report) => parser.parseReport?.(report, printed) ?? []);
  const folders = new Set(own.map((report) => report.cwd));
  const [cwd = null] = folders.size === 1 ? folders : [];
  const complete = own.every((report) => hasReport(report.data)) && failures.length > 0;
  return { state: complete ? 'read' : 'partial', failures, cwd };
}

function hasReport(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'report' in data && data.report !== null;
}

function isSame(a: Failure, b: Failure): boolean {
  return (
    a.rule === b.rule &&
    a.file === b.file &&
    a.message === b.message &&
    (a.testPath ?? []).join(' ') === (b.testPath ?? []).join(' ')
  );
}

/** Escapes gone and one kind of line end, but lines as long as they were: some hold JSON. */
function toPlain(output: string): string {
  return stripAnsi(output).replace(/\r\n?/g, '\n');
}

/** What package managers and runners say about a command that failed: true of any. */
const NOISE =
  /^(?:npm (?:ERR!|error|warn|notice)\b|npm WARN|error Command failed|info Visit https|\s*ELIFECYCLE\b|.*ERR_PNPM_RECURSIVE|ERROR: "[^"]*" exited with \d|> |\$ |Node\.js v\d)/;

/** Lines without the noise of package managers and without blank ones. */
function withoutNoise(lines: readonly string[]): string[] {
  return lines.filter((line) => line.trim() !== '' && !NOISE.test(line));
}

const LAST_LINES = 5;

/** The one failure of a run that nobody could read. */
function toExit(check: Check, ran: Ran, printed: Printed): Failure {
  if (ran.timedOut) {
    const seconds = Math.round(check.timeoutMs / 1000);
    return toFailure(printed, 'exit', { rule: 'timeout', message: `timed out after ${seconds} s` });
  }
  const all = toLines(ran.output).filter((line) => line.trim() !== '');
  const telling = withoutNoise(all);
  const lines = (telling.length > 0 ? telling : all).slice(-LAST_LINES).map((line) => line.trim());
  const ending = ran.exit === null ? `ended by ${ran.signal ?? 'a signal'}` : `exit code ${ran.exit}`;
  const message = lines.length > 0 ? relativeText(lines.join('\n'), printed) : ending;
  return toFailure(printed, 'exit', { message });
}
