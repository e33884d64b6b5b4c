import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { deepen } from '../../../src/adapters/git/deepen.ts';
import { GitLog } from '../../../src/adapters/git/git-log.ts';
import { openRepository } from '../../../src/adapters/git/open-repository.ts';
import { hashFolder, makeFolder } from '../../make.ts';
import { makeHistory } from '../../repair/regression/make-history.ts';

const ENV = { PATH: process.env.PATH ?? '' };

function cloneShallow(): { dir: string; shas: readonly string[] } {
  const { dir: full, shas } = makeHistory(
    Array.from({ length: 9 }, (_, at) => ({ files: { 'a.txt': `${at}\n` }, message: `step ${at}` })),
  );
  const dir = makeFolder();
  execFileSync('git', ['clone', '-q', '--depth', '2', `file://${full}`, dir]);
  return { dir, shas };
}

describe('deepen', () => {
  it('shows older commits of a shallow clone, and leaves the clone as it is', async () => {
    const { dir, shas } = cloneShallow();
    const repository = await openRepository(dir, ENV);
    const before = hashFolder(dir);
    const deeper = await deepen(repository, ENV, { dir: makeFolder(), lent: [] });
    if (deeper.status !== 'deepened') throw new Error(deeper.why);
    const trail = (log: GitLog) => log.trail(repository.head, { limit: 100 });
    expect(await trail(new GitLog(repository.git))).toMatchObject({ isCut: true, commits: { length: 2 } });
    const log = new GitLog(deeper.git);
    const { commits, isCut } = await trail(log);
    expect(commits.map((commit) => commit.sha)).toEqual([...shas].reverse());
    expect(isCut).toBe(false);
    expect(await log.read(shas[0] ?? '', 'a.txt')).toBe('0\n');
    expect(await log.changes(shas[2] ?? '', shas[3] ?? '')).toMatchObject([{ before: '2\n', after: '3\n' }]);
    expect(hashFolder(dir)).toBe(before);
  });

  it('says why there is nothing more', async () => {
    const { dir } = cloneShallow();
    const attempt = async () => deepen(await openRepository(dir, ENV), ENV, { dir: makeFolder(), lent: [] });
    execFileSync('git', ['remote', 'set-url', 'origin', join(dir, 'gone')], { cwd: dir });
    expect(await attempt()).toMatchObject({ status: 'not-deepened', why: expect.stringContaining('gone') });
    // A program as a remote is not started.
    execFileSync('git', ['remote', 'set-url', 'origin', 'ext::sh -c touch% started'], { cwd: dir });
    expect(await attempt()).toMatchObject({ status: 'not-deepened', why: expect.stringContaining("'ext'") });
    execFileSync('git', ['remote', 'remove', 'origin'], { cwd: dir });
    expect(await attempt()).toMatchObject({ status: 'not-deepened', why: 'the clone has no remote' });
  });
});
