import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { narrow } from '../../src/checks/narrow.ts';
import type { StructuredReport } from '../../src/checks/parser.ts';
import { readReport } from '../../src/checks/read-report.ts';
import { readReports, reportEnv } from '../../src/checks/report-env.ts';
import type { Failure } from '../../src/domain/report.ts';
import { toolCases } from '../tools/cases.ts';
import { placeProject, toolsFolder } from '../tools/place.ts';
import { type RunResult, runIn } from '../tools/run-in.ts';
import { makeCheck, makeRan } from './make.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'dreamos-report-env-')));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const recordings = join(import.meta.dirname, 'parsers', 'recordings');
let runs = 0;

interface Hooked extends RunResult {
  readonly reports: StructuredReport[];
  readonly failures: readonly Failure[];
}

async function runHooked(folder: string, command: string): Promise<Hooked> {
  runs += 1;
  const reportDir = join(scratch, `reports ${runs}`);
  const ran = runIn(folder, command, reportEnv(reportDir));
  const reports = await readReports(reportDir, [folder]);
  const read = readReport(makeCheck(), makeRan(ran), reports, [folder]);
  return { ...ran, reports, failures: read.failures };
}

/** A fresh folder with one script: no tool in it, so the hook has nothing to do. */
async function plainFolder(script: string): Promise<string> {
  const folder = join(scratch, `plain ${runs}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'script.js'), script);
  return folder;
}

function essence({ tool, rule, file, testPath, message }: Failure): string {
  return JSON.stringify({ tool, rule, file, testPath, message });
}

function hasReport(report: StructuredReport): boolean {
  return (report.data as { report: unknown }).report !== null;
}

describe('reportEnv', () => {
  it('is inert in a process that is no tool', async () => {
    const folder = await plainFolder(
      'console.log(process.argv.slice(2).join(), process.env.X); process.exit(3)',
    );
    const ran = await runHooked(folder, 'X=y node script.js a b');
    expect(ran).toMatchObject({ exit: 3, output: 'a,b y\n', reports: [] });
  });

  it('puts a node first on PATH that adds the hook again where a script sets NODE_OPTIONS', async () => {
    const folder = await plainFolder('console.log(process.env.NODE_OPTIONS.includes("hook.cjs"))');
    const ran = await runHooked(folder, 'NODE_OPTIONS=--no-warnings node script.js');
    expect(ran.output).toBe('true\n');
  });

  it('leaves a process alone whose report folder is gone', async () => {
    const folder = await plainFolder('console.log("fine")');
    const env = {
      ...reportEnv(join(scratch, 'gone')).env,
      DREAMOS_REPORT_DIR: join(scratch, 'not', 'there'),
    };
    expect(runIn(folder, 'node script.js && node --test script.js', { env }).exit).toBe(0);
  });
});

describe('readReports', () => {
  it('skips what is no JSON, does not fit or is too big, and counts it as not written', async () => {
    const folder = join(scratch, 'bad');
    reportEnv(folder);
    const meta = JSON.stringify({ tool: 'jest', version: '30', cwd: '/repo/packages/a', args: [] });
    writeFileSync(join(folder, '1.meta.json'), '{"tool":');
    writeFileSync(join(folder, '2.meta.json'), '{"tool":1}');
    writeFileSync(join(folder, '3.meta.json'), meta);
    writeFileSync(join(folder, '3.json'), 'no json');
    writeFileSync(join(folder, '4.meta.json'), meta);
    writeFileSync(join(folder, '4.json'), `"${'x'.repeat(33 * 1024 * 1024)}"`);
    const unread = { tool: 'jest', cwd: 'packages/a', data: { args: [], report: null } };
    expect(await readReports(folder, ['/repo'])).toEqual([unread, unread]);
  });

  it('is empty where there is no folder', async () => {
    expect(await readReports(join(scratch, 'nowhere'), [])).toEqual([]);
  });
});

const installed = existsSync(toolsFolder);
const required = process.env.DREAMOS_TOOLS === 'required';
const defaults = toolCases.filter((each) => each.name === 'default' && !['tap', 'junit'].includes(each.tool));
const wrapped: readonly (readonly [string, string])[] = [
  ['npm run', 'npm run --silent unit'],
  ['npm-run-all', 'npm run --silent all'],
  ['cross-env that sets NODE_OPTIONS', 'npm run --silent crossed'],
  ['a script that sets NODE_OPTIONS', 'npm run --silent options'],
  ['&&', 'npm run --silent chained'],
  ['npx', 'npx mocha test/chai.test.mjs'],
  ['node with the path of the tool', 'node ./node_modules/mocha/bin/mocha.js test/chai.test.mjs'],
];
if (!installed && !required) {
  process.stderr.write(
    `skipped ${defaults.length + wrapped.length + 11} tests of real tools: run npm ci --prefix test/tools\n`,
  );
}

(installed || required ? describe : describe.skip)('real tools, hooked', () => {
  it.each(defaults)('reads $tool $major as it was recorded', async (each) => {
    const folder = join(scratch, `${each.tool}-${each.major}`);
    await placeProject(each.project, folder, each.packages);
    const ran = await runHooked(folder, each.command);
    const recorded = readFileSync(join(recordings, each.tool, each.major, 'default.txt'), 'utf8');
    const expected = readReport(makeCheck(), makeRan({ exit: 1, output: recorded }), [], ['/repo']).failures;
    expect(ran.failures.map(essence).sort()).toEqual(expected.map(essence).sort());
    expect(ran.exit).not.toBe(0);
    // These two have no machine format beside their text.
    const bare = (each.tool === 'biome' && each.major === '1') || (each.tool === 'tsc' && each.major === '7');
    // The hook leaves this one alone: it prints all that it has to say.
    const told = each.tool === 'oxfmt' ? [] : [[each.tool, !bare]];
    expect(ran.reports.map((report) => [report.tool, hasReport(report)])).toEqual(told);
  });

  it.each(wrapped)('reports through %s', async (_name, command) => {
    const folder = join(scratch, 'wrapped');
    await placeProject('mocha', folder, {
      mocha: 'mocha',
      chai: 'chai',
      'npm-run-all': 'npm-run-all',
      'cross-env': 'cross-env',
    });
    const unit = 'mocha test/chai.test.mjs';
    const scripts = {
      unit,
      fine: 'node -e 0',
      all: 'npm-run-all fine unit',
      crossed: `cross-env NODE_OPTIONS=--no-warnings ${unit}`,
      options: `NODE_OPTIONS=--no-warnings ${unit}`,
      chained: `node -e 0 && ${unit}`,
    };
    await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'shop', scripts }));
    const ran = await runHooked(folder, command);
    expect(ran.reports.map((report) => [report.tool, hasReport(report)])).toEqual([['mocha', true]]);
    expect(ran.failures.map((failure) => failure.testPath)).toEqual([
      ['chai', 'compares'],
      ['chai', 'compares deeply'],
      ['chai', 'looks into text'],
    ]);
  });

  it.each([
    ['jest', '30', 'sums prices (all of them)'],
    ['vitest', '5', 'sums prices (all of them)'],
    ['mocha', '12', 'sums prices (all of them)'],
    ['mocha', '12', '"before each" hook: connect for "needs the database"'],
    ['node-test', '24', 'sums prices (all of them)'],
    ['eslint', '10', null],
    ['biome', '2', null],
    ['prettier', '3', null],
  ])('narrows %s %s down to %s', async (tool, major, title) => {
    const each = defaults.find((other) => other.tool === tool && other.major === major);
    const folder = join(scratch, `narrow-${tool}`);
    if (!each) throw new Error('no such case');
    await placeProject(each.project, folder, each.packages);
    const output = readFileSync(join(recordings, tool, major, 'default.txt'), 'utf8');
    const all = readReport(makeCheck(), makeRan({ exit: 1, output }), [], ['/repo']).failures;
    const one = all.find((failure) => title === null || failure.testPath?.at(-1) === title);
    const command = one ? narrow(one) : null;
    const ran = await runHooked(folder, command ?? 'exit 0');
    const wanted =
      title === null
        ? all.filter((failure) => failure.file === one?.file)
        : all.filter((failure) => failure === one);
    expect(ran.failures.map(essence)).toEqual(wanted.map(essence));
  });

  it('reads both of two tools that fail in one command', async () => {
    const folder = join(scratch, 'two');
    await placeProject('mocha', folder, { mocha: 'mocha', chai: 'chai', eslint: 'eslint' });
    const config = "module.exports = [{ rules: { 'no-undef': 'error' } }];";
    await writeFile(join(folder, 'eslint.config.js'), config);
    const ran = await runHooked(folder, 'eslint src test/chai.test.mjs; mocha test/chai.test.mjs');
    expect(new Set(ran.failures.map((failure) => failure.tool))).toEqual(new Set(['eslint', 'mocha']));
  });

  it('hooks a tool, but not what the tool starts', async () => {
    const folder = join(scratch, 'nested');
    await placeProject('mocha', folder, { mocha: 'mocha', chai: 'chai' });
    const inner = "require('child_process').spawnSync('mocha', ['test/chai.test.mjs'])";
    await writeFile(
      join(folder, 'outer.js'),
      `it('starts another', () => { if (${inner}.status !== 3) throw new Error('no'); });`,
    );
    const ran = await runHooked(folder, 'mocha outer.js');
    expect(ran).toMatchObject({ exit: 0, failures: [] });
    expect(ran.reports).toHaveLength(1);
  });

  it('leaves the exit code and the text of a green run', async () => {
    const folder = join(scratch, 'green');
    await placeProject('node-test', folder, {});
    const command = 'node --test --test-reporter=tap test/fine.test.js';
    const ran = await runHooked(folder, command);
    expect(ran.exit).toBe(0);
    const withoutTimes = (text: string): string => text.replace(/duration_ms:? [\d.]+/g, '');
    expect(withoutTimes(ran.output)).toBe(withoutTimes(runIn(folder, command).output));
  });
});
