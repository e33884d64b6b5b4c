import { describe, expect, it } from '@jest/globals';
import type { LoreEntry } from '../../src/domain/lore.ts';
import { diagnoseLore } from '../../src/lore/diagnose-lore.ts';
import { entryPath } from '../../src/lore/entry-path.ts';
import { latestOutcomes } from '../../src/lore/live.ts';
import { createRedact } from '../../src/lore/redact.ts';
import { createDraw } from './corpus/draw.ts';
import { makeEntry } from './make.ts';

const idOf = (at: number) => `01M862KT9SD9W76CY6B9CVDT0${at}`;
const fingerprint = 'a'.repeat(64);
const blob = 'b'.repeat(40);
const tried = (status: 'proved' | 'still-red') => [{ fixer: 'modules', candidate: 'import a', status }];

/** The rules that hit, each with the last digits of the ids. */
function diagnose(entries: readonly Partial<LoreEntry>[], bad: { path: string; why: string }[] = []) {
  const placed = entries.map((one, at) => {
    const entry = makeEntry({ id: idOf(at), title: `No. ${at}`, ...one });
    return { entry, path: entryPath(entry), layers: 1, blob };
  });
  const found = diagnoseLore(
    { entries: placed, bad },
    {
      blobs: { 'a.ts': blob },
      outcomes: latestOutcomes(placed),
      redact: createRedact({ environment: {}, home: '/home/ada' }),
      now: 0,
    },
  );
  return found.map(({ rule, level, ids }) =>
    `${rule} ${level} ${ids.map((id) => id.at(-1)).join('')}`.trim(),
  );
}

describe('diagnoseLore', () => {
  it('finds two that advise the opposite about one failure', () => {
    const fix = { kind: 'fix', fingerprint, tried: tried('proved'), patch: 'c'.repeat(64) } as const;
    const dead = { kind: 'failure', fingerprint, tried: tried('still-red') } as const;
    expect(diagnose([fix, dead])).toEqual(['contradiction mend 01']);
    expect(diagnose([{ kind: 'flaky', fingerprint }, fix])).toEqual(['contradiction mend 01']);
    expect(diagnose([fix, { ...fix, outcome: 'reverted' }])).toEqual(['contradiction mend 01']);
    // Another candidate, another failure, a fix that was given up, one that was forgotten: no contradiction.
    expect(
      diagnose([fix, { ...dead, tried: [{ ...tried('still-red')[0], candidate: 'b' } as never] }]),
    ).toEqual([]);
    expect(diagnose([fix, { ...dead, fingerprint: 'd'.repeat(64) }])).toEqual([]);
    expect(diagnose([{ ...fix, outcome: 'reverted' }, dead])).toEqual([]);
    expect(diagnose([fix, dead, { kind: 'tombstone', refers: [idOf(1)] }])).toEqual([]);
  });

  it('finds what is there twice', () => {
    expect(diagnose([{ title: 'x' }, { title: 'x' }])).toEqual(['duplicate mend 01']);
    expect(diagnose([{}, { id: idOf(0) }])).toEqual(['duplicate mend 00']);
  });

  it('finds secrets, what may be one, and what is no entry', () => {
    const draw = createDraw(5);
    expect(diagnose([{ body: `gh${'p_'}${draw.alnum(36)}` }])).toEqual(['secret mend 0']);
    expect(diagnose([{ body: `it was ${draw.alnum(40)}` }])).toEqual(['near-secret note 0']);
    const hashes = `${fingerprint} 01M862KT9SD9W76CY6B9CVDTFW sha512-${draw.alnum(86)}== https://a.b/${draw.alnum(30)}`;
    expect(diagnose([{ body: hashes }])).toEqual([]);
    expect(diagnose([], [{ path: 'lore/x.md', why: 'no title' }])).toEqual(['unreadable mend']);
  });

  it('notes what is stale, broken, orphaned or too long', () => {
    expect(diagnose([{ cites: [{ path: 'a.ts', blob }] }])).toEqual([]);
    expect(diagnose([{ cites: [{ path: 'a.ts', blob: 'c'.repeat(40) }] }])).toEqual(['stale note 0']);
    const gone = { path: 'gone.ts', blob };
    expect(diagnose([{ cites: [{ path: 'a.ts', blob }, gone] }])).toEqual(['broken note 0']);
    expect(diagnose([{ refers: [idOf(9)] }])).toEqual(['orphan note 0']);
    expect(diagnose([{ body: 'word '.repeat(4000).trim() }])).toEqual(['oversize note 0']);
  });
});
