import { describe, expect, it } from '@jest/globals';
import {
  digestOf,
  digestOfRun,
  readTrailers,
  renderBase,
  renderTrailers,
} from '../../../src/agents/lore/run-digest.ts';
import type { IncidentOutcome } from '../../../src/domain/outcome.ts';
import { BASE, makeFacts } from '../../lore/facts.ts';

const [healed, escalated, flaky] = makeFacts('sum').outcome.incidents as [
  IncidentOutcome,
  IncidentOutcome,
  IncidentOutcome,
];
const [attempt] = escalated.attempts;
if (!attempt) throw new Error('no attempt');

describe('digestOf', () => {
  it('is the same for what a second run would learn nothing from', () => {
    const later = { ...escalated, why: 'other words', candidates: 99, attempts: [attempt, attempt] };
    expect(digestOf(BASE, later)).toBe(digestOf(BASE, escalated));
    const other = { ...attempt, candidate: 'another' };
    const [one, two] = [
      [attempt, other],
      [other, attempt],
    ].map((attempts) => digestOf(BASE, { ...escalated, attempts }));
    expect(one).toBe(two);
    expect(digestOf(BASE, { ...healed, attempts: [], seconds: 3 } as IncidentOutcome)).toBe(
      digestOf(BASE, healed),
    );
  });

  it('is another one for another base, outcome, candidate, verdict or patch', () => {
    const proof = healed.proof && { ...healed.proof, patchSha256: 'f'.repeat(64) };
    const all = [
      digestOf(BASE, healed),
      digestOf(BASE, { ...healed, proof }),
      digestOf(BASE, escalated),
      digestOf('c'.repeat(40), escalated),
      digestOf(BASE, { ...escalated, attempts: [] }),
      digestOf(BASE, { ...escalated, attempts: [{ ...attempt, candidate: 'another' }] }),
      digestOf(BASE, {
        ...escalated,
        attempts: [{ ...attempt, verdict: { status: 'unapplicable', why: 'no' } }],
      }),
      digestOf(BASE, flaky),
      digestOfRun(BASE, [escalated]),
      digestOfRun(BASE, [escalated, flaky]),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(digestOfRun(BASE, [flaky, escalated])).toBe(digestOfRun(BASE, [escalated, flaky]));
  });
});

describe('readTrailers', () => {
  it('reads what renderTrailers wrote, and nothing else', () => {
    const named = [
      { id: '01M862KT9SD9W76CY6B9CVDTFW', digest: digestOf(BASE, healed) },
      { id: '01M862KT9TCCMVJZMT65YMSHTK', digest: digestOf(BASE, flaky) },
    ];
    const message = `docs(lore): heal\n\n${renderTrailers('20261124-a', BASE, named)}\n`;
    expect(message).toContain(`\n${renderBase(BASE)}\n`);
    expect([...readTrailers([message, 'Dreamos-Entry: nonsense', ''])]).toEqual(
      named.map(({ id, digest }) => [digest, id]),
    );
  });
});
