import * as z from 'zod';
import type { Failure } from '../../domain/report.ts';
import type { Parser, Printed, StructuredReport } from '../parser.ts';
import { toRelativePath } from '../relative-path.ts';
import { shellQuote } from '../shell-quote.ts';
import { toLines } from '../strip-ansi.ts';
import { toFailure, toPosition, withoutRepeats } from '../to-failure.ts';
import { type LintFinding, toRedFindings } from './lint-severity.ts';

/** `  1:7   error    'x' is not defined   no-undef`: the rule stands after two blanks or more, where there is one. */
const STYLISH = /^ +(\d+):(\d+) +(error|warning) +(\S.*)$/;
const UNIX = /^(\S.*?):(\d+):(\d+): (.*) \[(Error|Warning)(?:\/([^\]]+))?\]$/;
const COMPACT = /^(\S.*?): line (\d+), col (\d+), (Error|Warning) - (.*)$/;
const SUMMARY = /^(?:✖ |x )?\d+ problems?(?: \(|$)/;
const WARNINGS_COUNT = /--max-warnings\b|ESLint found too many warnings/;

const Result = z.object({
  filePath: z.string(),
  messages: z.array(
    z.object({
      ruleId: z.string().nullish(),
      severity: z.number().catch(2),
      message: z.string(),
      line: z.number().nullish().catch(null),
      column: z.number().nullish().catch(null),
    }),
  ),
});
const EslintReport = z.object({
  args: z.array(z.string()).catch([]),
  report: z.object({ tooManyWarnings: z.boolean().catch(false), results: z.array(Result) }),
});

export const eslint: Parser = {
  name: 'eslint',
  recognises: (text) =>
    /^ {1,60}\d+:\d+ {1,60}(?:error|warning) +\S/m.test(text) ||
    /: line \d+, col \d+, (?:Error|Warning) - /.test(text) ||
    /\[(?:Error|Warning)(?:\/[^\]\n]{1,100})?\]$/m.test(text) ||
    text.includes('"ruleId":'),
  parseText(text, printed) {
    const lines = toLines(text);
    const counted = WARNINGS_COUNT.test(text);
    const failures = runsOf(lines).flatMap((run) => toRedFindings(toFindings(run, printed), counted));
    return withoutRepeats([...failures, ...readJson(text, printed, counted)]);
  },
  parseReport(report: StructuredReport, printed: Printed): Failure[] {
    const read = EslintReport.safeParse(report.data);
    if (!read.success) return [];
    const { results, tooManyWarnings } = read.data.report;
    const counted = tooManyWarnings || read.data.args.some((arg) => arg.startsWith('--max-warnings'));
    const findings = results.flatMap((result) => fromResult(result, printed));
    return withoutRepeats(toRedFindings(findings, counted));
  },
  narrow: (failure) => (failure.file === null ? null : `npx eslint ${shellQuote(failure.file)}`),
};

/** Lines of one eslint each: a summary ends a run. */
function runsOf(lines: readonly string[]): string[][] {
  const runs: string[][] = [[]];
  for (const line of lines) {
    runs.at(-1)?.push(line);
    if (SUMMARY.test(line)) runs.push([]);
  }
  return runs;
}

function toFindings(lines: readonly string[], printed: Printed): LintFinding[] {
  let file: string | null = null;
  const findings: LintFinding[] = [];
  for (const line of lines) {
    const stylish = STYLISH.exec(line);
    if (stylish && file !== null) {
      const [, at, column, severity, rest = ''] = stylish;
      // Rules stand in a column of their own, two blanks away; a message may hold two blanks too.
      const split = /^(.*\S) {2,}([@\w][\w/@.-]*)$/.exec(rest);
      const [message, rule] = split ? [split[1] ?? '', split[2] ?? null] : [rest, null];
      findings.push(toFinding(printed, { file, at, column, severity: severity ?? '', rule, message }));
    } else {
      const other = toUnixFinding(line, printed) ?? toCompactFinding(line, printed);
      if (other) findings.push(other);
      else if (/^\S/.test(line)) file = line.trimEnd();
    }
  }
  return findings;
}

function toUnixFinding(line: string, printed: Printed): LintFinding | null {
  const found = UNIX.exec(line);
  if (!found) return null;
  const [, file = '', at, column, message = '', severity = '', rule = null] = found;
  return toFinding(printed, { file, at, column, severity, rule, message });
}

function toCompactFinding(line: string, printed: Printed): LintFinding | null {
  const found = COMPACT.exec(line);
  if (!found) return null;
  const [, file = '', at, column, severity = '', rest = ''] = found;
  const split = / \(([@\w][\w/@.-]*)\)$/.exec(rest);
  const message = split ? rest.slice(0, split.index) : rest;
  return toFinding(printed, { file, at, column, severity, rule: split?.[1] ?? null, message });
}

function fromResult(result: z.infer<typeof Result>, printed: Printed): LintFinding[] {
  return result.messages.map((message) =>
    toFinding(printed, {
      file: result.filePath,
      at: message.line,
      column: message.column,
      severity: message.severity === 1 ? 'warning' : 'error',
      rule: message.ruleId ?? null,
      message: message.message,
    }),
  );
}

interface RawFinding {
  readonly file: string;
  readonly at: string | number | null | undefined;
  readonly column: string | number | null | undefined;
  readonly severity: string;
  readonly rule: string | null;
  readonly message: string;
}

function toFinding(printed: Printed, raw: RawFinding): LintFinding {
  const failure = toFailure(printed, 'eslint', {
    rule: raw.rule,
    file: toRelativePath(raw.file, printed).path,
    line: toPosition(raw.at),
    column: toPosition(raw.column),
    // The stylish formatter drops the full stop and puts all on one line; so that all formats read alike, here too.
    message: raw.message
      .replace(/\s*\n\s*/g, ' ')
      .replace(/([^ ])\.$/, '$1')
      .trim(),
  });
  return { severity: raw.severity.toLowerCase() === 'warning' ? 'warning' : 'error', failure };
}

/** The output of `-f json`, wherever it stands among other output. */
function readJson(text: string, printed: Printed, counted: boolean): Failure[] {
  if (!text.includes('"ruleId":')) return [];
  const failures: Failure[] = [];
  for (const line of text.split('\n')) {
    if (!line.startsWith('[{"filePath":')) continue;
    const results = z.array(Result).safeParse(parseJson(line));
    if (!results.success) continue;
    const findings = results.data.flatMap((result) => fromResult(result, printed));
    failures.push(...toRedFindings(findings, counted));
  }
  return failures;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
