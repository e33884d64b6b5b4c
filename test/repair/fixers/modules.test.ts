import { afterAll, describe, expect, it } from '@jest/globals';
import type { Failure } from '../../../src/domain/report.ts';
import { modulesFixer } from '../../../src/repair/fixers/modules.ts';
import { guard } from '../../../src/repair/guard/index.ts';
import { afterOf, exhaust, makeFailure, makeSite, makeWorkspace } from './folder-workspace.ts';
import { type ModulesScenario, modulesScenarios } from './modules-scenarios.ts';
import { nodeCheck } from './node-check.ts';
import { completed, typeCheck } from './type-check.ts';

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

/** What is red now; null when only the text can tell. */
async function redOf({ check }: ModulesScenario, workspace: Made): Promise<Failure[] | null> {
  if ('tsc' in check) return typeCheck(workspace.root);
  return 'node' in check ? nodeCheck(workspace, check.node) : null;
}

describe('modulesFixer', () => {
  it.each(modulesScenarios.map((scenario) => [scenario.name, scenario] as const))(
    'heals: %s',
    async (_, scenario) => {
      const files = 'tsc' in scenario.check ? completed(scenario) : scenario.files;
      const workspace = await open(files);
      const said = 'said' in scenario.check ? [makeFailure(scenario.check.said)] : [];
      const failures = (await redOf(scenario, workspace)) ?? said;
      expect(failures.length).toBeGreaterThan(0);
      expect(failures.filter((failure) => !modulesFixer.handles(failure))).toEqual([]);
      const renamesOf = async (paths: readonly string[]) =>
        paths.flatMap((from) => {
          const to = scenario.moved?.[from];
          return to === undefined ? [] : [{ from, to, commit: 'a'.repeat(40) }];
        });
      const { patches } = await exhaust(modulesFixer, makeSite(workspace, failures, { renamesOf }));
      for (const patch of patches.slice(0, 3)) {
        const after = afterOf(patch);
        if (!Object.entries(scenario.healed).every(([file, piece]) => after[file]?.includes(piece))) continue;
        await workspace.apply(patch);
        expect((await redOf(scenario, workspace)) ?? []).toEqual([]);
        expect(guard(patch.files, {}).findings).toEqual([]);
        return;
      }
      throw new Error(`not among the first three: ${patches.map(({ title }) => title).join(' | ')}`);
    },
  );

  it('says what to install when a package is not there and none is near', async () => {
    const workspace = await open({
      'package.json': '{ "type": "module" }\n',
      'src/a.js': "import chalk from 'chalk';\n\nchalk.red('a');\n",
    });
    const failures = await nodeCheck(workspace, 'src/a.js');
    const { patches, advice } = await exhaust(modulesFixer, makeSite(workspace, failures));
    expect(patches).toEqual([]);
    expect(advice).toBe('npm install chalk');
  });

  it('changes nothing but paths in tests', async () => {
    const test = "import { nothingOfTheKind } from '../src/math.js';\n\nnothingOfTheKind();\n";
    const workspace = await open({
      'package.json': '{ "type": "module" }\n',
      'src/math.js': 'export const sum = 1;\nexport const diff = 2;\n',
      'test/a.test.js': test,
    });
    const failures = await nodeCheck(workspace, 'test/a.test.js');
    const { patches } = await exhaust(modulesFixer, makeSite(workspace, failures));
    expect(patches.filter((patch) => 'test/a.test.js' in afterOf(patch))).toEqual([]);
  });

  it('offers nothing where the modules fit', async () => {
    const workspace = await open({
      'src/a.js': "const { b } = require('./b');\n\nmodule.exports = () => b.c.d;\n",
      'src/b.js': 'exports.b = {};\n',
    });
    const failure = makeFailure({
      file: 'src/a.js',
      message: "TypeError: Cannot read properties of undefined (reading 'd')",
    });
    const { patches, advice } = await exhaust(modulesFixer, makeSite(workspace, [failure]));
    expect({ patches, advice }).toEqual({ patches: [], advice: null });
  });

  it('leaves assertions and type errors of other kinds to others', () => {
    const failure = makeFailure({ rule: 'AssertionError', message: 'Expected 1 to be 2' });
    expect(modulesFixer.handles(failure)).toBe(false);
    expect(modulesFixer.handles(makeFailure({ rule: 'TS2322', message: "Type 'a' is not assignable" }))).toBe(
      false,
    );
  });
});
