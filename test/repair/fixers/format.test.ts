import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Verdict } from '../../../src/domain/outcome.ts';
import type { Patch } from '../../../src/domain/patch.ts';
import type { Workspace } from '../../../src/domain/ports.ts';
import type { Failure } from '../../../src/domain/report.ts';
import { formatFixer } from '../../../src/repair/fixers/format.ts';
import { hasTool, useCheckout } from './checkout.ts';
import { afterOf, type Files, makeFailure, makeSite } from './folder-workspace.ts';
import { type FormatScenario, formatScenarios } from './format-scenarios.ts';

const TIMEOUT = { timeoutMs: 30_000 };
const leftOut = formatScenarios.filter(({ installed }) => !hasTool(installed));

afterAll(() => {
  if (leftOut.length > 0)
    console.warn(`${leftOut.length} format scenarios left out: run npm ci in test/tools`);
});

describe('formatFixer', () => {
  it('has its tools where they are required', () => {
    if (process.env.DREAMOS_TOOLS === 'required') expect(leftOut.map(({ name }) => name)).toEqual([]);
  });

  for (const group of groupsOf(formatScenarios.filter((scenario) => !leftOut.includes(scenario)))) {
    it(`heals with ${group[0]?.installed}: ${group.map(({ name }) => name).join('; ')}`, async () => {
      const [{ tool, installed, packages, within = 1 }] = group;
      const files = sideBySide(group.map((scenario) => scenario.files));
      const healed = sideBySide(group.map((scenario) => scenario.healed));
      await useCheckout(files, { [packageOf(tool)]: installed, ...packages }, async (workspace) => {
        const failures = await failuresOf(workspace, tool);
        expect(filesOf(failures)).toEqual(Object.keys(healed).sort());
        const patch = await wanted(workspace, failures, healed, within);
        expect(await workspace.apply(patch)).toEqual({ applied: true });
        expect(await failuresOf(workspace, tool)).toEqual([]);
      });
    });
  }

  for (const { name } of leftOut) it.skip(name, () => {});

  it('handles findings of linters and formatters, not of compilers', () => {
    expect(
      ['eslint', 'biome', 'prettier', 'tsc', 'jest'].map((tool) =>
        formatFixer.handles(makeFailure({ tool, file: 'a' })),
      ),
    ).toEqual([true, true, true, false, false]);
  });

  it('says why when the tool is not there', async () => {
    await useCheckout({ 'a.js': 'x\n' }, {}, async (workspace) => {
      const failure = makeFailure({ tool: 'eslint', rule: 'semi', file: 'a.js' });
      const end = await formatFixer.propose(makeSite(workspace, [failure])).next();
      expect(end).toEqual({ done: true, value: expect.stringContaining('eslint is not installed') });
    });
  });
});

type Group = readonly [FormatScenario, ...FormatScenario[]];

/** Scenarios that can lie side by side in one repository; Biome wants one configuration at the top. */
function groupsOf(scenarios: readonly FormatScenario[]): Group[] {
  const groups = new Map<string, Group>();
  for (const [index, scenario] of scenarios.entries()) {
    const { tool, installed, packages } = scenario;
    const key = JSON.stringify([installed, packages, tool === 'biome' ? index : null]);
    groups.set(key, [...(groups.get(key) ?? []), scenario] as unknown as Group);
  }
  return [...groups.values()];
}

/** Each in a folder of its own, a single one at the top. */
function sideBySide(all: readonly Files[]): Files {
  const [only] = all;
  if (only && all.length === 1) return only;
  return Object.fromEntries(
    all.flatMap((files, index) =>
      Object.entries(files).map(([path, text]) => [`case-${index}/${path}`, text]),
    ),
  );
}

function filesOf(failures: readonly Failure[]): string[] {
  return [...new Set(failures.flatMap(({ file }) => file ?? []))].sort();
}

/** Lets the fixer propose until it offers what is wanted, within so many candidates. */
async function wanted(
  workspace: Workspace,
  failures: readonly Failure[],
  healed: Files,
  within: number,
): Promise<Patch> {
  const offers = formatFixer.propose(makeSite(workspace, failures));
  let verdicts: Verdict[] = [];
  const seen: Files[] = [];
  while (seen.length < within) {
    const next = await offers.next(verdicts);
    if (next.done) break;
    for (const patch of next.value) {
      seen.push(afterOf(patch));
      if (isDeepStrictEqual(afterOf(patch), healed)) return patch;
    }
    verdicts = next.value.map(() => ({ status: 'still-red', left: 1, why: '', ms: 1 }));
  }
  expect(seen.at(-1)).toEqual(healed);
  throw new Error(`not offered within ${within} candidates`);
}

const BINARIES = {
  eslint: 'node node_modules/eslint/bin/eslint.js -f json .',
  biome: 'node node_modules/@biomejs/biome/bin/biome check --reporter=github .',
  prettier:
    'node "$(ls node_modules/prettier/bin-prettier.js node_modules/prettier/bin/prettier.cjs 2>/dev/null)" --list-different .',
} as const;

async function failuresOf(workspace: Workspace, tool: FormatScenario['tool']): Promise<Failure[]> {
  const { output } = await workspace.run(BINARIES[tool], TIMEOUT);
  if (tool === 'eslint') return fromEslint(workspace.root, output);
  if (tool === 'biome') return fromBiome(workspace.root, output);
  return output
    .split('\n')
    .filter((line) => /^\S+\.\w+$/.test(line))
    .map((file) => makeFailure({ check: 'lint', tool, file, message: 'Code style issues found' }));
}

function fromEslint(root: string, output: string): Failure[] {
  const json = output.split('\n').find((line) => line.startsWith('['));
  const results: {
    filePath: string;
    messages: { ruleId: string; line: number; column: number; message: string }[];
  }[] = JSON.parse(json ?? '[]');
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, line, column, message }) =>
      makeFailure({
        check: 'lint',
        tool: 'eslint',
        rule: ruleId,
        file: filePath.replace(`${root}/`, ''),
        line,
        column,
        message,
      }),
    ),
  );
}

function fromBiome(root: string, output: string): Failure[] {
  return [
    ...output.matchAll(/^::error title=([^,]+),file=([^,]+),line=(\d+),[^\n]*?col=(\d+)[^\n]*?::(.*)$/gm),
  ].map(([, rule = '', file = '', line, column, message = '']) =>
    makeFailure({
      check: 'lint',
      tool: 'biome',
      rule,
      file: file.replace(`${root}/`, '').replace(/^\.\//, ''),
      line: Number(line),
      column: Number(column),
      message,
    }),
  );
}

function packageOf(tool: FormatScenario['tool']): string {
  return tool === 'biome' ? '@biomejs/biome' : tool;
}
