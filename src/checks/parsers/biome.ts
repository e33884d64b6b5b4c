import * as z from 'zod';
import type { Failure } from '../../domain/report.ts';
import type { Parser, Printed, StructuredReport } from '../parser.ts';
import { relativeText, toRelativePath } from '../relative-path.ts';
import { shellQuote } from '../shell-quote.ts';
import { toLines } from '../strip-ansi.ts';
import { toFailure, toPosition, withoutRepeats } from '../to-failure.ts';
import { type LintFinding, toRedFindings } from './lint-severity.ts';

/** `src/a.ts:1:2 lint/suspicious/noDebugger  FIXABLE  ━━━━`: file, place, rule. */
const HEADER = /^(\S.*?)(?::(\d+):(\d+))? ([a-z][\w/-]*)(?: +[A-Z]{3,}[A-Z ]*)* +━{4,}$/i;
const HEADLINE = /^ {2}([×✖!⚠]) +(\S.*)$/;
const CONCISE = /^([×✖!⚠]) (\S.*?)(?::(\d+):(\d+))?: ([a-z][\w/-]*): (.*)$/i;
const GITHUB =
  /^::(error|warning) title=([\w/-]+),file=([^,]*),line=(\d+),endLine=\d+,col=(\d+),endColumn=\d+::(.*)$/;
const SYMBOL_OF_ERROR = /[×✖]/;

const BiomeReport = z.object({
  args: z.array(z.string()).catch([]),
  report: z.object({
    diagnostics: z.array(
      z.object({
        severity: z.string(),
        message: z.string(),
        category: z.string().nullish(),
        location: z.object({
          path: z.string().nullish(),
          start: z.object({ line: z.number(), column: z.number() }).nullish(),
        }),
      }),
    ),
  }),
});

export const biome: Parser = {
  name: 'biome',
  recognises: (text) =>
    /━{4}/.test(text) || /^[×✖!⚠] .*: lint\//m.test(text) || /^::\w+ title=lint\//m.test(text),
  parseText(text, printed) {
    const counted = text.includes('--error-on-warnings');
    return withoutRepeats(toRedFindings(toFindings(toLines(text), printed), counted));
  },
  parseReport(report: StructuredReport, printed: Printed): Failure[] {
    const read = BiomeReport.safeParse(report.data);
    if (!read.success) return [];
    const places = { ...printed, cwd: report.cwd };
    const findings = read.data.report.diagnostics.flatMap((found) =>
      toFinding(places, {
        severity:
          found.severity === 'warning'
            ? 'warning'
            : found.severity === 'error' || found.severity === 'fatal'
              ? 'error'
              : null,
        rule: found.category ?? null,
        file: found.location.path ?? '',
        line: found.location.start?.line,
        column: found.location.start?.column,
        message: found.message,
      }),
    );
    return withoutRepeats(toRedFindings(findings, read.data.args.includes('--error-on-warnings')));
  },
  narrow: (failure) => (failure.file === null ? null : `npx biome check ${shellQuote(failure.file)}`),
};

function toFindings(lines: readonly string[], printed: Printed): LintFinding[] {
  return lines.flatMap((line, index) => {
    const header = HEADER.exec(line);
    if (header) {
      const headline = headlineBelow(lines, index);
      const [, file = '', at, column, rule = null] = header;
      return toFinding(printed, { ...headline, rule, file, line: at, column });
    }
    const concise = CONCISE.exec(line);
    if (concise) {
      const [, symbol = '', file = '', at, column, rule = null, message = ''] = concise;
      return toFinding(printed, { severity: severityOf(symbol), rule, file, line: at, column, message });
    }
    const github = GITHUB.exec(line);
    if (!github) return [];
    const [, severity, rule = null, file = '', at, column, message = ''] = github;
    const known = severity === 'error' ? ('error' as const) : ('warning' as const);
    return toFinding(printed, { severity: known, rule, file, line: at, column, message });
  });
}

/** The message stands below the header, after a blank line; information alone (`i`) makes nothing red. */
function headlineBelow(
  lines: readonly string[],
  header: number,
): { severity: LintFinding['severity'] | null; message: string } {
  const at = lines[header + 1]?.trim() === '' ? header + 2 : header + 1;
  const first = HEADLINE.exec(lines[at] ?? '');
  if (!first) return { severity: null, message: '' };
  // A long message goes on below, as deep as it began.
  const more: string[] = [];
  for (
    let next = at + 1;
    /^ {4}\S/.test(lines[next] ?? '') && !/^\s*>?\s*\d+ /.test(lines[next] ?? '');
    next += 1
  ) {
    more.push((lines[next] ?? '').trim());
  }
  return { severity: severityOf(first[1] ?? ''), message: [first[2] ?? '', ...more].join('\n') };
}

function severityOf(symbol: string): LintFinding['severity'] {
  return SYMBOL_OF_ERROR.test(symbol) ? 'error' : 'warning';
}

interface RawFinding {
  readonly severity: LintFinding['severity'] | null;
  readonly rule: string | null;
  readonly file: string;
  readonly line: string | number | null | undefined;
  readonly column: string | number | null | undefined;
  readonly message: string;
}

function toFinding(printed: Printed, raw: RawFinding): LintFinding[] {
  if (raw.severity === null || raw.file === '' || raw.message === '') return [];
  const { path } = toRelativePath(raw.file, printed);
  const failure = toFailure(printed, 'biome', {
    rule: raw.rule,
    file: path,
    // A formatter's finding is about the whole file; one format says 0, another the place of the first difference.
    ...(raw.rule === 'format' ? {} : { line: toPosition(raw.line), column: toPosition(raw.column) }),
    message: relativeText(raw.message, printed).trim(),
  });
  return [{ severity: raw.severity, failure }];
}
