import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Mirror } from '../../../src/adapters/git/mirror.ts';
import { git, makeWidgets, type Widgets } from '../../fakes/github/make-github.ts';
import { makeFolder } from '../../make.ts';

const OURS = 'dreamos/configure';
const FILES = [{ path: 'settings.yml', text: 'mode: propose\n' }];

let at: Widgets;
let mirror: Mirror;
let waits: number[];
beforeEach(async () => {
  at = await makeWidgets();
  waits = [];
  const home = makeFolder();
  mirror = new Mirror({
    ...{ dir: join(home, 'mirror.git'), temp: join(home, 'temp'), url: at.repo.cloneUrl, own: 'dreamos/' },
    ...{ token: async () => at.token, defaultBranch: 'main' },
    env: { PATH: process.env.PATH ?? '' },
    sleep: async (ms) => void waits.push(ms),
  });
});

const there = async () => (await git(at.dir, 'ls-remote', 'origin', `refs/heads/${OURS}`)).split('\t')[0];
const pushes = () =>
  at.github.requests.filter(({ path, who }) => path.endsWith('/git-receive-pack') && who !== 'ann').length;

describe('Mirror, where the forge does not answer', () => {
  it('asks again for what it fetches', async () => {
    at.github.faults.add({ match: /upload-pack|info\/refs/, status: 503, times: 2 });
    expect((await mirror.sync()).head).toBe(await git(at.dir, 'rev-parse', 'HEAD'));
    expect(waits).toHaveLength(2);
  });

  it('gives up in the end, and does not ask again for what is refused', async () => {
    at.github.faults.add({ match: /info\/refs/, status: 503, times: 99 });
    await expect(mirror.sync()).rejects.toMatchObject({ code: 'git-failed' });
    const before = waits.length;
    expect(before).toBeGreaterThan(1);
    at.github.faults.clear();
    at.github.faults.add({ match: /info\/refs/, status: 404, times: 99 });
    await expect(mirror.sync()).rejects.toMatchObject({ code: 'git-failed' });
    expect(waits).toHaveLength(before);
  });

  it('knows a push that was done though nobody said so', async () => {
    await mirror.sync();
    const commit = await mirror.commit(OURS, FILES, 'chore: configure');
    at.github.faults.add({ match: /POST .*git-receive-pack/, drop: 'after' });
    expect(await mirror.push(OURS)).toBe('pushed');
    expect(await there()).toBe(commit);
    expect(pushes()).toBe(1);
  });

  it('knows a branch that went though nobody said so', async () => {
    await mirror.sync();
    await mirror.commit(OURS, FILES, 'chore: configure');
    await mirror.push(OURS);
    at.github.faults.add({ match: /POST .*git-receive-pack/, drop: 'after' });
    await mirror.remove(OURS);
    expect(await there()).toBe('');
  }, 60_000);

  it('still leaves what a person pushed meanwhile', async () => {
    await mirror.sync();
    await mirror.commit(OURS, FILES, 'chore: configure');
    await git(at.dir, 'push', '-q', 'origin', `HEAD:refs/heads/${OURS}`);
    expect(await mirror.push(OURS)).toBe('rejected');
    expect(await there()).toBe(await git(at.dir, 'rev-parse', 'HEAD'));
    expect(waits).toEqual([]);
  });
});
