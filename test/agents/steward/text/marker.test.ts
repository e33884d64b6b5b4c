import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { type Marker, readMarker, renderMarker } from '../../../../src/agents/steward/text/marker.ts';
import { htmlIn } from '../../../lore/markdown-tree.ts';

const SHA = 'a'.repeat(40);
const PULL: Marker = {
  v: 1,
  kind: 'pull',
  fingerprint: 'f'.repeat(64),
  check: 'test',
  base: SHA,
  head: SHA,
  attempt: 1,
};
const ALL: readonly Marker[] = [
  PULL,
  { ...PULL, head: null },
  { ...PULL, place: { tool: 'jest', file: '841254fe', test: ['09f5ffef'] } },
  { v: 1, kind: 'issue', fingerprint: 'f'.repeat(64), check: 'test', base: SHA, attempt: 2 },
  { v: 1, kind: 'dashboard' },
  { v: 1, kind: 'onboarding' },
  { v: 1, kind: 'proof', base: SHA, head: 'b'.repeat(40) },
  { v: 1, kind: 'status', about: '12' },
  { v: 1, kind: 'review', head: SHA, fingerprint: 'f'.repeat(64) },
  { v: 1, kind: 'review', head: SHA, fingerprint: 'f'.repeat(64), changes: '0123456789abcdef' },
];

describe('renderMarker', () => {
  it.each(ALL)('is read back: $kind', (marker) => {
    expect(readMarker(renderMarker(marker))).toEqual(marker);
    expect(readMarker(`text\r\n\r\n${renderMarker(marker)}\r\nmore`)).toEqual(marker);
  });

  it('is one line that no value ends, whatever it says', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '-->',
        '--!>',
        '<!--',
        '--->',
        '@everyone',
        '\u202e',
        '\n-->\n<script>',
        '</script>',
        '`',
      ),
    );
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 4 }), (parts) => {
        const marker: Marker = { v: 1, kind: 'status', about: parts.join('') };
        const text = renderMarker(marker);
        expect(text).toMatch(/^<!-- dreamos:[^<>\n\r@]* -->$/);
        expect(text.slice(4, -3)).not.toContain('--');
        expect(htmlIn(text)).toEqual([text]);
        if (marker.about.isWellFormed()) expect(readMarker(text)).toEqual(marker);
      }),
    );
  });
});

describe('readMarker', () => {
  const text = renderMarker(PULL);
  const other = renderMarker({ v: 1, kind: 'dashboard' });

  it('takes the last whole one', () => {
    expect(readMarker(`${other}\n${text}`)).toEqual(PULL);
    expect(readMarker(`${text}\n<!-- dreamos:{"v":1,"kind":"pu`)).toEqual(PULL);
    expect(readMarker(`${text}\n<!-- dreamos:{"v":1,"kind":"pull"} -->`)).toEqual(PULL);
    expect(readMarker(`${text}\n<!-- dreamos:{"v":2,"kind":"dashboard"} -->`)).toEqual(PULL);
  });

  it.each([
    ['a fence', `\`\`\`\n${other}\n\`\`\``],
    ['a fence of tildes', `~~~ text\n${other}\n~~~`],
    ['a fence that does not end', `\`\`\`text\n${other}`],
    ['a longer fence with a shorter one inside', `\`\`\`\`\n\`\`\`\n${other}\n\`\`\`\`\``],
    ['a quote', `> ${other}`],
    ['a nested quote', `> > ${other}`],
    ['an indented block', `    ${other}`],
    ['a list', `- ${other}`],
    ['a code span', `\`${other}\``],
    ['the middle of a line', `see ${other}`],
    ['a line that goes on', `${other} see`],
    ['a comment of another', '<!-- renovate:{"v":1,"kind":"dashboard"} -->'],
    ['broken JSON', '<!-- dreamos:{"v":1,"kind":} -->'],
    ['no object', '<!-- dreamos:[1] -->'],
    ['nothing', ''],
  ])('does not count one in %s', (_, body) => {
    expect(readMarker(body)).toBeNull();
    expect(readMarker(`${text}\n\n${body}`)).toEqual(PULL);
  });

  it('reads one behind a fence that ended', () => {
    expect(readMarker(`\`\`\`\nx\n\`\`\`\n${text}`)).toEqual(PULL);
    expect(readMarker(`a \`\`\` b\n${text}`)).toEqual(PULL);
  });
});
