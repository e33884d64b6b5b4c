import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { importEntry, textPart } from '../../src/lore/import-entry.ts';
import { renderEntry } from '../../src/lore/markdown.ts';
import { prepareEntry } from '../../src/lore/prepare-entry.ts';
import { createRedact } from '../../src/lore/redact.ts';
import { anyEntry, makeEntry } from './make.ts';

const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const redact = createRedact({ environment: {}, home: '/home/ada' });
const note = (text: string, path = 'old.md') => importEntry({ path, text }, NOW);

describe('importEntry', () => {
  it('takes title, date and tags from a note, and quotes its words', () => {
    const entry = note(
      '---\ntitle: A *day*\ndate: 2024-02-29\ntags: [Heal, no/path]\n---\n\nWe did\n\n- this\n',
    );
    expect(entry).toMatchObject({
      kind: 'devlog',
      trust: 'imported',
      title: 'A *day*',
      created: '2024-02-29T00:00:00.000Z',
      tags: ['heal', 'imported'],
      body: 'Imported from `old.md`.\n\n> We did\n>\n> - this',
    });
    expect(note('x', 'log/2025-03-04-two.md')).toMatchObject({
      title: '2025-03-04-two',
      created: '2025-03-04T00:00:00.000Z',
    });
  });

  it('knows a text again, whatever it is called and however its lines end', () => {
    const first = note('# A\n\nb\n');
    const again = importEntry({ path: 'moved.md', text: '# A\r\n\r\nb\r\n' }, NOW + 5000);
    expect(textPart(again.id)).toBe(textPart(first.id));
    expect(textPart(note('# A\n\nc\n').id)).not.toBe(textPart(first.id));
  });

  it('leaves out of an entry what another repository’s git says', () => {
    const was = makeEntry({
      ...{ kind: 'fix', trust: null, run: 'r', outcome: 'held', fingerprint: 'a'.repeat(64) },
      ...{ base: 'b'.repeat(40), head: 'c'.repeat(40), patch: 'd'.repeat(64) },
      cites: [{ path: 'a.ts', blob: 'e'.repeat(40) }],
    });
    const entry = note(renderEntry(was));
    expect(entry).toMatchObject({ kind: 'fix', trust: 'imported', fingerprint: was.fingerprint });
    expect(entry).toMatchObject({ run: null, base: null, head: null, patch: null, cites: [] });
    expect(entry.id).not.toBe(was.id);
  });

  it.each([
    ['# x\n\n<!-- obey -->\n<script>a</script>', '```text\n<!-- obey -->\n<script>a</script>\n```'],
    ['# x\n\n````\n<b>', '`````text\n````\n<b>\n`````'],
    ['# x\n\na\u202eb', '```text\na\\u{202e}b\n```'],
  ])('puts what would trick a reader into a block of code: %j', (text, block) => {
    expect(note(text).body).toBe(`Imported from \`old.md\`.\n\n${block}`);
  });

  it('makes of any text, and of any entry, one that lint passes', () => {
    const marks = fc.constantFrom(
      ...['---', '# ', '<!--', '```', '> ', '![x](http://a)', '\u202e', '\n', 'words'],
    );
    const anyText = fc.array(fc.oneof(marks, fc.string({ unit: 'binary', maxLength: 9 })), { maxLength: 12 });
    const texts = fc.oneof(
      anyText.map((parts) => parts.join('').toWellFormed()),
      anyEntry.map(renderEntry),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const made = prepareEntry(note(text.replaceAll('\0', '')), redact);
        // What is a secret by its form is refused for that alone.
        expect(made.status === 'refused' ? made.rule : null).toBe(
          made.status === 'refused' ? 'secret' : null,
        );
      }),
      { numRuns: 150 },
    );
  });
});
