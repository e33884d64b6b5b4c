import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  insideOf,
  MOST_BODY,
  mergeBody,
  readChanges,
} from '../../../../src/agents/steward/text/keep-edits.ts';
import { readMarker, renderMarker } from '../../../../src/agents/steward/text/marker.ts';
import { changedTicks, readTicks, renderTick } from '../../../../src/agents/steward/text/ticks.ts';

const MARKER = renderMarker({ v: 1, kind: 'dashboard' });
const V1 = `${MARKER}\n# One\n\n${renderTick('retry/a/1', false, 'again')}\n${renderTick('ignore/a', false, 'ignore')}`;
const V2 = `${MARKER}\n# Two\n\n${renderTick('retry/a/1', false, 'again')}\n${renderTick('ignore/a', false, 'ignore')}`;
const FENCE = '```';

describe('mergeBody', () => {
  it('begins with ours alone', () => {
    const body = mergeBody(null, V1);
    expect(insideOf(body)).toBe(V1);
    expect(mergeBody('', V1)).toBe(body);
    expect(mergeBody('  \r\n', V1)).toBe(body);
    expect(readMarker(body)).toEqual({ v: 1, kind: 'dashboard' });
  });

  it('makes the block new and keeps what stands around it', () => {
    const body = mergeBody(`Above\n\n${mergeBody(null, V1)}\n\nBelow`, V2);
    expect(body).toBe(`Above\n\n${mergeBody(null, V2)}\n\nBelow`);
  });

  it('is not misled by the line ends and blanks that the editor of GitHub makes', () => {
    const edited = `Mine\n${mergeBody(null, V1)}`.replaceAll('\n', '\r\n').replace('# One', '# One  ');
    expect(mergeBody(edited, V2)).toBe(`Mine\n${mergeBody(null, V2)}`);
  });

  it('is done with what a person may paste into it', () => {
    const pasted = `x${' '.repeat(60_000)}y`;
    const body = mergeBody(`${mergeBody(null, V1).replace('# One', pasted)}`, V2);
    expect(insideOf(body)).toContain('# Two');
  });

  it('keeps a text that has no block yet, below ours', () => {
    const body = mergeBody('A person wrote this.', V1);
    expect(body.startsWith(mergeBody(null, V1))).toBe(true);
    expect(body).toContain('\n\nA person wrote this.');
  });

  it('keeps what a person wrote into the block, quoted above the new one', () => {
    const edited = mergeBody(null, V1).replace('# One', '# One, and @ada says no');
    const body = mergeBody(edited, V2);
    expect(body).toContain('**Edited by a person.**');
    expect(body).toContain('> # One, and @ada says no');
    expect(insideOf(body)).toBe(V2);
    expect(body.split('dreamos-tick')).toHaveLength(3);
    expect(mergeBody(body, V2)).toBe(body);
    expect(mergeBody(body, V1).match(/Edited by a person/g)).toHaveLength(1);
  });

  it('keeps no copy where a person wrote what we say now', () => {
    const edited = mergeBody(null, V1).replace('# One', '# Two');
    expect(mergeBody(edited, V2)).toBe(mergeBody(null, V2));
  });

  it('leaves no old mark of ours that would be read', () => {
    const old = renderMarker({ v: 1, kind: 'onboarding' });
    const body = mergeBody(`${mergeBody(null, V1).replace(/\n<!-- dreamos-end .*/, '')}\n${old}`, V2);
    expect(readMarker(body)).toEqual({ v: 1, kind: 'dashboard' });
    expect(insideOf(body)).toBe(V2);
    expect(body).toContain('# One');
    expect(body).not.toContain('onboarding');
  });

  it('goes above a fence that a person left open', () => {
    const body = mergeBody(`${FENCE}\nlog\n${mergeBody(null, V1)}`, V2);
    expect(body.startsWith(mergeBody(null, V2))).toBe(true);
    expect(readMarker(body)).toEqual({ v: 1, kind: 'dashboard' });
    expect(body.match(/dreamos-begin/g)).toHaveLength(1);
    expect(mergeBody(body, V2)).toBe(body);
  });

  it('takes the block and not a copy in code', () => {
    const copy = `${FENCE}\n${mergeBody(null, V1)}\n${FENCE}`;
    const body = mergeBody(`${mergeBody(null, V1)}\n${copy}`, V2);
    expect(body).toBe(`${mergeBody(null, V2)}\n${copy}`);
  });

  it('never cuts what a person wrote', () => {
    const long = 'x'.repeat(MOST_BODY - 400);
    const body = mergeBody(`${long}\n${mergeBody(null, V1)}`, `${MARKER}\n${'y'.repeat(1000)}`);
    expect(body).toContain(long);
    expect(body.length).toBeLessThanOrEqual(MOST_BODY);
    expect(readMarker(body)).toEqual({ v: 1, kind: 'dashboard' });
    expect(body).toContain('no room');
    const full = 'x'.repeat(MOST_BODY);
    expect(mergeBody(full, V1)).toBe(full);
    expect(mergeBody(null, 'y'.repeat(MOST_BODY)).length).toBeLessThan(MOST_BODY);
  });
});

