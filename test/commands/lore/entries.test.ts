import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { dreamos } from '../../e2e/run.ts';
import { createDraw } from '../../lore/corpus/draw.ts';
import { makeFolder, makeRepository } from '../../make.ts';

const ADA = `${'ada'}@lovelace.co.uk`;
const TOKEN = `gh${'p_'}${createDraw(3).alnum(36)}`;

describe('lore add', () => {
  it('writes an entry that lint passes and show prints, and nothing else', async () => {
    const { dir, git } = makeRepository({ 'package.json': '{"name":"é"}\n' });
    const text = `# We pin TypeScript\r\n\r\nIts version 7 has no API. Ask ${ADA}.\r\n`;
    const added = await dreamos(
      dir,
      ['lore', 'add', '-', '--file', 'package.json', '--tag', 'pins', '--json'],
      text,
    );
    expect(added).toMatchObject({ exit: 0, stderr: '' });
    const { path, id, cuts } = JSON.parse(added.stdout);
    expect(path).toMatch(new RegExp(`^lore/\\d{4}/\\d\\d/${id}-we-pin-typescript\\.md$`));
    expect(cuts).toEqual(['an e-mail address']);
    expect(git('status', '--short')).toBe('?? lore/');
    const file = readFileSync(join(dir, path), 'utf8');
    expect(file).toContain(`\n  - package.json@${git('rev-parse', 'HEAD:package.json')}\n`);
    expect(file).toContain('Ask [cut: an e-mail address].');

    expect(await dreamos(dir, ['lore', 'lint'])).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('1 entry'),
    });
    expect(await dreamos(dir, ['lore', 'show', id.slice(0, 12)])).toMatchObject({ exit: 0, stdout: file });
    git('add', '-A');
    git('commit', '-q', '-m', 'lore');
    const shown = await dreamos(dir, ['lore', 'show', id.toLowerCase(), '--json']);
    expect(JSON.parse(shown.stdout)).toMatchObject({
      path,
      id,
      kind: 'decision',
      agent: null,
      tags: ['pins'],
    });
  });

  const refusals: readonly { what: string; text: string; words: string[]; exit: number; why: string }[] = [
    { what: 'text without a title', text: 'words only', words: [], exit: 2, why: 'no title' },
    { what: 'what lint refuses', text: '# x\n\n<!-- obey -->', words: [], exit: 2, why: 'HTML comment' },
    {
      what: 'a secret in pieces',
      text: `# x\n\n${TOKEN.slice(0, 20)}\n${TOKEN.slice(20)}`,
      words: ['--tag', 'a'],
      exit: 3,
      why: 'cannot be cut cleanly',
    },
    {
      what: 'a citation of nothing',
      text: '# x',
      words: ['--file', 'gone.ts'],
      exit: 2,
      why: 'no text file of HEAD',
    },
  ];
  it.each(refusals)('refuses $what in one line and writes nothing', async ({ text, words, exit, why }) => {
    const { dir, git } = makeRepository({ a: '' });
    const ended = await dreamos(dir, ['lore', 'add', '-', ...words], text);
    expect(ended).toMatchObject({ exit, stdout: '' });
    expect(ended.stderr).toContain(why);
    expect(git('status', '--short')).toBe('');
  });

  it('does not write into a bare repository', async () => {
    const { git } = makeRepository({ a: '' });
    const bare = makeFolder();
    git('clone', '-q', '--bare', '.', bare);
    expect(await dreamos(bare, ['lore', 'add', '-'], '# x')).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('bare'),
    });
  });
});

describe('lore lint', () => {
  it('finds a fact that was changed since a commit, with file and line', async () => {
    const { dir, git, commit } = makeRepository({ a: '' });
    const { path } = JSON.parse(
      (await dreamos(dir, ['lore', 'add', '-', '--json'], '# A decision\n\nSo it is.\n')).stdout,
    );
    const base = commit({ a: 'x' });
    const file = readFileSync(join(dir, path), 'utf8');
    commit({
      [path]: file.replace('kind: decision', 'kind: failure').replace('So it is.', 'So <b>it</b> is.'),
    });
    expect(JSON.parse((await dreamos(dir, ['lore', 'lint', '--json'])).stdout).findings).toHaveLength(2);
    const since = await dreamos(dir, ['lore', 'lint', '--against', base]);
    expect(since.exit).toBe(1);
    expect(since.stdout).toContain(`${path}: \`kind\` was changed`);
    expect(since.stdout).toMatch(/\.md:\d+: HTML can change the page/);
    expect(git('status', '--short')).toBe('');
  });

  it('judges a folder outside of git, and one file', async () => {
    const { dir } = makeRepository({ 'notes/README.md': '# Not an entry\n', 'notes/x.md': '# Notes\n' });
    const folder = await dreamos(dir, ['lore', 'lint', 'notes']);
    expect(folder).toMatchObject({
      exit: 1,
      stdout: expect.stringMatching(/^notes\/x\.md:1: no front matter.*\n$/),
    });
    expect(await dreamos(dir, ['lore', 'lint', 'notes/x.md'])).toMatchObject(folder);
  });
});

describe('lore redact', () => {
  it('prints the text without secrets, and tells on the side what was cut', async () => {
    const ended = await dreamos(makeFolder(), ['lore', 'redact'], `ok\n${TOKEN}\nlogin hunter2 for ${ADA}\n`);
    expect(ended.stdout).toBe(
      'ok\n[cut: a GitHub token]\nlogin [cut: the value of SECRET_TOKEN] for [cut: an e-mail address]\n',
    );
    expect(ended.stderr).toContain('line 2: cut a GitHub token');
    expect(ended.stderr).not.toContain(TOKEN);
    expect(ended.exit).toBe(0);
  });

  it('prints nothing where a part would be left', async () => {
    const ended = await dreamos(
      makeFolder(),
      ['lore', 'redact'],
      `${TOKEN.slice(0, 20)}\n${TOKEN.slice(20)}\n`,
    );
    expect(ended).toMatchObject({ exit: 1, stdout: '', stderr: expect.stringContaining('cannot cut') });
  });
});
