import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { StructuredReport } from '../../../src/checks/parser.ts';
import { parsers } from '../../../src/checks/parsers/index.ts';
import { readReport } from '../../../src/checks/read-report.ts';
import { stripAnsi } from '../../../src/checks/strip-ansi.ts';
import type { Failure } from '../../../src/domain/report.ts';
import { makeCheck, makeRan } from '../make.ts';

const folder = join(import.meta.dirname, 'recordings');
const recordings = readdirSync(folder).flatMap((tool) =>
  readdirSync(join(folder, tool)).flatMap((major) =>
    readdirSync(join(folder, tool, major))
      .filter((file) => file.endsWith('.txt'))
      .map((file) => ({ tool, major, name: file.replace('.txt', '') })),
  ),
);

function load({ tool, major, name }: (typeof recordings)[number]): {
  output: string;
  reports: StructuredReport[];
} {
  const path = join(folder, tool, major, name);
  const reports = existsSync(`${path}.json`) ? JSON.parse(readFileSync(`${path}.json`, 'utf8')) : [];
  return { output: readFileSync(`${path}.txt`, 'utf8'), reports };
}

function read(output: string, reports: readonly StructuredReport[]): Failure[] {
  return readReport(makeCheck(), makeRan({ exit: 1, output }), reports, ['/repo']).failures;
}

/** What a fingerprint is made of, and what was wanted and came. */
function essence(failure: Failure): string {
  const { tool, rule, file, testPath, message, expected, actual } = failure;
  return JSON.stringify({ tool, rule, file, testPath, message, expected, actual });
}

/** One line for people: place, rule, test, message. */
function toLine({
  tool,
  rule,
  file,
  line,
  column,
  testPath,
  message,
  expected,
  actual,
  frames,
}: Failure): string {
  const own = frames.filter((frame) => frame.own).map((frame) => `${frame.file}:${frame.line}`);
  return [
    `${tool} ${rule} ${file}:${line}:${column}`,
    ...(testPath === null ? [] : [`  test: ${testPath.join(' > ')}`]),
    ...message.split('\n').map((each) => `  | ${each}`),
    ...(expected === null && actual === null ? [] : [`  expected: ${expected}`, `  actual: ${actual}`]),
    ...(own.length === 0 ? [] : [`  frames: ${own.join(' ')}`]),
  ].join('\n');
}

describe('parsers on recordings of real runs', () => {
  it('has recordings of every tool at two majors', () => {
    const majors = Object.groupBy(recordings, (recording) => recording.tool);
    const few = parsers
      .map((parser) => parser.name)
      .filter((tool) => !['tap', 'junit', 'text', 'package-manager'].includes(tool))
      .filter((tool) => new Set(majors[tool]?.map((recording) => recording.major)).size < 2);
    expect(few).toEqual([]);
  });

  it.each(recordings)('reads $tool $major $name', (recording) => {
    const { output } = load(recording);
    expect(`\n${read(output, []).map(toLine).join('\n')}\n`).toMatchSnapshot();
  });

  it.each(recordings)('recognises $tool $major $name', (recording) => {
    const parser = parsers.find((each) => each.name === recording.tool);
    expect(parser?.recognises(stripAnsi(load(recording).output))).toBe(true);
  });

  // What is printed as JUnit is another tool's word for the same.
  const both = recordings.filter(
    (recording) => recording.tool !== 'junit' && load(recording).reports.length > 0,
  );
  it.each(both)('reads the same of $tool $major $name from its report and from its text', (recording) => {
    const { output, reports } = load(recording);
    expect(read(output, reports).map(essence).sort()).toEqual(read(output, []).map(essence).sort());
  });

  it.each(both)('believes the report of $tool $major $name without any text', (recording) => {
    const { output, reports } = load(recording);
    const complete = reports.filter((report) => (report.data as { report: unknown }).report !== null);
    const told = complete.flatMap(
      (report) =>
        parsers
          .find((parser) => parser.name === report.tool)
          ?.parseReport?.(report, {
            check: 'test',
            output: '',
            reports: complete,
            roots: ['/repo'],
            cwd: '.',
          }) ?? [],
    );
    const all = new Set(read(output, []).map(essence));
    expect(told.map(essence).filter((each) => !all.has(each))).toEqual([]);
  });
});
