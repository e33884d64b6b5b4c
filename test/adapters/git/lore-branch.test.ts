import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LoreBranch } from '../../../src/adapters/git/lore-branch.ts';
import { openRepository } from '../../../src/adapters/git/open-repository.ts';
import { hashFolder, type MadeRepository, makeFolder, makeRepository, TOP } from '../../make.ts';

const BRANCH = 'dreamos/lore';
const ENV = { PATH: process.env.PATH ?? '' };

async function openBook(dir: string, branch = BRANCH): Promise<LoreBranch> {
  const temp = join(makeFolder(), 'dreamos');
  return new LoreBranch({ repository: await openRepository(dir, ENV), temp, env: ENV, branch });
}

function makeFile(name: string, text = `of ${name}\n`) {
  return { path: `lore/2026/11/${name}.md`, text };
}

function filesOf(repo: MadeRepository): string[] {
  return repo.git('ls-tree', '-r', '--name-only', BRANCH, 'lore').split('\n');
}

/** Everything but objects, our branch and its log. */
const isOurs = (path: string) =>
  /^\.git\/(objects|refs\/heads\/dreamos|logs\/refs\/heads\/dreamos)/.test(path);

describe('append', () => {
  it('adds files in a commit of its own on top of the default branch, and touches nothing else', async () => {
    const repo = makeRepository({ 'a.txt': 'one\n', 'lore/decisions/x.md': 'x\n' });
    repo.git('switch', '-q', '-c', 'private');
    repo.commit({ 'b.txt': 'not yet shown to anybody\n' });
    repo.write({ 'a.txt': 'dirty\n', 'c.txt': 'untracked\n' });
    const before = hashFolder(repo.dir, isOurs);
    const book = await openBook(repo.dir);
    const made = await book.append([makeFile('a', 'ä\n"q" \\ ?\n'), makeFile('b')], 'docs(lore): two\n\nÄ\n');
    expect(made).toEqual({ commit: repo.git('rev-parse', BRANCH), created: true });
    expect(hashFolder(repo.dir, isOurs)).toBe(before);
    expect(repo.git('log', '--format=%s|%an|%cn', `main..${BRANCH}`)).toBe(
      'docs(lore): two|Dream.OS|Dream.OS',
    );
    expect(repo.git('diff', '--name-status', 'main', BRANCH).split('\n')).toEqual([
      'A\tlore/2026/11/a.md',
      'A\tlore/2026/11/b.md',
    ]);
    expect(repo.git('show', `${BRANCH}:lore/2026/11/a.md`)).toBe('ä\n"q" \\ ?');
    expect(repo.git('fsck', '--strict')).toBe('');
  });

  it('does nothing for what is there, refuses another text, and renews the timeline alone', async () => {
    const repo = makeRepository({ 'a.txt': 'one\n' });
    const book = await openBook(repo.dir);
    const timeline = (text: string) => ({ path: 'lore/README.md', text });
    const { commit } = await book.append([makeFile('a'), timeline('one\n')], 'first');
    expect(await book.append([makeFile('a')], 'again')).toEqual({ commit, created: false });
    await expect(book.append([makeFile('b'), makeFile('a', 'other\n')], 'worse')).rejects.toMatchObject({
      code: 'refused',
    });
    expect(repo.git('rev-parse', BRANCH)).toBe(commit);
    await book.append([makeFile('b'), timeline('two\n')], 'second');
    expect(filesOf(repo)).toEqual(['lore/2026/11/a.md', 'lore/2026/11/b.md', 'lore/README.md']);
    expect(repo.git('show', `${BRANCH}:lore/README.md`)).toBe('two');
    expect(repo.git('rev-parse', `${BRANCH}^`)).toBe(commit);
  });

  it('writes nothing but lore', async () => {
    const book = await openBook(makeRepository({ 'a.txt': 'one\n' }).dir);
    for (const path of ['src/a.md', 'lore/a.js', 'lore/../a.md', 'lore/a b.md', 'lore/.git/a.md'])
      await expect(book.append([{ path, text: 'x\n' }], 'x')).rejects.toThrow('is no file of lore');
  });

  it('loses nothing when ten write at once', async () => {
    const repo = makeRepository({ 'a.txt': 'one\n' });
    const books = await Promise.all(Array.from({ length: 10 }, () => openBook(repo.dir)));
    await Promise.all(books.map((book, n) => book.append([makeFile(`e${n}`)], `entry ${n}`)));
    expect(filesOf(repo)).toHaveLength(10);
    expect(repo.git('rev-list', '--count', `main..${BRANCH}`)).toBe('10');
    expect(repo.git('fsck', '--strict', '--no-dangling')).toBe('');
  }, 180_000);

  it('refuses a branch that is checked out, here or in another worktree', async () => {
    const repo = makeRepository({ 'a.txt': 'one\n' });
    const book = await openBook(repo.dir);
    const { commit } = await book.append([makeFile('a')], 'first');
    const other = join(makeFolder(), 'other tree');
    repo.git('worktree', 'add', '-q', other, BRANCH);
    await expect(book.append([makeFile('b')], 'second')).rejects.toMatchObject({
      code: 'refused',
      message: `The branch ${BRANCH} is checked out in ${other}; nothing was written to it.`,
    });
    expect(repo.git('rev-parse', BRANCH)).toBe(commit);
  });

  it('never moves what the branch is an alias of', async () => {
    const repo = makeRepository({ 'a.txt': 'one\n' });
    const main = repo.git('rev-parse', 'main');
    repo.git('branch', 'other');
    repo.git('symbolic-ref', `refs/heads/${BRANCH}`, 'refs/heads/other');
    await (await openBook(repo.dir)).append([makeFile('a')], 'first');
    expect(repo.git('rev-parse', 'other')).toBe(main);
    expect(filesOf(repo)).toEqual(['lore/2026/11/a.md']);
  });

  it('goes on from what others pushed', async () => {
    const repo = makeRepository({ 'a.txt': 'one\n' });
    await (await openBook(repo.dir)).append([makeFile('a')], 'theirs');
    const clone = join(makeFolder(), 'clone');
    repo.git('clone', '-q', repo.dir, clone);
    const book = await openBook(clone);
    await book.append([makeFile('b')], 'ours');
    const git = (...words: string[]) => repo.git('-C', clone, ...words);
    expect(git('rev-parse', `${BRANCH}^`)).toBe(git('rev-parse', `origin/${BRANCH}`));
    // While ours is a part of theirs; what both have alone stays apart.
    git('push', '-q', 'origin', BRANCH);
    await (await openBook(repo.dir)).append([makeFile('c')], 'theirs again');
    git('fetch', '-q');
    await book.append([makeFile('d')], 'ours again');
    expect(git('rev-parse', `${BRANCH}^`)).toBe(git('rev-parse', `origin/${BRANCH}`));
  });

  it('writes from a worktree, in a bare repository and with SHA-256', async () => {
    const repo = makeRepository({ 'a.txt': 'one\n' });
    const tree = join(makeFolder(), 'tree');
    repo.git('worktree', 'add', '-q', '-b', 'side', tree);
    await (await openBook(tree)).append([makeFile('a')], 'first');
    expect(filesOf(repo)).toEqual(['lore/2026/11/a.md']);
    const bare = join(makeFolder(), 'bare.git');
    repo.git('clone', '-q', '--bare', repo.dir, bare);
    expect(await (await openBook(bare)).append([makeFile('b')], 'second')).toMatchObject({ created: true });
    const dir = makeFolder();
    spawnSync('git', ['init', '-q', '--object-format=sha256', '-b', 'main', dir]);
    const long = makeRepository({ 'a.txt': 'one\n' }, dir);
    const { commit } = await (await openBook(dir)).append([makeFile('a')], 'first');
    expect({ length: commit.length, files: filesOf(long) }).toEqual({
      length: 64,
      files: ['lore/2026/11/a.md'],
    });
  });

  it('writes in clones that lack a part of history', async () => {
    const origin = makeRepository({ 'a.txt': 'one\n', 'deep/b.txt': 'b\n' });
    origin.commit({ 'a.txt': 'two\n' });
    origin.git('config', 'uploadpack.allowFilter', 'true');
    for (const part of ['--depth=1', '--filter=blob:none', '--filter=tree:0', '--sparse']) {
      const dir = join(makeFolder(), 'clone');
      origin.git('clone', '-q', part, `file://${origin.dir}`, dir);
      const { commit } = await (await openBook(dir)).append([makeFile('a')], 'first');
      expect(origin.git('-C', dir, 'ls-tree', '-r', '--name-only', commit).split('\n')).toEqual([
        ...['a.txt', 'deep/b.txt', 'lore/2026/11/a.md'],
      ]);
    }
  });

  it('says read-only where nothing can be written', () => {
    const repo = makeRepository({ 'a.txt': 'one\n' });
    const temp = makeFolder();
    chmodSync(temp, 0o777);
    chmodSync(repo.dir, 0o755);
    const isRoot = process.getuid?.() === 0;
    if (!isRoot) spawnSync('chmod', ['-R', 'a-w', repo.dir]);
    const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--no-new-privs'];
    const at = (path: string) => JSON.stringify(join(TOP, 'src', 'adapters', 'git', path));
    const script = `
      import { LoreBranch } from ${at('lore-branch.ts')};
      import { openRepository } from ${at('open-repository.ts')};
      const env = { PATH: process.env.PATH };
      const repository = await openRepository(${JSON.stringify(repo.dir)}, env);
      const book = new LoreBranch({ repository, temp: ${JSON.stringify(temp)}, env, branch: 'dreamos/lore' });
      const done = book.append([{ path: 'lore/2026/11/a.md', text: 'a' }], 'x');
      console.log(await done.then(() => 'written', ({ code, message }) => code + ': ' + message));`;
    const [program = '', ...words] = [
      ...(isRoot ? nobody : []),
      ...[process.execPath, '--input-type=module', '-e', script],
    ];
    const ran = spawnSync(program, words, { encoding: 'utf8' });
    if (!isRoot) spawnSync('chmod', ['-R', 'u+w', repo.dir]);
    expect(ran.stdout.trim()).toBe('read-only: The repository cannot be written to.');
    expect(repo.git('branch', '--list', BRANCH)).toBe('');
  });

  it('runs no program that the repository’s configuration or hooks name', async () => {
    const repo = makeRepository({ 'a.txt': 'one\n', '.gitattributes': '* filter=planted\n' });
    const marks = makeFolder();
    const program = join(marks, '..', `${marks.split('/').at(-1)}-program`);
    writeFileSync(program, `#!/bin/sh\n: > '${marks}/ran'\ncat\n`);
    chmodSync(program, 0o755);
    mkdirSync(join(repo.dir, '.git', 'hooks'), { recursive: true });
    for (const hook of ['reference-transaction', 'pre-auto-gc', 'post-commit', 'pre-commit'])
      writeFileSync(join(repo.dir, '.git', 'hooks', hook), `#!/bin/sh\n'${program}' </dev/null\n`, {
        mode: 0o755,
      });
    const isThere = () => readdirSync(marks).length > 0;
    repo.git('branch', 'control');
    expect(isThere()).toBe(true);
    rmSync(join(marks, 'ran'));
    for (const [key, value] of [
      ['filter.planted.clean', program],
      ['core.fsmonitor', program],
      ['core.alternateRefsCommand', `${program} #`],
      ['hook.planted.command', program],
      ['hook.planted.event', 'reference-transaction'],
      ['url.ext::planted.insteadOf', '/'],
      ['commit.gpgSign', 'true'],
      ['gpg.program', program],
    ] as const)
      repo.git('config', key, value);
    for (const mark of readdirSync(marks)) rmSync(join(marks, mark));
    await (await openBook(repo.dir)).append([makeFile('a')], 'first');
    expect(isThere()).toBe(false);
    rmSync(program);
  });
});

describe('messages', () => {
  it('finds its commits by a text, newest first, and none where there is no branch', async () => {
    const repo = makeRepository({ 'a.txt': 'one\n' });
    const base = repo.git('rev-parse', 'main');
    const book = await openBook(repo.dir);
    expect(await book.messages(base, base)).toEqual([]);
    await book.append([makeFile('a')], `first\n\nBase: ${base}\n`);
    await book.append([makeFile('b')], 'other\n');
    await book.append([makeFile('c')], `third\n\nBase: ${base}\n`);
    expect(await book.messages(base, base)).toEqual([`third\n\nBase: ${base}`, `first\n\nBase: ${base}`]);
    expect(await book.messages(base, BRANCH)).toEqual([]);
  });
});
