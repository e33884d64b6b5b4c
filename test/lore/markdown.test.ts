import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { LoreEntry } from '../../src/domain/lore.ts';
import { parseEntry, renderEntry } from '../../src/lore/markdown.ts';
import { anyEntry, ID, makeEntry } from './make.ts';

const text = (front: string, rest = '# A title\n') => `---\n${front}\n---\n\n${rest}`;
const least = `id: ${ID}\nkind: decision\ncreated: 2026-11-24T06:00:00.000Z`;

describe('renderEntry', () => {
  it('gives the same entry back, whatever it says', () => {
    fc.assert(
      fc.property(anyEntry, (entry) => {
        expect(LoreEntry.safeParse(entry).success).toBe(true);
        const parsed = parseEntry(new TextEncoder().encode(renderEntry(entry)));
        expect(parsed).toEqual({ status: 'parsed', entry, unknown: [] });
      }),
      { numRuns: 300 },
    );
  });

  it('prints front matter that every reader of YAML understands as we do', () => {
    fc.assert(
      fc.property(anyEntry, (entry) => {
        const front = renderEntry(entry).split(/^---$/m)[1] ?? '';
        const { title, body, cites, ...fields } = entry;
        const said = Object.entries({
          ...fields,
          cites: cites.map(({ path, blob }) => `${path}@${blob}`),
        }).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0));
        for (const version of ['1.1', '1.2'] as const) {
          const read = parse(front, {
            version,
            schema: version === '1.1' ? 'yaml-1.1' : 'core',
            customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !/timestamp/.test(tag.tag)),
          });
          expect(read).toEqual(Object.fromEntries(said));
        }
        expect(front).not.toMatch(/[\u202a-\u202e\u2066-\u2069\ufeff\u200b]/);
      }),
      { numRuns: 200 },
    );
  });

  it('leaves out what there is nothing to say of', () => {
    expect(renderEntry(makeEntry({ tags: ['heal'] }))).toBe(
      `---\n${least}\ntags:\n  - heal\n---\n\n# Workspaces borrow objects\n\nBecause \`git worktree\` writes into the clone.\n`,
    );
  });
});

describe('parseEntry', () => {
  it('says one thing of any bytes, and never throws', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ unit: 'binary', maxLength: 300 }).map((noise) => new TextEncoder().encode(noise)),
      // A good entry with a few bytes changed.
      fc.tuple(anyEntry, fc.nat(), fc.uint8Array({ maxLength: 6 })).map(([entry, at, noise]) => {
        const file = new TextEncoder().encode(renderEntry(entry));
        file.set(noise.slice(0, Math.max(0, file.length - (at % file.length))), at % file.length);
        return file;
      }),
    );
    fc.assert(
      fc.property(bytes, (file) => {
        const parsed = parseEntry(file);
        if (parsed.status === 'broken') expect(parsed.why).toMatch(/^\S.*$/u);
        else expect(parseEntry(renderEntry(parsed.entry))).toEqual({ ...parsed, unknown: [] });
      }),
      { numRuns: 1000 },
    );
  });

  it('reads front matter as people write it', () => {
    const written = `\n# ours\nid: '${ID}'   # made by hand\nkind: "decision"\ncreated: 2026-11-24T06:00:00.000Z\ntags: [heal, "lore" ]\nfiles:\n- src/a.ts\n- 'it''s.ts'\nagent: ~\nrun:\n`;
    const parsed = parseEntry(`\ufeff${text(written, '\n\n#  A title \r\n\r\n\r\nText.\r\n\r\n')}`);
    expect(parsed).toMatchObject({
      status: 'parsed',
      entry: {
        id: ID,
        kind: 'decision',
        tags: ['heal', 'lore'],
        files: ['src/a.ts', "it's.ts"],
        agent: null,
        run: null,
        title: 'A title',
        body: 'Text.',
      },
    });
  });

  it('keeps what a newer version may have written, by name', () => {
    expect(parseEntry(text(`${least}\nmood: good`))).toMatchObject({ status: 'parsed', unknown: ['mood'] });
  });

  it.each([
    ['', 'no front matter: the first line is not ---', 1],
    ['# only markdown', 'no front matter: the first line is not ---', 1],
    ['---\nid: 1\n', 'front matter that does not end: a line --- is missing', 1],
    [text(least, 'no heading'), 'no title: a line `# …` must follow the front matter', 6],
    [text('id: x'), '`id`: an id is a ULID in capitals', null],
    [text(`${least}\nid: ${ID}`), '`id` is given twice', 5],
    [text(`${least}\nrun: *alias`), 'the value of `run` cannot be read: put it in quotes', 5],
    [text(`${least}\nrun: |\n  folded`), 'the value of `run` cannot be read: put it in quotes', 5],
    [text(`${least}\nstray`), 'neither `key: value` nor an item of a list', 5],
    [text(`${least}\nfiles: [../etc/passwd]`), '`files`, 0: a path inside the repository', null],
    [text(`${least}\ncites: [src/a.ts]`), '`cites`, 0, path: one line of text', null],
    [text(`${least}\nexpires: 2026-02-31T00:00:00.000Z`), '`expires`: no such time', null],
    [text(`${least}\n__proto__: x`), 'neither `key: value` nor an item of a list', 5],
  ])('says what is wrong with %j', (file, why, line) => {
    expect(parseEntry(file)).toEqual({ status: 'broken', why, line });
  });

  it('refuses what is no text, and what is larger than any entry', () => {
    expect(parseEntry(Uint8Array.of(0x2d, 0xff, 0xfe))).toMatchObject({ why: 'not text in UTF-8' });
    expect(parseEntry('x'.repeat(2 ** 20 + 1))).toMatchObject({ why: expect.stringContaining('larger') });
  });

  it('is quick on what would make a slow reader crawl', () => {
    const spaces = ' '.repeat(200_000);
    const started = performance.now();
    for (const value of [`[a${spaces}b]`, `"${spaces}`, `a${spaces}b`, `'${"'".repeat(100_001)}`])
      parseEntry(text(`${least}\nrun: ${value}`, `# t${spaces}\n${`${spaces}\n`.repeat(3)}x${spaces}`));
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
