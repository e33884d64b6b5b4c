import { readdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openSegment } from '../../../src/lore/index/index-folder.ts';
import { openLoreIndex } from '../../../src/lore/index/open-index.ts';
import { toDocument } from '../../../src/lore/index/to-document.ts';
import { makeFolder } from '../../make.ts';
import { MapLore, silent, toHome } from './make-lore.ts';
import { scorePlainly } from './plain-bm25.ts';

const open = (source: MapLore, ...folders: string[]) => openLoreIndex(toHome(source, ...folders), silent);
const WORDS = 'curly lint rule parser noUnusedVars code-frame module import export timeout retry'.split(' ');

const word = fc.constantFrom(...WORDS);
const text = fc.array(word, { maxLength: 30 }).map((words) => words.join(' '));
const note = fc.tuple(text, text).map(([title, body]) => (title === '' ? body : `# ${title}\n\n${body}`));
/** A step of the history of a folder: a path gets a text, or goes. */
const step = fc.record({ name: fc.integer({ min: 0, max: 25 }), text: fc.option(note, { freq: 5 }) });

/** Best first, as far as quantisation lets one tell: each hit's plain score is within a byte's error of the one it stands for. */
function expectSameRanking(paths: readonly string[], plain: ReadonlyMap<string, number>): void {
  const ideal = [...plain.values()].filter((score) => score > 0).sort((a, b) => b - a);
  expect(paths).toHaveLength(ideal.length);
  expect(new Set(paths).size).toBe(paths.length);
  for (const [at, path] of paths.entries()) {
    const allowed = 0.02 * (ideal[0] ?? 0) + 1e-6;
    expect(Math.abs((plain.get(path) ?? 0) - (ideal[at] ?? 0))).toBeLessThan(allowed);
  }
}

function scoreAll(source: MapLore, question: string): Map<string, number> {
  const paths = [...source.files.keys()];
  const documents = paths.map((path) => toDocument(path, source.files.get(path) ?? ''));
  const scores = scorePlainly(documents, question);
  return new Map(paths.map((path, at) => [path, scores[at] ?? 0]));
}

