import { describe, expect, it } from '@jest/globals';
import { createTwoFilesPatch } from 'diff';
import type { FileChange, GuardResult } from '../../../src/domain/patch.ts';
import { guard } from '../../../src/repair/guard/index.ts';
import { parsePatch, renderPatch } from '../../../src/repair/patch-text.ts';
import type { Case } from './corpus/case.ts';
import { cheatingConfig } from './corpus/cheating-config.ts';
import { cheatingDisguised } from './corpus/cheating-disguised.ts';
import { cheatingSly } from './corpus/cheating-sly.ts';
import { cheatingSource } from './corpus/cheating-source.ts';
import { cheatingTests } from './corpus/cheating-tests.ts';
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
];
const honest = [...honestSource, ...honestTests, ...honestConfig, ...honestVaried, ...honestLookalikes];

const nothing = () => null;

/** A patch as it is read from a file alone, without the base to lay it on. */
function judgeAlone({ changes }: Case): GuardResult {
  return guard(parsePatch(renderPatch(changes), nothing));
}

/** With fewer lines of context than git gives. */
function judgeNarrow({ changes }: Case): GuardResult {
  return guard(parsePatch(changes.map(renderNarrow).join(''), nothing));
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

  it.each(cheating.map((one) => [one.name, one] as const))('refuses a patch that %s', (_, one) => {
    const result = guard(one.changes);
    expect(result.allowed).toBe(false);
    for (const finding of result.findings) expect(finding.why).not.toBe('');
    expect(judgeAlone(one).allowed).toBe(false);
    expect(judgeNarrow(one).allowed).toBe(false);
  });

  it.each(honest.map((one) => [one.name, one] as const))('allows a patch that %s', (_, one) => {
    expect(guard(one.changes).findings).toEqual([]);
    expect(judgeAlone(one).findings).toEqual([]);
    expect(judgeNarrow(one).findings).toEqual([]);
  });
});
