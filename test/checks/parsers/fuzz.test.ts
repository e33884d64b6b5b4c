import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Printed } from '../../../src/checks/parser.ts';
import { parsers } from '../../../src/checks/parsers/index.ts';
import { readLog } from '../../../src/checks/read-log.ts';
import { Failure } from '../../../src/domain/report.ts';

const folder = join(import.meta.dirname, 'recordings');
const files = (readdirSync(folder, { recursive: true }) as string[]).map((file) => join(folder, file));
const texts = files.filter((file) => file.endsWith('.txt')).map((file) => readFileSync(file, 'utf8'));
const data = files
  .filter((file) => file.endsWith('.json'))
  .flatMap((file) => JSON.parse(readFileSync(file, 'utf8')) as { data: unknown }[])
  .map((report) => report.data);
const printed: Printed = { check: 'test', output: '', reports: [], roots: ['/repo'], cwd: '.' };

/** Real output, cut, with lines doubled, gone or in another order, and other text in between. */
const mutatedText = fc
  .record({
    text: fc.constantFrom(...texts),
    from: fc.double({ min: 0, max: 1, noNaN: true }),
    to: fc.double({ min: 0, max: 1, noNaN: true }),
    noise: fc.array(
      fc.oneof(
        fc.string(),
        fc.constantFrom(
          '  1) ',
          '---',
          '  ...',
          '<testsuite ',
          '    at ',
          ' FAIL  ',
          '  ● ',
          '✖ failing tests:',
        ),
      ),
      { maxLength: 5 },
    ),
    swap: fc.boolean(),
  })
  .map(({ text, from, to, noise, swap }) => {
    const cut = text.slice(
      Math.floor(Math.min(from, to) * text.length),
      Math.ceil(Math.max(from, to) * text.length),
    );
    const lines = cut.split('\n');
    const step = Math.max(1, Math.floor(lines.length / (noise.length + 1)));
    const mixed = lines.flatMap((line, index) =>
      index % step === 0 ? [line, noise[index / step] ?? ''] : [line],
    );
    return (swap ? mixed.toReversed() : mixed).join('\n');
  });

/** A real report with one value somewhere in it replaced. */
const mutatedData = fc
  .record({ value: fc.constantFrom(...data), at: fc.nat(400), by: fc.jsonValue({ maxDepth: 2 }) })
  .map(({ value, at, by }) => {
    let seen = 0;
    return JSON.parse(
      JSON.stringify(value, (_key, each) => (seen++ === at ? by : each)) ?? 'null',
    ) as unknown;
  });

function areFailures(failures: readonly Failure[]): void {
  for (const failure of failures) Failure.parse(failure);
}

describe.each(parsers)('$name', (parser) => {
  it('reads any text, real or mangled, without a throw', () => {
    fc.assert(
      fc.property(fc.oneof(mutatedText, fc.string({ unit: 'binary' })), (text) => {
        parser.recognises(text);
        areFailures(parser.parseText(text, printed));
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it('reads any report without a throw', () => {
    fc.assert(
      fc.property(fc.oneof(mutatedData, fc.jsonValue()), (value) => {
        areFailures(parser.parseReport?.({ tool: parser.name, cwd: '.', data: value }, printed) ?? []);
      }),
      { numRuns: 100, seed: 7 },
    );
  });

  const LINES = [
    'a'.repeat(20e6),
    'a:1'.repeat(6e6),
    '[Error/'.repeat(3e6),
    '<a b="'.repeat(3e6),
    ': error TS1: '.repeat(1e6),
    ' '.repeat(20e6),
  ];
  it.each(LINES.map((line) => [line.slice(0, 12), line] as const))(
    'reads 20 MB of %j in one line in time',
    (_start, line) => {
      const start = performance.now();
      parser.recognises(line);
      parser.parseText(line, printed);
      expect(performance.now() - start).toBeLessThan(2_000 * SLACK);
    },
  );

  it('reads a log of 5 MB in time', () => {
    const log = texts.join('\n');
    const long = log.repeat(Math.ceil(5e6 / log.length));
    const start = performance.now();
    parser.recognises(long);
    parser.parseText(long, printed);
    expect(performance.now() - start).toBeLessThan(2_000 * SLACK);
  });
});

/** A shared machine may be slow; what is quadratic is slower by far more. */
const SLACK = 10;

describe('readLog', () => {
  it('reads any text, real or mangled, without a throw', () => {
    fc.assert(
      fc.property(mutatedText, (text) => areFailures(readLog(text))),
      { numRuns: 100, seed: 7 },
    );
  });

  it('reads 5 MB in time', () => {
    const log = texts.join('\n');
    const start = performance.now();
    readLog(log.repeat(Math.ceil(5e6 / log.length)));
    expect(performance.now() - start).toBeLessThan(5_000 * SLACK);
  });
});
