import { describe, expect, it } from '@jest/globals';
import { toTold } from '../../../src/agents/memory/told.ts';
import type { LoreEntry } from '../../../src/domain/lore.ts';
import type { Attempt } from '../../../src/domain/outcome.ts';
import { patchOf } from '../../../src/domain/patch.ts';
import type { Recalled } from '../../../src/lore/recall.ts';
import { fixers } from '../../../src/repair/fixers/index.ts';
import { ID } from '../../lore/make.ts';
import { makeRecalled } from './make-recalled.ts';

const COMMIT = 'c'.repeat(40);
const FIX = { commit: COMMIT, isMerged: true, sourceSha256: '', mergedAt: 0, isReverted: false };
const NAMES = fixers.map(({ name }) => name);

const NAMES_ONLY = ['a\n', 'b\n'] as const;
const INVERTED = ['a !== b\n', 'a === b\n'] as const;

function tell(
  hits: readonly Recalled[],
  message = 'fix: x',
  allowed = NAMES,
  [before, after]: readonly [string, string] = NAMES_ONLY,
  kin: readonly Recalled[] = [],
) {
  const history = {
    message: async () => message,
    changes: async () => patchOf('', [{ path: 'a.ts', before, after }]).files,
  };
  const log = { recent: unasked };
  return toTold({ hits, kin }, { history, log, base: COMMIT, fixers: allowed });
}

function unasked(): never {
  throw new Error('nothing is read before it is needed');
}

const makeFix = (changed: Partial<Recalled> = {}, entry: Partial<LoreEntry> = {}) =>
  makeRecalled({ fixer: 'typescript', ...entry }, { fix: FIX, ...changed });

async function countFixers(hits: readonly Recalled[], message?: string, allowed?: string[]) {
  const told = await tell(hits, message, allowed);
  return [told?.first.length, told?.drafts.length];
}

describe('toTold', () => {
  it('tries first what a person merged for this very failure, and what was a draft as a draft', async () => {
    expect(await countFixers([makeFix()])).toEqual([1, 0]);
    expect(await countFixers([makeFix()], 'draft: x')).toEqual([0, 1]);
    expect(await countFixers([makeFix({ match: 'class' }, { fixer: 'regression' })])).toEqual([0, 1]);
    expect(await countFixers([makeFix({}, { tags: ['draft'] })])).toEqual([0, 1]);
  });

  it.each<[string, Recalled]>([
    ['is not verified', makeFix({ trust: 'observed', outcome: 'held' })],
    ['came from elsewhere', makeFix({ trust: 'imported' })],
    ['was never merged', makeFix({ fix: { ...FIX, isMerged: false } })],
    ['was taken back', makeFix({ fix: { ...FIX, isReverted: true } })],
    ['names no commit', makeFix({ fix: null })],
    ['has only words in common', makeFix({ match: 'words' })],
    ['is no fix', makeFix({}, { kind: 'failure' })],
    ['is cheap to find again', makeFix({ match: 'class' })],
  ])('tries nothing of an entry that %s, but shows it', async (_, hit) => {
    const told = await tell([hit]);
    expect([told?.first, told?.drafts, told?.order(fixers)]).toEqual([[], [], fixers]);
    expect(told?.trace([])).toEqual({
      recalled: [{ id: ID, why: hit.why, trust: hit.trust, stale: false }],
      changed: [],
    });
  });

  it('follows words only to the mistake that a sound draft mended', async () => {
    const count = async (hit: Recalled) => {
      const told = await tell([hit], 'draft: x', NAMES, INVERTED);
      return [told?.first.length, told?.drafts.length];
    };
    // A template and its mistake; by words the mistake alone.
    expect(await count(makeFix({ match: 'class' }))).toEqual([0, 2]);
    expect(await count(makeFix({ match: 'words' }))).toEqual([0, 1]);
    expect(await count(makeFix({ match: 'words', trust: 'observed' }))).toEqual([0, 0]);
    expect(await count(makeFix({ match: 'words', trust: 'imported' }))).toEqual([0, 0]);
    expect(await count(makeFix({ match: 'words', fix: { ...FIX, isMerged: false } }))).toEqual([0, 0]);
    expect(await count(makeFix({ match: 'words', fix: { ...FIX, isReverted: true } }))).toEqual([0, 0]);
    expect((await tell([makeFix({ match: 'words' })], 'fix: x', NAMES, INVERTED))?.drafts).toEqual([]);
    expect((await tell([makeFix({ match: 'words' })], 'draft: x', ['format'], INVERTED))?.drafts).toEqual([]);
  });

  it('learns the mistake from fixes of the same rule too, where other hits leave no room for them', async () => {
    const kin = [makeFix({ match: 'class', why: 'same rule' })];
    const hits = [
      makeRecalled({ id: ID.replace('W', 'X'), kind: 'failure' }, { match: 'words', trust: 'observed' }),
    ];
    const told = await tell(hits, 'draft: x', NAMES, INVERTED, kin);
    expect([told?.first.length, told?.drafts.length]).toEqual([0, 1]);
    // Twice the same is one, and what is no candidate is not shown.
    expect((await tell(kin, 'draft: x', NAMES, INVERTED, kin))?.drafts).toHaveLength(2);
    expect(told?.trace([]).recalled).toHaveLength(1);
  });

  it('makes nothing of a fixer that is switched off', async () => {
    expect(await countFixers([makeFix()], 'fix: x', ['format'])).toEqual([0, 0]);
  });

  it('says what was tried against the advice of an entry, and how that ended', async () => {
    const cites = [{ path: 'a.ts', blob: '1'.repeat(40) }];
    const end = { fixer: 'format', candidate: 'set it out', status: 'still-red' as const };
    const told = await tell([makeFix({ trust: 'observed' }, { kind: 'failure', cites, tried: [end] })]);
    const attempt: Attempt = {
      ...{ fixer: 'format', candidate: 'set it out' },
      verdict: { status: 'still-red', left: 1, why: 'it is still there', ms: 1 },
    };
    expect(told?.trace([attempt]).changed).toEqual([
      `set it out was tried against the advice of ${ID}: still red: it is still there`,
    ]);
  });
});
