import { afterAll, describe, expect, it } from '@jest/globals';
import type { Verdict } from '../../../src/domain/outcome.ts';
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

  for (const scenario of formatScenarios) {
    const test = leftOut.includes(scenario) ? it.skip : it;
    test(scenario.name, async () => {
      const { tool, installed, packages = {} } = scenario;
      const healed = await useCheckout(
        scenario.files,
        { [packageOf(tool)]: installed, ...packages },
        (workspace) => heal(workspace, scenario),
      );
      expect(healed.files).toEqual(scenario.healed);
      expect(healed.candidate).toBeLessThanOrEqual(scenario.within ?? 1);
    });
  }

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

/** Runs the tool, lets the fixer propose until the tool is green, and tells what the files became. */
async function heal(
  workspace: Workspace,
  { tool }: FormatScenario,
): Promise<{ files: Files; candidate: number }> {
  const failures = await failuresOf(workspace, tool);
  expect(failures.length).toBeGreaterThan(0);
  const offers = formatFixer.propose(makeSite(workspace, failures));
  let candidate = 0;
  let verdicts: Verdict[] = [];
  for (;;) {
    const next = await offers.next(verdicts);
    if (next.done) throw new Error(`not healed by ${candidate} candidates: ${next.value}`);
    verdicts = [];
    for (const patch of next.value) {
      candidate += 1;
      expect(await workspace.apply(patch)).toEqual({ applied: true });
      const left = await failuresOf(workspace, tool);
      if (left.length === 0) return { files: afterOf(patch), candidate };
      await workspace.reset();
      verdicts.push({ status: 'still-red', left: left.length, why: left[0]?.message ?? '', ms: 1 });
    }
  }
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
