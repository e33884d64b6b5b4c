import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from '@jest/globals';
import { dreamos } from '../../e2e/run.ts';
import { hashFolder, makeFolder, makeRepository, TOP } from '../../make.ts';

const FINGERPRINT = 'c0de'.repeat(16);
const FIX = `---
id: 01M862KT9SD9W76CY6B9CVDTFW
kind: fix
created: 2026-11-24T06:00:00.000Z
agent: heal
fingerprint: ${FINGERPRINT}
outcome: held
files:
  - lib/rules/curly.js
---

# curly keeps a block that a comment follows

The rule removed the braces.
`;
const DECISION = `---
id: 01M862KT9TCCMVJZMT65YMSHTK
kind: decision
created: 2025-01-01T00:00:00.000Z
---

# Braces are kept

We keep braces where curly cannot tell.
`;
const FILES = {
  'lore/2026/11/01M862KT9SD9W76CY6B9CVDTFW-curly-keeps.md': FIX,
  'lore/2025/01/01M862KT9TCCMVJZMT65YMSHTK-braces.md': DECISION,
};

const search = async (dir: string, ...words: string[]) => {
  const { stdout, exit } = await dreamos(dir, ['lore', 'search', '--json', ...words]);
  return { exit, hits: (JSON.parse(stdout) as { hits: { id: string; why: string }[] }).hits };
};
const idsOf = async (dir: string, ...words: string[]) =>
  (await search(dir, ...words)).hits.map(({ id }) => id);

describe('dreamos lore search', () => {
  it('finds entries by words, fingerprint and filters, and sees a new commit', async () => {
    const repository = makeRepository(FILES);
    const [first, second] = ['01M862KT9SD9W76CY6B9CVDTFW', '01M862KT9TCCMVJZMT65YMSHTK'];
    expect(await idsOf(repository.dir, 'curly', 'comment')).toEqual([first, second]);
    expect((await search(repository.dir, 'braces', FINGERPRINT)).hits[0]).toMatchObject({
      id: first,
      why: 'same fingerprint',
    });
    expect(await idsOf(repository.dir, 'braces', '--kind', 'decision')).toEqual([second]);
    expect(await idsOf(repository.dir, 'braces', '--since', '2026-01-01')).toEqual([first]);
    expect(
      await idsOf(repository.dir, 'braces', '--file', 'lib/rules/curly.js', '--outcome', 'held'),
    ).toEqual([first]);
    repository.commit({ 'lore/new.md': '# Curly comment curly comment\n' });
    expect(await idsOf(repository.dir, 'curly', 'comment', '--limit', '1')).toEqual(['lore/new']);
  });

  it('prints for people, and says so when nothing was found', async () => {
    const repository = makeRepository(FILES);
    const found = await dreamos(repository.dir, ['lore', 'search', 'braces', 'comment']);
    expect(found).toMatchObject({ exit: 0, stderr: '' });
    expect(found.stdout).toContain('01M862KT9SD9W76CY6B9CVDTFW  fix, held, 2026-11-24\n');
    expect(found.stdout).toContain('words: comment, braces');
    expect(await dreamos(repository.dir, ['lore', 'search'], 'zebra')).toMatchObject({
      exit: 0,
      stdout: 'Nothing was found.\n',
    });
  });

  it.each([
    [['lore', 'search', '--limit', '101', 'x'], /--limit/],
    [['lore', 'search', '--since', 'soon', 'x'], /--since/],
    [['lore', 'search', '--in', 'nowhere', 'x'], /no folder/],
    [['lore', 'search', 'x', '--jsonl'], /standard input/],
    [['lore', 'search'], /needs <words>/],
    [['lore', 'search', 'x'], /not in a git working tree/],
  ])('refuses %j in a sentence', async (words, message) => {
    const ended = await dreamos(makeFolder(), words);
    expect(ended).toMatchObject({ exit: 2, stderr: expect.stringMatching(message) });
  });

  it('answers each line of --jsonl in order, as soon as it is asked', async () => {
    const folder = makeFolder();
    mkdirSync(join(folder, 'talk'));
    for (const [name, text] of Object.entries({
      'talk/1': 'Ada went to Paris',
      'talk/2': 'Bob bought a dog',
      'talk/3': 'ok',
    }))
      writeFileSync(join(folder, `${name}.md`), text);
    const before = hashFolder(folder);
    const child = spawn(
      process.execPath,
      [join(TOP, 'src/entry/cli.ts'), 'lore', 'search', '--jsonl', '--in', folder],
      { env: { PATH: process.env.PATH ?? '', HOME: makeFolder() }, stdio: ['pipe', 'pipe', 'ignore'] },
    );
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const ask = async (line: string) => {
      child.stdin.write(`${line}\n`);
      return JSON.parse((await answers.next()).value ?? 'null');
    };
    expect(await ask('{"id":1,"query":"Where did Ada go?","limit":5}')).toEqual({
      id: 1,
      hits: [{ id: 'talk/1', score: expect.any(Number), why: 'words: Ada, go' }],
    });
    expect(await ask('nonsense')).toEqual({ id: null, error: { code: 'bad-input', message: 'not JSON' } });
    expect(await ask('{"id":"b","query":7}')).toMatchObject({ id: 'b', error: { code: 'bad-input' } });
    expect(await ask('[1]')).toMatchObject({ id: null, error: { code: 'bad-input' } });
    expect(await ask('{"id":"c","query":"the","limit":1000}')).toEqual({ id: 'c', hits: [] });
    expect(await ask('{"id":"d","query":"who buys dogs"}')).toMatchObject({
      id: 'd',
      hits: [{ id: 'talk/2' }],
    });
    child.stdin.end();
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
    expect(hashFolder(folder)).toBe(before);
  });

  it('serves eight processes at once while commits come in, none with an error or an old answer', async () => {
    const repository = makeRepository(FILES);
    for (let round = 0; round < 2; round++) {
      repository.commit(
        Object.fromEntries(
          [...Array(20)].map((_, n) => [`lore/r${round}-${n}.md`, `round${round}x entry ${n}`]),
        ),
      );
      const ended = await Promise.all(
        [...Array(8)].map(() => search(repository.dir, `round${round}x`, '--limit', '100')),
      );
      for (const { exit, hits } of ended)
        expect({ exit, found: hits.length }).toEqual({ exit: 0, found: 20 });
    }
  });
});
