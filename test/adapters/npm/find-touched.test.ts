import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { findTouched, renderTouched } from '../../../src/adapters/npm/find-touched.ts';
import { makeFolder } from '../../make.ts';

/** A `node_modules` with two packages and a cache, and the moment after it was made. */
async function makePackages() {
  const dir = join(makeFolder(), 'node_modules');
  for (const path of ['left/lib/a.js', '@scope/right/index.js', '.cache/state', '.pnpm/x/index.js']) {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), 'one');
  }
  await sleep(30);
  const since = Date.now();
  await sleep(40);
  return { dir, since };
}

describe('findTouched', () => {
  it('finds nothing where nothing changed but a cache', async () => {
    const { dir, since } = await makePackages();
    writeFileSync(join(dir, '.cache', 'state'), 'two');
    expect(findTouched([dir], since, 60_000)).toEqual({ paths: [], isWhole: true });
  });

  it('finds files that were written, came or went, in scopes, stores and behind a linked folder too', async () => {
    const { dir, since } = await makePackages();
    writeFileSync(join(dir, 'left', 'lib', 'a.js'), 'two');
    rmSync(join(dir, '@scope', 'right', 'index.js'));
    writeFileSync(join(dir, '.pnpm', 'x', 'added.js'), '');
    const link = join(makeFolder(), 'node_modules');
    symlinkSync(dir, link);
    expect(
      findTouched([link], since, 60_000)
        .paths.map((path) => path.slice(link.length + 1))
        .sort(),
    ).toEqual(['.pnpm/x', '.pnpm/x/added.js', '@scope/right', 'left/lib/a.js']);
  });

  it('ends when its time is over, and says that it did not see all', async () => {
    const { dir, since } = await makePackages();
    expect(findTouched([dir], since, -1)).toEqual({ paths: [], isWhole: false });
  });
});

describe('renderTouched', () => {
  it('is silent, or one line: what changed, or that it is not known', () => {
    expect(renderTouched({ paths: [], isWhole: true })).toBeNull();
    expect(renderTouched({ paths: [], isWhole: false })).toMatch(/too many .* is not known$/);
    expect(renderTouched({ paths: ['d', 'c', 'b', 'a'], isWhole: false })).toMatch(
      /^at least 4 .*\(a, b, c, …\)/,
    );
  });
});
