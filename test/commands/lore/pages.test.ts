import { describe, expect, it } from '@jest/globals';
import { entryPath } from '../../../src/lore/entry-path.ts';
import { renderEntry } from '../../../src/lore/markdown.ts';
import { dreamos } from '../../e2e/run.ts';
import { makeEntry } from '../../lore/make.ts';
import { makeRepository } from '../../make.ts';

const fix = makeEntry({
  ...{ kind: 'fix', title: 'The `fix`', created: new Date().toISOString(), outcome: 'proposed' },
  id: '01M862KT9SD9W76CY6B9CVDT00',
});
const old = makeEntry({ title: 'Long ago', created: '2020-01-01T00:00:00.000Z' });
const makeLived = () =>
  makeRepository(Object.fromEntries([fix, old].map((entry) => [entryPath(entry), renderEntry(entry)])));

describe.each(['digest', 'story'] as const)('lore %s', (kind) => {
  it('prints a page of the time that is asked for, and writes it once when told to', async () => {
    const { dir, git } = makeLived();
    const printed = await dreamos(dir, ['lore', kind]);
    expect(printed).toMatchObject({ exit: 0, stderr: '' });
    expect(printed.stdout).toContain(`[The \`fix\`](${fix.id}-the-fix.md)`);
    expect(printed.stdout).not.toContain('Long ago');
    expect(git('branch', '--list')).toBe('* main');

    const written = JSON.parse(
      (await dreamos(dir, ['lore', kind, '--write', '--json', '--since', '10y'])).stdout,
    );
    expect(written).toMatchObject({ status: 'written', refers: [old.id, fix.id] });
    expect(written.text).toContain(`](../../2020/01/${old.id}-long-ago.md)`);
    const again = JSON.parse(
      (await dreamos(dir, ['lore', kind, '--write', '--json', '--since', '10y'])).stdout,
    );
    expect(again).toMatchObject({ status: 'unchanged', id: written.id });
    git('switch', '-q', 'dreamos/lore');
    expect(JSON.parse((await dreamos(dir, ['lore', 'show', written.id, '--json'])).stdout)).toMatchObject({
      kind,
      agent: 'scribe',
    });
    // The old one was made by hand, and its id is of another day.
    const { findings } = JSON.parse((await dreamos(dir, ['lore', 'lint', '--json'])).stdout);
    expect(findings.filter(({ path }: { path: string }) => path.includes(written.id))).toEqual([]);
  }, 180_000);
});

describe('lore digest', () => {
  it('refuses a time that is none', async () => {
    const { dir } = makeRepository({ a: '' });
    const ended = await dreamos(dir, ['lore', 'digest', '--since', 'soon']);
    expect(ended).toMatchObject({ exit: 2, stderr: expect.stringContaining('--since: soon is no day') });
  }, 180_000);
});
