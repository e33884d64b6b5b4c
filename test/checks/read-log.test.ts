import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readLog } from '../../src/checks/read-log.ts';
import type { Failure } from '../../src/domain/report.ts';

const recordings = join(import.meta.dirname, 'parsers', 'recordings');
const LOGS = [
  'tsc/6/default',
  'eslint/10/default',
  'biome/2/default',
  'jest/30/default',
  'vitest/5/default',
  'mocha/12/default',
  'node-test/24/default',
  'prettier/3/default',
];

function recording(name: string): string {
  return readFileSync(join(recordings, `${name}.txt`), 'utf8');
}

function essence({ tool, rule, file, testPath, message }: Failure): string {
  return JSON.stringify({ tool, rule, file, testPath, message });
}

const DISGUISES: Readonly<Record<string, (log: string) => string>> = {
  'GitHub Actions': (log) =>
    [
      '##[group]Run npm test',
      '##[endgroup]',
      ...log.split('\n'),
      '##[error]Process completed with exit code 1.',
    ]
      .map((line, index) => `2024-01-02T03:04:${String(index % 60).padStart(2, '0')}.6789012Z ${line}`)
      .join('\n')
      .replaceAll('/repo', '/home/runner/work/shop/shop'),
  'gh run view --log': (log) =>
    log
      .split('\n')
      .map((line) => `build\tRun npm test\t2024-01-02T03:04:05.6789012Z ${line}`)
      .join('\n')
      .replaceAll('/repo', '/home/runner/work/shop/shop'),
  GitLab: (log) =>
    `section_start:1700000000:step_script\r\u001b[0K${log
      .split('\n')
      .map((line) => `2024-01-02T03:04:05.678901Z 01O ${line}`)
      .join('\n')
      .replaceAll('/repo', '/builds/group/shop')}`,
  Jenkins: (log) =>
    log
      .split('\n')
      .map((line) => `[2024-01-02T03:04:05.678Z] ${line}`)
      .join('\r\n')
      .replaceAll('/repo', '/var/lib/jenkins/workspace/shop'),
  colours: (log) =>
    log
      .split('\n')
      .map((line) => line.replace(/(\S+)/, '\u001b[31m$1\u001b[39m'))
      .join('\n'),
  'somebody’s folder': (log) => log.replaceAll('/repo', '/Users/ann/code/shop'),
};

describe('readLog', () => {
  const pairs = LOGS.flatMap((name) => Object.keys(DISGUISES).map((disguise) => ({ name, disguise })));
  it.each(pairs)('reads $name in the dress of $disguise', ({ name, disguise }) => {
    const plain = readLog(recording(name)).map(essence);
    expect(plain.length).toBeGreaterThan(2);
    expect(readLog(DISGUISES[disguise]?.(recording(name)) ?? '').map(essence)).toEqual(plain);
  });

  it('finds the folder that the repository was in', () => {
    const log =
      'Error: boom\n    at f (D:\\a\\shop\\shop\\src\\a.js:3:4)\n    at g (D:\\a\\shop\\shop\\node_modules\\x\\i.js:1:1)';
    expect(readLog(log)).toMatchObject([
      { tool: 'text', rule: 'Error', file: 'src/a.js', line: 3, frames: [{ own: true }, { own: false }] },
    ]);
  });

  it('reads several tools in one log', () => {
    const log = [
      recording('tsc/6/default'),
      recording('mocha/12/default'),
      recording('eslint/8/default'),
    ].join('\n');
    expect(new Set(readLog(log).map((failure) => failure.tool))).toEqual(new Set(['tsc', 'eslint', 'mocha']));
  });

  it('reads problem matchers and annotations', () => {
    expect(readLog("##[error]src/a.ts(1,2): error TS2304: Cannot find name 'x'.")).toMatchObject([
      { tool: 'tsc', rule: 'TS2304', file: 'src/a.ts', line: 1, column: 2 },
    ]);
    expect(readLog("Error: src/a.ts(1,2): error TS2304: Cannot find name 'x'.")).toMatchObject([
      { tool: 'tsc' },
    ]);
    expect(readLog('::error file=src/b.py,line=7,col=3,title=E501::line too%0Along')).toMatchObject([
      { tool: 'text', file: 'src/b.py', line: 7, column: 3, message: 'line too\nlong' },
    ]);
  });

  it('takes the folder of a package from the prefix of pnpm', () => {
    const lines = [
      "packages/a typecheck: src/a.ts(1,2): error TS2304: Cannot find name 'x'.",
      'packages/a typecheck: Failed',
      'packages/b typecheck: Done',
      'packages/b typecheck: Bye',
    ];
    expect(readLog(lines.join('\n'))).toMatchObject([{ tool: 'tsc', file: 'packages/a/src/a.ts' }]);
  });

  it('is empty for a log that says nothing of a failure', () => {
    expect(
      readLog(
        'npm warn deprecated\nnpm error code 1\nnpm error A complete log of this run is in /root/.npm/x.log:1\n',
      ),
    ).toEqual([]);
  });
});
