import * as z from 'zod';
import type { Failure } from '../../domain/report.ts';
import type { Parser, Printed, StructuredReport } from '../parser.ts';
import { pathInside, relativeText, toRelativePath } from '../relative-path.ts';
import { toLines } from '../strip-ansi.ts';
import { toFailure, toPosition, withoutRepeats } from '../to-failure.ts';

/** `src/a.ts(1,2): error TS2304: …`, or with `--pretty` `src/a.ts:1:2 - error TS2304: …`. */
const PLACED = /^(\S.*?)(?:\((\d+),(\d+)\): |:(\d+):(\d+) - )error (TS\d+): (.*)$/;
/** `error TS18003: No inputs were found …`: about the project as a whole. */
const UNPLACED = /^(?:message |)error (TS\d+): (.*)$/;

const TscReport = z.object({ report: z.object({ printed: z.string() }) });

export const tsc: Parser = {
  name: 'tsc',
  recognises: (text) => /\berror TS\d+: /.test(text),
  parseText,
  parseReport(report: StructuredReport, printed: Printed): Failure[] {
    const read = TscReport.safeParse(report.data);
    return read.success ? parseText(read.data.report.printed, { ...printed, cwd: report.cwd }) : [];
  },
  // A type error is seen in its whole project only.
  narrow: () => 'npx tsc --noEmit',
};

function parseText(text: string, printed: Printed): Failure[] {
  const failures: Failure[] = [];
  let details: string[] | null = null;
  const finish = (failure: Failure, lines: readonly string[]): Failure => ({
    ...failure,
    message: relativeText([failure.message, ...lines].join('\n').trimEnd(), printed),
  });
  for (const line of toLines(text)) {
    const found = toError(line, printed);
    const last = failures.at(-1);
    if (last && details && (found || !/^ +\S/.test(line))) {
      failures[failures.length - 1] = finish(last, details);
      details = null;
    }
    if (found) {
      failures.push(found);
      details = [];
    } else details?.push(line);
  }
  const last = failures.at(-1);
  if (last && details) failures[failures.length - 1] = finish(last, details);
  return withoutRepeats(failures);
}

function toError(line: string, printed: Printed): Failure | null {
  const placed = PLACED.exec(line);
  if (placed) {
    const [, file = '', line1, column1, line2, column2, rule = '', message = ''] = placed;
    return toFailure(printed, 'tsc', {
      rule,
      file: pathInside(file, printed) ?? toRelativePath(file, printed).path,
      line: toPosition(line1 ?? line2),
      column: toPosition(column1 ?? column2),
      message,
    });
  }
  const unplaced = UNPLACED.exec(line);
  return unplaced
    ? toFailure(printed, 'tsc', { rule: unplaced[1] ?? null, message: unplaced[2] ?? '' })
    : null;
}
