import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { toGitEnvironment } from '../../../src/adapters/git/environment.ts';
import { GitLore } from '../../../src/adapters/git/git-lore.ts';
import { findGitPlaces } from '../../../src/adapters/git/read-refs.ts';
import type { LoreChanges } from '../../../src/domain/ports.ts';
import { makeFolder, makeRepository } from '../../make.ts';

const env = toGitEnvironment({ PATH: process.env.PATH ?? '' });

function open(dir: string): GitLore {
  const places = findGitPlaces(dir);
  if (places === null) throw new Error('no repository');
  return new GitLore({ places, branch: 'dreamos/lore', env });
}

const toPairs = ({ found }: LoreChanges) => found.map(({ path, layers }) => `${path} ${layers}`).sort();

async function readAll(source: GitLore): Promise<Record<string, string | null>> {
  const { found } = await source.changes(null);
  const texts: Record<string, string | null> = {};
  for await (const { file, text } of source.read(found)) texts[file.path] = text;
  return texts;
}

describe('GitLore', () => {
  it('reads the union of HEAD and the lore branch, local and remote-tracking', async () => {
    const repository = makeRepository({ 'lore/a.md': 'a', 'lore/x.txt': 'no', 'src/b.md': 'no' });
    repository.git('checkout', '-q', '-b', 'dreamos/lore');
    repository.commit({ 'lore/2026/01/b.md': 'b' });
    const ahead = repository.commit({ 'lore/c ü.md': 'c' });
    repository.git('update-ref', 'refs/remotes/origin/dreamos/lore', ahead);
    repository.git('reset', '-q', '--hard', 'HEAD^');
    repository.git('checkout', '-q', 'main');
    const source = open(repository.dir);
    expect(toPairs(await source.changes(null))).toEqual([
      'lore/2026/01/b.md 6',
      'lore/a.md 7',
      'lore/c ü.md 4',
    ]);
    expect(await readAll(source)).toEqual({ 'lore/a.md': 'a', 'lore/2026/01/b.md': 'b', 'lore/c ü.md': 'c' });
  });

  it('tells what came and went between two states', async () => {
    const repository = makeRepository({ 'lore/a.md': 'a', 'lore/b.md': 'b' });
    const source = open(repository.dir);
    const { state } = await source.changes(null);
    expect(await source.state()).toBe(state);
    repository.commit({ 'src/a.ts': 'no lore' });
    expect(await source.state()).not.toBe(state);
    repository.commit({ 'lore/a.md': 'changed', 'lore/b.md': null, 'lore/c.md': 'c' });
    repository.git('branch', 'dreamos/lore');
    const changes = await source.changes(state);
    expect(changes).toMatchObject({ isWhole: false, gone: [{ path: 'lore/b.md', layers: 1 }] });
    expect(toPairs(changes)).toEqual(['lore/a.md 3', 'lore/c.md 3']);
    repository.git('branch', '-D', 'dreamos/lore');
    const later = await source.changes(changes.state);
    expect(later.found).toEqual([]);
    expect(later.gone).toHaveLength(2);
  });

  it('lists everything when the commit that it starts from is gone', async () => {
    const repository = makeRepository({ 'lore/a.md': 'a' });
    const source = open(repository.dir);
    const { state } = await source.changes(null);
    const lost = state.replace(/[0-9a-f]{40}/, '0123456789'.repeat(4));
    const changes = await source.changes(lost);
    expect(changes).toMatchObject({ isWhole: true, state });
    expect(toPairs(changes)).toEqual(['lore/a.md 1']);
    expect((await source.changes('nonsense')).isWhole).toBe(true);
  });

  it('reads refs wherever git keeps them', async () => {
    const repository = makeRepository({ 'lore/a.md': 'a' });
    repository.git('branch', 'dreamos/lore');
    repository.git('update-ref', 'refs/remotes/up/dreamos/lore', 'HEAD');
    const loose = await open(repository.dir).state();
    expect(loose).toContain('refs/remotes/up/dreamos/lore');
    expect(loose).not.toContain('null');
    repository.git('pack-refs', '--all');
    expect(await open(repository.dir).state()).toBe(loose);
    expect(await open(join(repository.dir, 'lore')).state()).toBe(loose);
    repository.git('checkout', '-q', '--detach');
    expect(await open(repository.dir).state()).toBe(loose);
    const tree = join(makeFolder(), 'tree');
    repository.git('worktree', 'add', '-q', tree);
    expect(await open(tree).state()).toBe(loose);
    const bare = join(makeFolder(), 'bare.git');
    execFileSync('git', ['clone', '-q', '--bare', repository.dir, bare]);
    expect(toPairs(await open(bare).changes(null))).toEqual(['lore/a.md 3']);
  });

  it('knows a repository without commits or lore', async () => {
    const dir = makeFolder();
    execFileSync('git', ['init', '-q', dir]);
    expect((await open(dir).changes(null)).found).toEqual([]);
    expect((await open(makeRepository({ 'a.txt': 'a' }).dir).changes(null)).found).toEqual([]);
  });

  it('finds no repository where there is none', () => {
    const dir = makeFolder();
    mkdirSync(join(dir, '.git'));
    writeFileSync(join(dir, '.git', 'HEAD'), 'x');
    expect(findGitPlaces(dir)?.top).not.toBe(dir);
  });

  it('passes over links and what is no text', async () => {
    const repository = makeRepository({ 'lore/a.md': 'a' });
    writeFileSync(join(repository.dir, 'lore/binary.md'), Buffer.from([0, 255, 254]));
    execFileSync('ln', ['-s', '/etc/passwd', join(repository.dir, 'lore/link.md')]);
    repository.git('add', '-A');
    repository.git('commit', '-q', '-m', 'odd');
    expect(await readAll(open(repository.dir))).toEqual({ 'lore/a.md': 'a', 'lore/binary.md': null });
  });
});