describe('openLoreIndex', () => {
  it('ranks as plain BM25 does, up to quantisation', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(note, { minLength: 1, maxLength: 30 }), text, async (notes, question) => {
        const source = new MapLore(Object.fromEntries(notes.map((body, at) => [`notes/${at}.md`, body])));
        const index = await open(source);
        const hits = await index.search({ text: question, limit: 100 });
        index.close();
        expectSameRanking(
          hits.map(({ path }) => path),
          scoreAll(source, question),
        );
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  it('finds the same best ones however few are asked for', async () => {
    const notes = fc.array(note, { minLength: 20, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(notes, text, fc.integer({ min: 1, max: 3 }), async (bodies, question, limit) => {
        const source = new MapLore(Object.fromEntries(bodies.map((body, at) => [`notes/${at}.md`, body])));
        const index = await open(source);
        const all = await index.search({ text: question, limit: 100 });
        expect(await index.search({ text: question, limit })).toEqual(all.slice(0, limit));
        index.close();
      }),
      { numRuns: 40, seed: 5 },
    );
  });

  it('gives eight who ask at once the newest after each change', async () => {
    const [source, folder] = [new MapLore({ 'a.md': 'curly' }), makeFolder()];
    const all = await Promise.all(Array.from({ length: 8 }, () => open(source, folder)));
    for (let n = 0; n < 12; n++) {
      source.set(`n/${n}.md`, `parser ${n % 3 === 0 ? 'curly' : ''}`);
      if (n > 4) source.set(`n/${n - 4}.md`, null);
      await Promise.all(all.map((index) => index.refresh()));
      const sizes = await Promise.all(all.map((index) => index.size()));
      expect(sizes).toEqual(sizes.map(() => source.files.size));
    }
    for (const index of all) index.close();
    expect(readdirSync(folder).filter((name) => name.endsWith('.seg')).length).toBeLessThan(5);
  });

  it('answers as one made anew after any history of updates, in any number of segments', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 12 }),
        text,
        async (history, question) => {
          const source = new MapLore({ 'notes/0.md': 'curly' });
          const index = await open(source, makeFolder());
          for (const steps of history) {
            for (const { name, text } of steps) source.set(`notes/${name}.md`, text);
            await index.refresh();
          }
          const there = new Set((await index.search({ text: question, limit: 100 })).map(({ path }) => path));
          const size = await index.size();
          index.close();
          const wanted = [...scoreAll(source, question)].flatMap(([path, score]) =>
            score > 0 ? [path] : [],
          );
          expect(there).toEqual(new Set(wanted));
          expect(size).toBe(source.files.size);
        },
      ),
      { numRuns: 25, seed: 5 },
    );
  });

  it('reads nothing again when nothing changed, and only what changed otherwise', async () => {
    const folder = makeFolder();
    const source = new MapLore({ 'a.md': 'curly', 'b.md': 'parser' });
    (await open(source, folder)).close();
    source.reads = 0;
    const index = await open(source, folder);
    expect(source.reads).toBe(0);
    source.set('b.md', 'parser of curly things');
    await index.refresh();
    expect(source.reads).toBe(1);
    expect((await index.search({ text: 'curly', limit: 9 })).map(({ path }) => path).sort()).toEqual([
      'a.md',
      'b.md',
    ]);
    index.close();
  });

  it('keeps few segments after many small updates, and forgets what is dead', async () => {
    const source = new MapLore({ 'a.md': 'curly' });
    const folder = makeFolder();
    const index = await open(source, folder);
    for (let n = 0; n < 60; n++) {
      source.set(`n/${n}.md`, `parser ${n % 7}`);
      if (n > 20) source.set(`n/${n - 20}.md`, null);
      await index.refresh();
    }
    expect(await index.size()).toBe(source.files.size);
    index.close();
    const segments = readdirSync(folder).filter((name) => name.endsWith('.seg'));
    expect(segments.length).toBeLessThan(6);
    const documents = segments.map((name) => openSegment(join(folder, name)).documents);
    expect(documents.reduce((sum, one) => sum + one, 0)).toBeLessThan(60);
  });

  it('finds by exact values and filters by them', async () => {
    const entry = (kind: string, created: string, body: string) =>
      `---\nid: ${body}\nkind: ${kind}\ncreated: ${created}\nagent: heal\noutcome: held\nfingerprint: ${'ab'.repeat(32)}\nfiles:\n  - src/a.ts\n---\n\n# Curly\n\n${body}\n`;
    const source = new MapLore({
      'lore/1.md': entry('fix', '2026-01-01T00:00:00.000Z', 'one'),
      'lore/2.md': entry('failure', '2026-02-01T00:00:00.000Z', 'two'),
      'lore/3.md': '# Curly\n\nwithout front matter',
    });
    const index = await open(source);
    const ids = (hits: readonly { id: string }[]) => hits.map(({ id }) => id);
    expect(ids(await index.exact('fingerprint', 'ab'.repeat(32), 9))).toEqual(['two', 'one']);
    expect(ids(await index.exact('file', 'src/a.ts', 1))).toEqual(['two']);
    const search = async (filters: object) =>
      ids(await index.search({ text: 'curly', limit: 9, ...filters })).sort();
    expect(await search({})).toEqual(['lore/3', 'one', 'two']);
    expect(await search({ only: { kind: ['fix'] } })).toEqual(['one']);
    expect(await search({ only: { kind: ['fix', 'failure'], file: ['src/a.ts'] } })).toEqual(['one', 'two']);
    expect(await search({ only: { kind: [] }, since: Date.parse('2026-01-15') })).toEqual(['two']);
    expect(await search({ only: { agent: ['nobody'] } })).toEqual([]);
    index.close();
  });

  it('leaves out what a tombstone takes out, and the tombstone', async () => {
    const source = new MapLore({ 'lore/one.md': '# Curly one', 'lore/two.md': '# Curly two' });
    const index = await open(source);
    const stone = '---\nid: stone\nkind: tombstone\nrefers:\n  - lore/one\n---\n\n# Curly is forgotten\n';
    source.set('lore/stone.md', stone);
    await index.refresh();
    expect((await index.search({ text: 'curly', limit: 9 })).map(({ id }) => id)).toEqual(['lore/two']);
    source.set('lore/stone.md', null);
    await index.refresh();
    expect(await index.search({ text: 'curly', limit: 9 })).toHaveLength(2);
    index.close();
  });

  it('takes any file: broken front matter, no text, odd characters', async () => {
    const source = new MapLore({
      'a.md': '---\nkind: [unclosed\n---\ncurly',
      'b.md': '',
      'c.md': '---\n',
      'd.md': `${'\ud800'} curly ${'x'.repeat(500_000)}`,
      'ü 😀.md': '---\nspeaker: Ada\ntitle: 7\n---\ncurly 漢字',
    });
    const index = await open(source, makeFolder());
    expect(await index.size()).toBe(5);
    expect(await index.search({ text: 'curly', limit: 9 })).toHaveLength(3);
    expect((await index.search({ text: 'ada', limit: 9 })).map(({ id }) => id)).toEqual(['ü 😀']);
    index.close();
  });
});

