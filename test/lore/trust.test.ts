import { describe, expect, it } from '@jest/globals';
import { citeState, computeTrust, type TrustFacts } from '../../src/lore/trust.ts';
import { makeEntry } from './make.ts';

const PATCH = 'a'.repeat(64);
const entry = makeEntry({ kind: 'fix', head: 'b'.repeat(40), patch: PATCH });
const facts = (changed: Partial<TrustFacts> = {}): TrustFacts => ({
  isForeign: false,
  committedBy: 'agent',
  fix: { isMerged: true, sourceSha256: PATCH },
  ...changed,
});

describe('computeTrust', () => {
  it.each([
    ['a merged fix with the patch that was proved', entry, facts(), 'verified'],
    [
      'a fix that is not merged yet',
      entry,
      facts({ committedBy: null, fix: { isMerged: false, sourceSha256: PATCH } }),
      'observed',
    ],
    [
      'an entry on the default branch whose fix is not there',
      entry,
      facts({ fix: { isMerged: false, sourceSha256: PATCH } }),
      'observed',
    ],
    [
      'a merged fix with another patch',
      entry,
      facts({ fix: { isMerged: true, sourceSha256: 'c'.repeat(64) } }),
      'observed',
    ],
    [
      'the same, though a person committed it',
      entry,
      facts({ committedBy: 'person', fix: { isMerged: true, sourceSha256: 'c'.repeat(64) } }),
      'observed',
    ],
    ['a fix that was squashed by a person', entry, facts({ committedBy: 'person', fix: null }), 'verified'],
    ['an agent’s fix whose commit is gone', entry, facts({ fix: null }), 'observed'],
    ['a fix without the hash of its patch', makeEntry({ head: entry.head }), facts(), 'observed'],
    [
      'a decision that a person committed',
      makeEntry(),
      facts({ committedBy: 'person', fix: null }),
      'verified',
    ],
    ['a decision on a branch', makeEntry(), facts({ committedBy: null, fix: null }), 'observed'],
    ['whatever comes from elsewhere', entry, facts({ isForeign: true, committedBy: 'person' }), 'imported'],
  ] as const)('%s', (_name, one, given, trust) => {
    expect(computeTrust(one, given)).toBe(trust);
  });

  it('hears an entry’s own claim only when it is lower', () => {
    const none = facts({ committedBy: null, fix: null });
    expect(computeTrust({ ...entry, trust: 'verified' }, none)).toBe('observed');
    expect(computeTrust({ ...entry, trust: 'observed' }, facts())).toBe('observed');
    expect(computeTrust({ ...entry, trust: 'imported' }, facts({ committedBy: 'person' }))).toBe('imported');
    expect(computeTrust({ ...entry, trust: 'verified' }, facts({ isForeign: true }))).toBe('imported');
  });
});

describe('citeState', () => {
  const cite = { path: 'src/a.ts', blob: 'd'.repeat(40) };
  it.each([
    ['d'.repeat(40), 'fresh'],
    ['e'.repeat(40), 'stale'],
    [null, 'broken'],
  ])('is of blob %s %s', (now, state) => {
    expect(citeState(cite, now)).toBe(state);
  });
});
