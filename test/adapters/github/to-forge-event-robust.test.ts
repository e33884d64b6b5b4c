import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Delivery } from '../../../src/adapters/github/delivery.ts';
import { SUBSCRIBED, toForgeEvent } from '../../../src/adapters/github/to-forge-event.ts';
import { ForgeEvent, factKey, type IgnoredEvent } from '../../../src/domain/forge-event.ts';
import { examples, SELF } from './payloads.ts';

/** A record, so that a reason which is not listed does not compile. */
const REASONS: Readonly<Record<IgnoredEvent, true>> = {
  'unknown-event': true,
  'unknown-action': true,
  'bad-payload': true,
  'no-installation': true,
  'own-event': true,
  bot: true,
  archived: true,
  disabled: true,
  'fork-repository': true,
  'branch-deleted': true,
  tag: true,
  'own-branch': true,
  'not-red': true,
  'told-by-workflow': true,
  'no-branch': true,
  'not-ours': true,
  suspended: true,
  renamed: true,
};

/** Holds a result to what may come out. Returns a word for it. */
function inspect(delivery: Delivery): string {
  const result = toForgeEvent(delivery, SELF);
  if (result.status === 'ignored') {
    if (!Object.hasOwn(REASONS, result.why)) throw new Error(`unplanned: ${result.why}`);
    return result.why;
  }
  for (const event of result.events) {
    expect(ForgeEvent.parse(event)).toEqual(event);
    expect(factKey(event)).toContain(`${event.repo.id}:${event.kind}`);
    if (event.kind === 'push') expect(event.branch).not.toMatch(/^(dreamos\/|refs\/)/);
  }
  return 'events';
}

/** Places in a payload, as paths; not those deep in what nobody reads. */
function placesOf(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null || at.length > 4) return [at];
  const inside = Object.entries(value)
    .slice(0, 60)
    .flatMap(([key, one]) => placesOf(one, [...at, key]));
  return [at, ...inside];
}

function replace(
  value: unknown,
  [key, ...rest]: readonly string[],
  change: (old: unknown) => unknown,
): unknown {
  if (key === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((one, index) => (String(index) === key ? replace(one, rest, change) : one));
  const copy = { ...(value as Record<string, unknown>) };
  const next = replace(copy[key], rest, change);
  if (next === undefined) delete copy[key];
  else copy[key] = next;
  return copy;
}

function reorder(value: unknown): unknown {
  if (Array.isArray(value)) return value.toReversed().map(reorder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, one]) => [key, reorder(one)]),
  );
}

const HUGE = 'x'.repeat(200_000);
const CHANGES: readonly ((old: unknown) => unknown)[] = [
  () => undefined,
  () => null,
  () => 0,
  () => -1.5,
  () => 2 ** 60,
  () => '',
  () => true,
  () => [],
  () => ({}),
  () => [[[[]]]],
  () => HUGE,
  () => '\u202e\u0000\ud800💥/../..\n',
  () => 'refs/heads/\u0000',
  () => 'f'.repeat(40),
  () => JSON.parse('{"__proto__":{"kind":"push"},"constructor":1,"login":"a","id":1}'),
  () => 'constructor',
  (old) => [old, old],
  (old) => ({ id: old, login: old, ref: old }),
  reorder,
  (old) => String(old),
];

/** A frozen payload that somebody writes to throws. */
function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}

const all = freeze(examples());
const ours = all.filter(({ name }) => SUBSCRIBED.includes(name) || name.startsWith('installation'));
const placed = ours.map((delivery) => {
  const installed = { installation: { id: 1 }, ...(delivery.payload as object) };
  return { delivery: { ...delivery, payload: installed }, places: placesOf(installed) };
});

describe('toForgeEvent on what GitHub may send', () => {
  it('reads every example payload', () => {
    expect(all.length).toBe(329);
    const found = new Set(all.map(inspect));
    for (const why of ['events', 'unknown-event', 'no-installation', 'unknown-action', 'suspended'])
      expect(found).toContain(why);
  });

  it('finds no bad payload among the examples of the events that it reads', () => {
    const whole = placed.map(({ delivery }) => delivery).filter((one) => inspect(one) === 'bad-payload');
    expect(whole.map(({ id }) => id)).toEqual([]);
  });

  it('says the same of a payload whose keys and lists are turned around', () => {
    for (const { delivery } of placed) {
      const turned = toForgeEvent({ ...delivery, payload: reorder(delivery.payload) }, SELF);
      const result = toForgeEvent(delivery, SELF);
      if (result.status === 'ignored') expect(turned).toEqual(result);
      else expect(turned).toEqual({ status: 'events', events: result.events.toReversed() });
    }
  });

  it('takes 5,000 damaged payloads', () => {
    const found = new Set<string>();
    const damage = fc.record({ place: fc.nat(), change: fc.constantFrom(...CHANGES) });
    const property = fc.property(
      fc.constantFrom(...placed),
      fc.array(damage, { minLength: 1, maxLength: 4 }),
      ({ delivery, places }, damages) => {
        const payload = damages.reduce<unknown>((value, { place, change }) => {
          const path = places[place % places.length] ?? [];
          return safely(() => replace(value, path, change), value);
        }, delivery.payload);
        found.add(inspect({ ...delivery, payload }));
      },
    );
    fc.assert(property, { seed: 20_260_917, numRuns: 5000 });
    for (const why of ['events', 'bad-payload', 'unknown-action', 'no-installation', 'not-ours', 'not-red'])
      expect(found).toContain(why);
  });

  it('takes anything at all', () => {
    const names = fc.constantFrom(...SUBSCRIBED, 'installation', 'installation_repositories', 'other');
    const property = fc.property(names, fc.anything({ withBigInt: false }), (name, payload) => {
      const result = toForgeEvent({ id: 'x', name, payload }, SELF);
      expect(result.status).toBe('ignored');
    });
    fc.assert(property, { seed: 7, numRuns: 1000 });
  });
});

/** A place that an earlier damage took away is left. */
function safely<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
