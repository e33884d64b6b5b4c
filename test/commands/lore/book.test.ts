import { describe, expect, it } from '@jest/globals';
import { renderEntry } from '../../../src/lore/markdown.ts';
import { dreamos } from '../../e2e/run.ts';
import { makeEntry } from '../../lore/make.ts';
import { makeRepository } from '../../make.ts';

const entry = makeEntry();
const PATH = `lore/2026/11/${entry.id}-workspaces-borrow-objects.md`;
const makeBook = () => makeRepository({ a: '', [PATH]: renderEntry(entry) });

describe('lore timeline', () => {
  it('writes the page on the lore branch alone, and once', async () => {
    const { dir, git } = makeBook();
    const printed = await dreamos(dir, ['lore', 'timeline', '--print']);
    expect(printed).toMatchObject({ exit: 0, stdout: expect.stringContaining(`](2026/11/${entry.id}`) });
    expect(git('branch', '--list')).toBe('* main');

    const written = JSON.parse((await dreamos(dir, ['lore', 'timeline', '--json'])).stdout);
    expect(written).toMatchObject({ status: 'written', branch: 'dreamos/lore', entries: 1, flawed: [] });
    expect(`${git('show', 'dreamos/lore:lore/README.md')}\n`).toBe(printed.stdout);
    expect(git('diff', '--name-only', 'main', 'dreamos/lore')).toBe('lore/README.md');
    expect(git('status', '--short')).toBe('');
    const again = JSON.parse((await dreamos(dir, ['lore', 'timeline', '--json'])).stdout);
    expect(again).toEqual({ ...written, status: 'unchanged' });
  }, 180_000);

  it('goes where the settings say, and refuses a branch that is checked out', async () => {
    const { dir, git, commit } = makeBook();
    commit({ '.github/dreamos.yml': 'lore:\n  branch: memory\n' });
    expect((await dreamos(dir, ['lore', 'timeline'])).stdout).toContain('on memory: written');
    git('switch', '-q', 'memory');
    expect(await dreamos(dir, ['lore', 'forget', entry.id])).toMatchObject({
      exit: 3,
      stdout: '',
      stderr: expect.stringContaining('checked out'),
    });
  }, 180_000);
});

describe('lore forget', () => {
  it('takes an entry out of search and timeline, and says that history keeps it', async () => {
    const { dir, git } = makeBook();
    expect((await dreamos(dir, ['lore', 'search', 'borrow'])).stdout).toContain(entry.id);
    const forgotten = await dreamos(dir, ['lore', 'forget', entry.id.slice(0, 10), '--why', '# <b>gone</b>']);
    expect(forgotten).toMatchObject({ exit: 0, stdout: expect.stringContaining(PATH) });
    expect((await dreamos(dir, ['lore', 'search', 'borrow'])).stdout).toBe('Nothing was found.\n');
    expect(git('show', 'dreamos/lore:lore/README.md')).toContain('Nothing yet.');
    expect(git('status', '--short')).toBe('');

    const tip = git('rev-parse', 'dreamos/lore');
    const again = await dreamos(dir, ['lore', 'forget', entry.id, '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({ status: 'unchanged', id: entry.id, path: PATH });
    expect(git('rev-parse', 'dreamos/lore')).toBe(tip);

    git('merge', '-q', '--no-ff', '-m', 'lore', 'dreamos/lore');
    expect(await dreamos(dir, ['lore', 'lint'])).toMatchObject({ exit: 0 });
    const { tombstone } = JSON.parse(again.stdout);
    expect(await dreamos(dir, ['lore', 'forget', tombstone])).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('tombstone itself'),
    });
  }, 180_000);

  it('refuses what is nowhere, or is not committed', async () => {
    const { dir, write } = makeRepository({ a: '' });
    const missing = await dreamos(dir, ['lore', 'forget', entry.id]);
    expect(missing).toMatchObject({ exit: 2, stderr: expect.stringContaining('No entry’s id') });
    write({ [PATH]: renderEntry(entry) });
    const loose = await dreamos(dir, ['lore', 'forget', entry.id]);
    expect(loose).toMatchObject({ exit: 2, stderr: expect.stringContaining('not committed') });
  }, 180_000);
});
