import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { renderEntry } from '../../../src/lore/markdown.ts';
import { dreamos } from '../../e2e/run.ts';
import { makeEntry } from '../../lore/make.ts';
import { makeRepository } from '../../make.ts';

const first = makeEntry({ id: '01M862KT9SD9W76CY6B9CVDT00', title: 'First', body: 'One.' });
const second = makeEntry({
  ...first,
  id: '01M862KT9SD9W76CY6B9CVDT01',
  supersedes: [first.id],
  title: 'Two',
});
const stranger = makeEntry({
  ...{ id: '01M862KT9SD9W76CY6B9CVDT02', kind: 'tombstone', title: 'Forget', body: '' },
  refers: ['01M862KT9SD9W76CY6B9CVDTFW'],
});

describe('lore import', () => {
  it('brings in what can be, lists the rest, and does it once', async () => {
    const own = makeEntry();
    const { dir, git } = makeRepository({
      'lore/2026/11/01M862KT9SD9W76CY6B9CVDTFW-ours.md': renderEntry(own),
      'old/2024-05-06.md': '# A day in May\n\nIt was warm. <b>Very</b>.\n',
      'old/empty.md': ' \n',
      'old/large.md': `# Large\n\n${'word '.repeat(9000)}\n`,
      'old/a.md': renderEntry(first),
      'old/deep/b.md': renderEntry(second),
      'old/c.md': renderEntry(stranger),
      'old/ours.md': renderEntry(own),
    });
    const dry = JSON.parse((await dreamos(dir, ['lore', 'import', 'old', '--dry-run', '--json'])).stdout);
    expect(dry.imported).toHaveLength(4);
    expect(git('branch', '--list')).toBe('* main');

    const done = await dreamos(dir, ['lore', 'import', 'old', '--json']);
    expect(done.exit).toBe(1);
    const { imported, known, refused, branch, status } = JSON.parse(done.stdout);
    expect({ status, branch }).toEqual({ status: 'imported', branch: 'dreamos/lore' });
    expect(imported.map(({ from }: { from: string }) => from)).toEqual(
      dry.imported.map((one: { from: string }) => one.from),
    );
    expect(known).toEqual([{ from: 'ours.md', id: own.id }]);
    expect(refused.map(({ from }: { from: string }) => from)).toEqual(['empty.md', 'large.md']);
    expect(git('status', '--short')).toBe('');

    const page = git('show', 'dreamos/lore:lore/README.md');
    expect(page).toContain('2024/05/');
    expect(page).toContain('(2026/11/01M862KT9SD9W76CY6B9CVDTFW-ours.md)');
    // The first was superseded by the second, under their new names.
    expect(page).not.toContain('[First]');
    expect(page).toContain('[Two]');

    git('switch', '-q', 'dreamos/lore');
    expect(await dreamos(dir, ['lore', 'lint'])).toMatchObject({ exit: 0 });
    git('switch', '-q', 'main');
    const again = JSON.parse((await dreamos(dir, ['lore', 'import', 'old', '--json'])).stdout);
    expect(again).toMatchObject({ status: 'unchanged', imported: [] });
    expect(again.known).toHaveLength(5);
  }, 180_000);

  it('says that a folder is not there', async () => {
    const { dir } = makeRepository({ a: '' });
    const ended = await dreamos(dir, ['lore', 'import', join(dir, 'gone')]);
    expect(ended).toMatchObject({ exit: 2, stderr: expect.stringContaining('no folder') });
  }, 180_000);
});
