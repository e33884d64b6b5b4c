import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const run = promisify(execFile);
const top = resolve(import.meta.dirname, '..');
let planted: string;

/** A house with the same floors, where each file breaks one rule. */
const FORBIDDEN: Readonly<Record<string, { file: string; imports: string }>> = {
  'domain-is-the-ground': { file: 'src/domain/climbs.ts', imports: '../config/ok.ts' },
  'config-sees-domain': { file: 'src/config/climbs.ts', imports: '../checks/ok.ts' },
  'checks-see-domain': { file: 'src/checks/climbs.ts', imports: '../adapters/ok.ts' },
  'adapters-see-domain': { file: 'src/adapters/climbs.ts', imports: '../checks/ok.ts' },
  'repair-sees-checks-and-domain': { file: 'src/repair/climbs.ts', imports: '../adapters/ok.ts' },
  'agents-see-rooms-below': { file: 'src/agents/climbs.ts', imports: '../commands/ok.ts' },
  'commands-see-rooms-below': { file: 'src/commands/climbs.ts', imports: '../agents/ok.ts' },
  'modules-see-domain': { file: 'src/modules/climbs.ts', imports: '../repair/ok.ts' },
  'entries-translate': { file: 'src/entry/climbs.ts', imports: '../agents/ok.ts' },
  'os-is-not-imported-from-below': { file: 'src/agents/to-os.ts', imports: '../os.ts' },
  'vendor-home-simplegit': { file: 'src/agents/vendor.ts', imports: 'simple-git' },
  'vendor-home-typescript': { file: 'src/checks/vendor.ts', imports: 'typescript' },
  'vendor-home-probot': { file: 'src/agents/probot.ts', imports: 'probot' },
  'no-unresolvable': { file: 'src/agents/lost.ts', imports: './nowhere.ts' },
  'src-does-not-see-tests': { file: 'src/agents/tested.ts', imports: '../../test/ok.ts' },
};

beforeAll(async () => {
  planted = await mkdtemp(join(tmpdir(), 'dreamos-floors-'));
  for (const name of ['.dependency-cruiser.mjs', 'tsconfig.json', 'package.json'])
    await cp(join(top, name), join(planted, name));
  await symlink(join(top, 'node_modules'), join(planted, 'node_modules'));
  const rooms = [
    'domain',
    'config',
    'checks',
    'adapters',
    'repair',
    'agents',
    'commands',
    'modules',
    'entry',
  ];
  for (const file of [...rooms.map((room) => `src/${room}/ok.ts`), 'src/os.ts', 'test/ok.ts'])
    await plant(file, 'export const ok = 1;\n');
  for (const { file, imports } of Object.values(FORBIDDEN)) {
    await plant(file, `import * as other from '${imports}';\nexport const it = other;\n`);
  }
});

afterAll(() => rm(planted, { recursive: true, force: true }));

async function plant(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(planted, file)), { recursive: true });
  await writeFile(join(planted, file), text);
}

async function cruise(dir: string): Promise<{ rule: string; from: string }[]> {
  const bin = join(top, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const args = [bin, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'src'];
  const { stdout } = await run(process.execPath, args, { cwd: dir, maxBuffer: 64e6 }).catch(
    (error) => error as { stdout: string },
  );
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { rule: { name: string }; from: string }[]; totalCruised: number };
  };
  expect(summary.totalCruised).toBeGreaterThan(20);
  return summary.violations.map((violation) => ({ rule: violation.rule.name, from: violation.from }));
}

describe('floors', () => {
  it('refuses each forbidden import that is planted', async () => {
    const violations = await cruise(planted);
    for (const [rule, { file }] of Object.entries(FORBIDDEN)) {
      expect(violations).toContainEqual({ rule, from: file });
    }
    expect(violations.filter(({ from }) => from.endsWith('/ok.ts'))).toEqual([]);
  });

  it('finds nothing to refuse in the house itself', async () => {
    expect(await cruise(top)).toEqual([]);
  });
});
