import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readResult } from '../../src/checks/read-result.ts';
import { makeFolder } from '../make.ts';

describe('readResult', () => {
  it('reads a file, and none that is too big or not there', async () => {
    const dir = makeFolder();
    writeFileSync(join(dir, 'file'), 'ten bytes.');
    expect(await readResult(join(dir, 'file'), 10)).toBe('ten bytes.');
    expect(await readResult(join(dir, 'file'), 9)).toBeNull();
    expect(await readResult(join(dir, 'gone'), 9)).toBeNull();
    mkdirSync(join(dir, 'folder'));
    expect(await readResult(join(dir, 'folder'), 9000)).toBeNull();
  });

  it('does not follow a planted link, nor wait for a planted pipe', async () => {
    if (process.platform === 'win32') return;
    const dir = makeFolder();
    writeFileSync(join(dir, 'secret'), 'a secret');
    symlinkSync(join(dir, 'secret'), join(dir, 'link'));
    expect(readFileSync(join(dir, 'link'), 'utf8')).toBe('a secret');
    expect(await readResult(join(dir, 'link'), 100)).toBeNull();
    execFileSync('mkfifo', [join(dir, 'pipe')]);
    expect(await readResult(join(dir, 'pipe'), 100)).toBeNull();
  });
});