describe('openLoreIndex over a damaged index', () => {
  const source = () =>
    new MapLore(
      Object.fromEntries(
        WORDS.flatMap((one, at) => [
          [`${at}.md`, `${one} `.repeat(200)],
          [`x${at}.md`, `# ${one}\n\n${WORDS.join(' ')}`],
        ]),
      ),
    );
  const nameOf = (folder: string) => readdirSync(folder).find((name) => name.endsWith('.seg')) ?? '';
  const fileOf = (folder: string) => join(folder, nameOf(folder));
  const build = async () => {
    const folder = makeFolder();
    (await open(source(), folder)).close();
    return folder;
  };
  const expectWell = async (folder: string) => {
    const index = await open(source(), folder);
    for (const one of WORDS) expect((await index.search({ text: one, limit: 30 })).length).toBeGreaterThan(1);
    expect(await index.size()).toBe(2 * WORDS.length);
    index.close();
  };

  it.each([0, 1, 11, 12, 100, 400, 1000])('makes it anew when it is cut off after %d bytes', async (size) => {
    const folder = await build();
    truncateSync(fileOf(folder), size);
    await expectWell(folder);
  });

  it('makes it anew when it is not an index, or one of another version', async () => {
    const folder = await build();
    writeFileSync(fileOf(folder), 'not an index '.repeat(2000));
    await expectWell(folder);
    for (const version of [2, 4, '"3"']) {
      const json = `{"version":${version},"state":"state 0","segments":[]}`;
      writeFileSync(join(folder, 'current'), `${crc32(json).toString(16).padStart(8, '0')} ${json}`);
      await expectWell(folder);
    }
  });

  it('makes it anew when the pointer is gone, empty or names another place', async () => {
    const json = '{"version":3,"state":"state 0","segments":[{"name":"../../etc/passwd","changed":[]}]}';
    const checked = `${crc32(json).toString(16).padStart(8, '0')} ${json}`;
    for (const text of [null, '', '../../etc/passwd', 'lore-0123456789ab.sqlite\n', checked]) {
      const folder = await build();
      if (text === null) rmSync(join(folder, 'current'));
      else writeFileSync(join(folder, 'current'), text);
      await expectWell(folder);
    }
  });

  it('answers as if nothing had happened, whatever bytes are overwritten or cut off', async () => {
    const folder = await build();
    const [name, whole] = [nameOf(folder), readFileSync(fileOf(folder))];
    const current = readFileSync(join(folder, 'current'));
    const answersOf = async (from: string) => {
      const index = await open(source(), from);
      const answers = [];
      for (const one of WORDS) answers.push(await index.search({ text: one, limit: 30 }));
      index.close();
      return answers;
    };
    const wanted = await answersOf(folder);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(name, 'current'),
        fc.nat(whole.length - 1),
        fc.uint8Array({ minLength: 1, maxLength: 400 }),
        fc.boolean(),
        async (file, at, bytes, isCut) => {
          const copy = makeFolder();
          for (const [one, content] of [
            [name, whole],
            ['current', current],
          ] as const) {
            const damaged = Buffer.from(content);
            const from = at % content.length;
            if (one === file) damaged.set(bytes.subarray(0, content.length - from), from);
            writeFileSync(join(copy, one), isCut && one === file ? damaged.subarray(0, from) : damaged);
          }
          expect(await answersOf(copy)).toEqual(wanted);
        },
      ),
      { numRuns: 80, seed: 5 },
    );
  });

  it('makes it anew when a segment vanishes while it is open, or is damaged', async () => {
    const folder = await build();
    const index = await open(source(), folder);
    writeFileSync(fileOf(folder), 'x');
    rmSync(join(folder, 'current'));
    await index.refresh();
    expect(await index.size()).toBe(2 * WORDS.length);
    index.close();
    rmSync(fileOf(folder));
    await expectWell(folder);
  });

  it('ignores what a crash left, and removes it in time', async () => {
    const folder = await build();
    for (const name of ['building-lore-0123456789ab.seg', 'current-0123456789ab', 'lore-0123456789ab.seg'])
      writeFileSync(join(folder, name), 'half');
    utimesSync(join(folder, 'current-0123456789ab'), 1, 1);
    await expectWell(folder);
    const grown = source();
    grown.set('more.md', 'curly');
    (await open(grown, folder)).close();
    const left = readdirSync(folder).filter((name) => name.includes('0123456789ab'));
    expect(left).toEqual(['building-lore-0123456789ab.seg']);
  });

  it('works where nothing can be written, in memory', async () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'file'), '');
    await expectWell(join(folder, 'file', 'below'));
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('takes the next folder when the first cannot be written', async () => {
    const [first, second] = [makeFolder(), makeFolder()];
    writeFileSync(join(first, 'file'), '');
    const index = await open(source(), join(first, 'file', 'below'), second);
    index.close();
    expect(readdirSync(second)).toContain('current');
  });
});
