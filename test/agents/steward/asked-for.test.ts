import { describe, expect, it } from '@jest/globals';
import { askedFor, type Named } from '../../../src/agents/steward/asked-for.ts';
import { renderMarker } from '../../../src/agents/steward/text/marker.ts';
import { BASE } from './make.ts';

const [ONE, TWO, THREE] = ['1', '2', '3'].map((digit) => ({
  fingerprint: digit.repeat(64),
  check: digit === '3' ? 'lint' : 'test',
}));
const ALL = [ONE, TWO, THREE].flatMap((one) => one ?? []);

const marker = { v: 1, check: 'test', base: BASE, attempt: 1, fingerprint: '1'.repeat(64) } as const;
const ISSUE = { body: renderMarker({ ...marker, kind: 'issue' }) };
const FIX = {
  body: renderMarker({ ...marker, kind: 'pull', head: null }),
  head: { branch: 'dreamos/fix/test-11111111', sha: BASE, isFork: false },
  author: { login: 'dreamos[bot]', isBot: true },
};
const DASHBOARD = { body: renderMarker({ v: 1, kind: 'dashboard' }) };
/** A person's, whatever it says. */
const THEIRS = { ...FIX, body: ISSUE.body, author: { login: 'ada', isBot: false } };

const asked = (named: Named, place: Parameters<typeof askedFor>[1]) =>
  ALL.filter(askedFor(named, place)).map(({ fingerprint }) => fingerprint[0]);

describe('askedFor', () => {
  it('is the one incident that the place is about', () => {
    for (const place of [ISSUE, FIX]) expect(asked({}, place)).toEqual(['1']);
    expect(asked({ check: 'lint' }, ISSUE)).toEqual([]);
  });

  it('is nothing where the place is about none and nothing is named', () => {
    for (const place of [DASHBOARD, { body: 'Hello.' }, null]) expect(asked({}, place)).toEqual([]);
  });

  it('is what is named', () => {
    expect(asked({ id: '22222222' }, ISSUE)).toEqual(['2']);
    expect(asked({ id: '44444444' }, ISSUE)).toEqual([]);
    expect(asked({ check: 'test' }, DASHBOARD)).toEqual(['1', '2']);
  });

  it('is all that is red in a pull request of a person', () => {
    expect(asked({}, THEIRS)).toEqual(['1', '2', '3']);
    expect(asked({ check: 'lint' }, THEIRS)).toEqual(['3']);
  });
});
