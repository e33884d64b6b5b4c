import * as z from 'zod';
import type { Failure } from '../../domain/report.ts';
import type { Parser, Printed, StructuredReport } from '../parser.ts';
import { toRelativePath } from '../relative-path.ts';
import { shellQuote } from '../shell-quote.ts';
import { toLines } from '../strip-ansi.ts';
import { toFailure, toPosition, withoutRepeats } from '../to-failure.ts';

const UNTIDY = /^\[warn\] (\S.*)$/;
const BROKEN = /^\[error\] (\S.*?): (\w*Error): (.*?)(?: \((\d+):(\d+)\))?$/;

const PrettierReport = z.object({
  args: z.array(z.string()).catch([]),
  report: z.object({ printed: z.string() }),
});

export const prettier: Parser = {
  name: 'prettier',
  recognises: (text) =>
    /^(?:Checking formatting\.\.\.|\[warn\] Code style issues|\[error\] \S.*: \w*Error: )/m.test(text),
  parseText: (text, printed) => parseLines(toLines(text), printed),
  parseReport(report: StructuredReport, printed: Printed): Failure[] {
    const read = PrettierReport.safeParse(report.data);
    if (!read.success) return [];
    const lines = toLines(read.data.report.printed);
    const listed = read.data.args.some((arg) => arg === '-l' || arg === '--list-different');
    // `--list-different` prints bare paths, which only this tool's own output can be believed to be.
    const marked = listed ? lines.map((line) => (/^[^[\s]/.test(line) ? `[warn] ${line}` : line)) : lines;
    return parseLines(marked, { ...printed, cwd: report.cwd });
  },
  narrow: (failure) => (failure.file === null ? null : `npx prettier --check ${shellQuote(failure.file)}`),
};

function parseLines(lines: readonly string[], printed: Printed): Failure[] {
  const failures = lines.flatMap((line) => {
    const broken = BROKEN.exec(line);
    if (broken) {
      const [, file = '', rule = null, message = '', at, column] = broken;
      const { path } = toRelativePath(file, printed);
      const place = { line: toPosition(at), column: toPosition(column) };
      return [toFailure(printed, 'prettier', { rule, file: path, ...place, message })];
    }
    const untidy = UNTIDY.exec(line);
    const file = untidy?.[1] ?? '';
    if (!untidy || !/^[^:]*[^:. ]\.\w+$/.test(file)) return [];
    const message = 'Code style differs from what prettier would print.';
    return [
      toFailure(printed, 'prettier', { rule: 'format', file: toRelativePath(file, printed).path, message }),
    ];
  });
  return withoutRepeats(failures);
}