describe('checkboxes', () => {
  const tick = (body: string, id: string) => body.replace(new RegExp(`\\[ \\](?=.* ${id} )`), '[x]');

  it('are read by id, and what a person changed is told apart', () => {
    const body = tick(mergeBody(null, V1), 'ignore/a');
    expect([...readTicks(body)]).toEqual([
      ['retry/a/1', false],
      ['ignore/a', true],
    ]);
    expect([...readChanges(body)]).toEqual([['ignore/a', true]]);
  });

  it('stay as a person left them, and count as changed until we write the same', () => {
    const merged = mergeBody(tick(mergeBody(null, V1), 'ignore/a'), V2);
    expect(merged).not.toContain('Edited by a person');
    expect([...readChanges(merged)]).toEqual([['ignore/a', true]]);
    const done = mergeBody(merged, renderTick('ignore/a', true, 'ignored'));
    expect(readTicks(done).get('ignore/a')).toBe(true);
    expect(readChanges(done).size).toBe(0);
  });

  it('are never lines of a log or of a quote', () => {
    const line = renderTick('approve/x', true, 'yes').replace(' 1 -->', ' 0 -->');
    expect(readTicks(`${FENCE}\n${line}\n${FENCE}\n> ${line}\n   ${line}\n`).size).toBe(0);
    expect(changedTicks(`${FENCE}text\n${line}\n${FENCE}`).size).toBe(0);
    const log = `${FENCE}\n${line}\n${FENCE}`;
    expect(mergeBody(mergeBody(null, log), log)).toBe(mergeBody(null, log));
  });
});

describe('merging twice', () => {
  const word = fc.constantFrom(
    FENCE,
    '````',
    '~~~',
    '> ',
    '',
    'text',
    '- [x] a <!-- dreamos-tick t/1 0 -->',
    '- [ ] a <!-- dreamos-tick t/1 0 -->',
    '- [ ] b <!-- dreamos-tick t/2 1 -->',
    '<!-- dreamos-begin 0123456789abcdef -->',
    '<!-- dreamos-end 0123456789abcdef -->',
    MARKER,
    '\r',
    '   ',
  );
  const text = fc.array(fc.oneof(word, fc.string()), { maxLength: 12 }).map((lines) => lines.join('\n'));
  const merged = fc.tuple(text, text, text).map(([before, own, after]) => {
    return [before, mergeBody(null, own), after].join('\n');
  });
  const copied = fc.tuple(merged, merged, fc.nat(), fc.nat()).map(([one, two, at, cut]) => {
    return `${one.slice(0, at % (one.length + 1))}${two}${one.slice(cut % (one.length + 1))}`;
  });
  const edited = fc.tuple(merged, fc.nat(), fc.string()).map(([body, at, typed]) => {
    const place = at % (body.length + 1);
    return `${body.slice(0, place)}${typed}${body.slice(place)}`;
  });

  it('is as merging once, whatever stood there', () => {
    fc.assert(
      fc.property(fc.oneof(text, merged, edited, copied), text, (previous, generated) => {
        const once = mergeBody(previous, generated);
        expect(mergeBody(once, generated)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps every line that a person wrote around the block', () => {
    const plain = fc.array(fc.stringMatching(/^[a-z ]{1,9}[a-z]$/), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(plain, plain, text, text, (above, below, one, two) => {
        const previous = [...above, mergeBody(null, one), ...below].join('\n');
        const lines = mergeBody(previous, two).split('\n');
        for (const line of [...above, ...below]) expect(lines).toContain(line);
      }),
    );
  });
});
