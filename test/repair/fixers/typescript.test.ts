import { realpathSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { patchOf } from '../../../src/domain/patch.ts';
import type { Failure } from '../../../src/domain/report.ts';
import { findFixes } from '../../../src/repair/fixers/typescript/find-fixes.ts';
import { placeOf, typescriptFixer } from '../../../src/repair/fixers/typescript.ts';
import { guard } from '../../../src/repair/guard/index.ts';
import { afterOf, DEPENDENCIES, exhaust, makeFailure, makeSite, makeWorkspace } from './folder-workspace.ts';
import { completed, typeCheck } from './type-check.ts';
import { typeScenarios } from './typescript-scenarios.ts';

type Made = Awaited<ReturnType<typeof makeWorkspace>>;

const workspaces: Made[] = [];
afterAll(async () => {
  for (const workspace of workspaces) await workspace.remove();
});

async function open(files: Parameters<typeof makeWorkspace>[0]): Promise<Made> {
  const workspace = await makeWorkspace(files);
  workspaces.push(workspace);
  return workspace;
}

/** The same in this process, where TypeScript is loaded but once. */
function offersFor(workspace: Made, failures: readonly Failure[]) {
  return findFixes({
    root: realpathSync(workspace.root),
    places: failures.flatMap((failure) => placeOf(failure) ?? []),
    projects: [],
    fallback: path.join(DEPENDENCIES, 'typescript/lib/typescript.js'),
    softMs: 30_000,
    maxCandidates: 40,
    answer: '',
  }).candidates;
}

describe('findFixes', () => {
  it.each(typeScenarios.map((scenario) => [scenario.name, scenario] as const))(
    'heals at the first try: %s',
    async (_, scenario) => {
      const workspace = await open(completed(scenario));
      const failures = typeCheck(workspace.root);
      expect(failures.length).toBeGreaterThan(0);
      const [first] = offersFor(workspace, failures);
      if (!first) throw new Error('nothing was offered');
      const patch = patchOf(first.title, first.files);
      const after = afterOf(patch);
      for (const [file, piece] of Object.entries(scenario.healed)) expect(after[file]).toContain(piece);
      await workspace.apply(patch);
      expect(typeCheck(workspace.root)).toEqual([]);
      expect(guard(patch.files, {}).findings).toEqual([]);
    },
  );

  it('never silences the compiler, changes a test or a configuration', async () => {
    const files = {
      'src/a.ts':
        'export function f(x) {\n  return x;\n}\nexport class A {\n  b: string;\n}\nexport const n = "a" as number;\n',
      'test/a.test.ts': "const n: number = 'a';\nexport const m = n.toFixd();\n",
    };
    const workspace = await open(completed({ name: '', files, healed: {} }));
    const failures = typeCheck(workspace.root);
    expect(failures.map(({ rule }) => rule).sort()).toEqual([
      'TS2322',
      'TS2352',
      'TS2551',
      'TS2564',
      'TS7006',
    ]);
    const offered = failures
      .flatMap((failure) => offersFor(workspace, [failure]))
      .flatMap((one) => one.files);
    expect(offered.length).toBeGreaterThan(0);
    expect(offered.filter((file) => !file.path.startsWith('src/'))).toEqual([]);
    expect(offered.map(({ after }) => after).join('')).not.toMatch(/: any|b!:|as unknown|@ts-/);
  });
});

describe('typescriptFixer', () => {
  it('leaves an export that several files miss to the modules fixer', async () => {
    const workspace = await open({});
    const failures = ['src/a.ts', 'src/b.ts'].map((file) =>
      makeFailure({
        tool: 'tsc',
        rule: 'TS2305',
        file,
        line: 1,
        column: 10,
        message: 'has no exported member',
      }),
    );
    expect(await exhaust(typescriptFixer, makeSite(workspace, failures))).toEqual({
      patches: [],
      advice: null,
    });
  });

  it('reads the place from the text of a runner that compiles', async () => {
    const files = completed({
      name: '',
      files: { 'src/a.ts': 'const box = { width: 1 };\nexport const w = box.widht;\n' },
      healed: {},
    });
    const workspace = await open(files);
    const failure = makeFailure({
      tool: 'jest',
      file: 'test/a.test.ts',
      message:
        "Test suite failed to run\n\n  src/a.ts:2:22 - error TS2551: Property 'widht' does not exist on type '{ width: number; }'. Did you mean 'width'?",
    });
    expect(typescriptFixer.handles(failure)).toBe(true);
    const { patches } = await exhaust(typescriptFixer, makeSite(workspace, [failure]));
    expect(patches[0] && afterOf(patches[0])['src/a.ts']).toContain('box.width;');
  });

  it('uses the TypeScript of the repository, and ours where that has no language service', async () => {
    const files = completed({
      name: '',
      files: {
        'src/a.ts': 'const box = { width: 1 };\nexport const w = box.widht;\n',
        'node_modules/typescript/package.json':
          '{ "name": "typescript", "version": "7.0.2", "main": "version.cjs" }\n',
        'node_modules/typescript/version.cjs': 'exports.version = "7.0.2";\n',
      },
      healed: {},
    });
    const workspace = await open(files);
    const { patches } = await exhaust(typescriptFixer, makeSite(workspace, typeCheck(workspace.root)));
    expect(patches.map(({ title }) => title)[0]).toBe("change spelling to 'width' in src/a.ts");
  });

  it('follows links to the repository', async () => {
    const workspace = await open(
      completed({
        name: '',
        files: {
          'src/a.ts': "import { b } from './b.js';\nexport const w = b.widht;\n",
          'src/b.ts': 'export const b = { width: 1 };\n',
        },
        healed: {},
      }),
    );
    const failures = typeCheck(workspace.root);
    const link = path.join(workspace.scratch, 'link');
    await symlink(workspace.root, link);
    await mkdir(path.join(workspace.root, 'node_modules'), { recursive: true });
    await symlink(
      path.join(DEPENDENCIES, 'typescript'),
      path.join(workspace.root, 'node_modules/typescript'),
    );
    const { patches } = await exhaust(typescriptFixer, makeSite({ ...workspace, root: link }, failures));
    expect(patches[0] && afterOf(patches[0])).toEqual({
      'src/a.ts': "import { b } from './b.js';\nexport const w = b.width;\n",
    });
  });

  it('says so when the deadline has passed', async () => {
    const workspace = await open(
      completed({ name: '', files: { 'src/a.ts': 'export const a: number = "";\n' }, healed: {} }),
    );
    const { patches, advice } = await exhaust(
      typescriptFixer,
      makeSite(workspace, typeCheck(workspace.root), { left: () => 1 }),
    );
    expect(patches).toEqual([]);
    expect(advice).toMatch(/no answer within/);
  });
});
