import { describe, expect, it } from '@jest/globals';
import { createTwoFilesPatch } from 'diff';
import type { FileChange, GuardResult } from '../../../src/domain/patch.ts';
import type { Surroundings } from '../../../src/repair/guard/base-reader.ts';
import { guard } from '../../../src/repair/guard/index.ts';
import { readSurroundings } from '../../../src/repair/guard/surroundings.ts';
import { parsePatch, renderPatch } from '../../../src/repair/patch-text.ts';
import type { Base, Case } from './corpus/case.ts';
import { cheatingAround } from './corpus/cheating-around.ts';
import { cheatingConfig } from './corpus/cheating-config.ts';
import { cheatingDisguised } from './corpus/cheating-disguised.ts';
import { cheatingSly } from './corpus/cheating-sly.ts';
import { cheatingSource } from './corpus/cheating-source.ts';
import { cheatingTests } from './corpus/cheating-tests.ts';
import { honestAround } from './corpus/honest-around.ts';
import { honestConfig } from './corpus/honest-config.ts';
import { honestLookalikes } from './corpus/honest-lookalikes.ts';
import { honestSource } from './corpus/honest-source.ts';
import { honestTests } from './corpus/honest-tests.ts';
import { honestVaried } from './corpus/honest-varied.ts';

const cheating = [
  ...cheatingTests,
  ...cheatingSource,
  ...cheatingConfig,
  ...cheatingSly,
  ...cheatingDisguised,
  ...cheatingAround,
];
const honest = [
  ...honestSource,
  ...honestTests,
  ...honestConfig,
  ...honestVaried,
  ...honestLookalikes,
  ...honestAround,
];

const nothing = () => null;

/** The patch as data, as it is read from a file alone without the base to lay it on, and with less context than git gives. */
async function judgeInAllWays({ changes, repository }: Case): Promise<GuardResult[]> {
  const surroundings = repository ? await surroundingsOf(changes, repository) : null;
  const alone = parsePatch(renderPatch(changes), nothing);
  const narrow = parsePatch(changes.map(renderNarrow).join(''), nothing);
  return [changes, alone, narrow].map((one) => guard(one, { surroundings }));
}

function surroundingsOf(changes: readonly FileChange[], repository: readonly Base[]): Promise<Surroundings> {
  const texts = new Map(repository.map(({ path, text }) => [path, text]));
  for (const { path, renamedFrom, before } of changes)
    if (before !== null) texts.set(renamedFrom ?? path, before);
  const base = {
    files: async () => [...texts.keys()],
    read: async (path: string) => texts.get(path) ?? null,
  };
  return readSurroundings(changes, [], base);
}

function renderNarrow(change: FileChange): string {
  const { path, before, after } = change;
  if (
    before === null ||
    after === null ||
    change.renamedFrom !== null ||
    change.afterMode !== null ||
    before === after
  )
    return renderPatch([change]);
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, { context: 1 });
}

describe('guard on the corpus', () => {
  it('has enough of both kinds, each with a name of its own', () => {
    expect(cheating.length).toBeGreaterThanOrEqual(80);
    expect(honest.length).toBeGreaterThanOrEqual(80);
    const names = [...cheating, ...honest].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(cheating.map((one) => [one.name, one] as const))('refuses a patch that %s', async (_, one) => {
    for (const result of await judgeInAllWays(one)) {
      expect(result.allowed).toBe(false);
      for (const finding of result.findings) expect(finding.why).not.toBe('');
    }
  });

  it.each(honest.map((one) => [one.name, one] as const))('allows a patch that %s', async (_, one) => {
    for (const result of await judgeInAllWays(one)) expect(result.findings).toEqual([]);
  });
});
