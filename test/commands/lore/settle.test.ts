import { describe, expect, it } from '@jest/globals';
import { entryPath } from '../../../src/lore/entry-path.ts';
import { renderEntry } from '../../../src/lore/markdown.ts';
import { toUlid } from '../../../src/lore/ulid.ts';
import { dreamos } from '../../e2e/run.ts';
import { makeEntry } from '../../lore/make.ts';
import { makeRepository } from '../../make.ts';

/** Made at the time that the entries say, whatever day it is. */
const NOW = new Date();
const idOf = (at: number) => toUlid(NOW.getTime(), Uint8Array.of(...Array(9).fill(0), at));

describe('lore settle', () => {
  it('tells once what became of each fix', async () => {
    const { dir, git, commit } = makeRepository({ a: 'red\n', b: 'red\n', c: 'red\n' });
    const propose = (path: string) => {
      git('switch', '-q', '-c', `fix-${path}`, 'main');
      const head = commit({ [path]: 'green\n' }, `fix: ${path}`);
      git('switch', '-q', 'main');
      return head;
    };
    const heads = ['a', 'b', 'c'].map(propose);
    const created = NOW.toISOString();
    const entries = [...heads, 'f'.repeat(40)].map((head, at) =>
      makeEntry({ id: idOf(at), kind: 'fix', head, created, outcome: 'proposed', title: `Fix ${at}` }),
    );
    commit(Object.fromEntries(entries.map((entry) => [entryPath(entry), renderEntry(entry)])));
    expect((await dreamos(dir, ['lore', 'settle'])).stdout).toBe('Nothing has moved.\n');

    for (const name of ['fix-a', 'fix-b']) git('merge', '-q', '--no-ff', '-m', name, name);
    git('revert', '--no-edit', '-m', '1', 'HEAD');
    const dry = JSON.parse((await dreamos(dir, ['lore', 'settle', '--dry-run', '--json'])).stdout);
    expect(dry.moved.map(({ id, from, to }: Record<string, string>) => [id, from, to])).toEqual([
      [idOf(0), 'proposed', 'merged'],
      [idOf(1), 'proposed', 'reverted'],
    ]);
    expect(git('branch', '--list', 'dreamos/*')).toBe('');

    const settled = await dreamos(dir, ['lore', 'settle']);
    expect(settled).toMatchObject({ exit: 0, stderr: '' });
    expect(settled.stdout).toContain('2 entries on dreamos/lore');
    const page = git('show', 'dreamos/lore:lore/README.md');
    expect(page).toContain('-fix-0.md) (fix, merged)');
    expect(page).toContain('-fix-1.md) (fix, reverted)');
    expect((await dreamos(dir, ['lore', 'settle'])).stdout).toBe('Nothing has moved.\n');

    const search = async (outcome: string) => {
      const ended = await dreamos(dir, ['lore', 'search', 'fix', '--outcome', outcome, '--json']);
      return JSON.parse(ended.stdout).hits.map((hit: Record<string, string>) => [hit.id, hit.outcome]);
    };
    expect(await search('merged')).toContainEqual([idOf(0), 'merged']);
    expect((await search('proposed')).map(([id]: string[]) => id).sort()).toEqual([idOf(2), idOf(3)]);

    git('switch', '-q', 'dreamos/lore');
    expect(await dreamos(dir, ['lore', 'lint'])).toMatchObject({ exit: 0 });
  }, 180_000);

  it('hears of a merge that was reverted, though the entry of the fix went with it', async () => {
    const { dir, git, commit } = makeRepository({ a: 'red\n' });
    git('switch', '-q', '-c', 'fix');
    const head = commit({ a: 'green\n' }, 'fix: a');
    const entry = makeEntry({
      ...{ id: idOf(0), kind: 'fix', head, created: NOW.toISOString(), outcome: 'proposed', title: 'Fix a' },
    });
    commit({ [entryPath(entry)]: renderEntry(entry) }, 'docs(lore): fix a');
    git('switch', '-q', 'main');
    git('merge', '-q', '--no-ff', '-m', 'Merge the fix', 'fix');
    const settle = async () => {
      const { stdout } = await dreamos(dir, ['lore', 'settle', '--json']);
      return JSON.parse(stdout).moved.map(({ id, to }: Record<string, string>) => [id, to]);
    };
    expect(await settle()).toEqual([[idOf(0), 'merged']]);
    git('revert', '--no-edit', '-m', '1', 'HEAD');
    git('branch', '-q', '-D', 'fix');
    expect(await settle()).toEqual([[idOf(0), 'reverted']]);
    expect(git('show', 'dreamos/lore:lore/README.md')).toContain('-fix-a.md) (fix, reverted)');
    expect(await settle()).toEqual([]);
  }, 60_000);
});
