import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LoreEntry } from '../../src/domain/lore.ts';
import { buildDigest } from '../../src/lore/digest.ts';
import { entryPath } from '../../src/lore/entry-path.ts';
import { buildStory } from '../../src/lore/story.ts';
import { anyEntry, makeEntry } from './make.ts';

const idOf = (at: number) => `01M862KT9SD9W76CY6B9CVDT${String(at).padStart(2, '0')}`;
const fingerprint = 'a'.repeat(64);
const period = {
  since: Date.parse('2026-11-17T00:00:00.000Z'),
  until: Date.parse('2026-11-24T12:00:00.000Z'),
};

function place(...changed: Partial<LoreEntry>[]) {
  return changed.map((one, at) => {
    const entry = makeEntry({ id: idOf(at), ...one });
    return { entry, path: entryPath(entry) };
  });
}

const base = 'b'.repeat(40);
const head = 'c'.repeat(40);
const memory = 'It ran.\n\n## What memory said\n\n- a hit';
const all = place(
  {
    kind: 'fix',
    title: '`a`: old',
    fingerprint,
    candidates: 30,
    run: 'r0',
    created: '2026-10-01T00:00:00.000Z',
    outcome: 'held',
  },
  { kind: 'devlog', title: 'Old run', run: 'r0', seconds: 90.5, created: '2026-10-01T00:00:00.000Z' },
  {
    kind: 'fix',
    title: '`a`: again',
    fingerprint,
    candidates: 2,
    run: 'r1',
    fixer: 'modules',
    head,
    outcome: 'proposed',
  },
  { kind: 'failure', title: 'Not mended: `b`', fingerprint: 'd'.repeat(64), run: 'r1', candidates: 7 },
  { kind: 'flaky', title: 'Flaky: `c`', run: 'r1' },
  {
    kind: 'devlog',
    title: '`heal`: 1 of 3',
    run: 'r1',
    agent: 'heal',
    base,
    candidates: 9,
    seconds: 20,
    body: memory,
  },
  { kind: 'outcome', refers: [idOf(0)], outcome: 'reverted', title: 'Reverted' },
  { kind: 'decision', title: 'We pin *it*' },
  { kind: 'digest', title: 'An older page' },
  { kind: 'fix', title: 'Elsewhere', trust: 'imported', fingerprint: 'd'.repeat(64) },
);

/** Lines that say something. */
const saying = (body: string) => body.split('\n').filter((line) => line !== '' && !line.startsWith('## '));

describe('buildDigest', () => {
  it('tells a week from its entries alone', () => {
    const page = buildDigest(all, period);
    expect(`# ${page.title}\n\n${page.body}`).toMatchSnapshot();
    expect(page.numbers).toEqual({
      ...{ runs: 1, incidents: 3, healed: 1, deadEnds: 1, flaky: 1, needPerson: 3 },
      ...{ savedCandidates: 28, savedSeconds: 71 },
    });
    expect(page.refers).toEqual([2, 3, 4, 5, 7, 6].map(idOf));
  });

  it('credits memory with nothing where it did not speak', () => {
    const silent = all.map((one) => ({ ...one, entry: { ...one.entry, body: 'It ran.' } }));
    expect(buildDigest(silent, period).numbers).toMatchObject({ savedCandidates: 0, savedSeconds: 0 });
  });

  it('says so when nothing happened', () => {
    expect(buildDigest([], period)).toMatchObject({ body: 'Nothing is on record.', refers: [] });
  });
});

describe('buildStory', () => {
  it('tells the days, runs first', () => {
    const page = buildStory(all, period);
    expect(`# ${page.title}\n\n${page.body}`).toMatchSnapshot();
  });

  it('and the digest say nothing without a link to an entry', () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { minLength: 1, maxLength: 8 }), (entries) => {
        const placed = entries.map((entry) => ({ entry, path: entryPath(entry) }));
        const always = { since: 0, until: Date.parse('2100-01-01T00:00:00.000Z') };
        for (const { body, refers } of [buildDigest(placed, always), buildStory(placed, always)]) {
          expect(refers.length === 0).toBe(body === 'Nothing is on record.');
          if (refers.length === 0) continue;
          for (const line of saying(body)) expect(line).toMatch(/\]\((?:\.\.\/|[\w%.-])[^)\s]*\.md\)/);
        }
      }),
      { numRuns: 100 },
    );
  });
});
