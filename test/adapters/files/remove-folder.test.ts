import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { removeFolder } from '../../../src/adapters/files/remove-folder.ts';
import { makeFolder } from '../../make.ts';

describe('removeFolder', () => {
  it('removes what took its owner’s rights away, and is content with nothing', async () => {
    const dir = makeFolder();
    const shut = join(dir, 'gone', 'shut');
    mkdirSync(join(shut, 'deep'), { recursive: true });
    writeFileSync(join(shut, 'deep', 'file'), '');
    chmodSync(join(shut, 'deep'), 0o500);
    chmodSync(shut, 0);
    await asUser(dir, async () => {
      if (process.platform !== 'win32')
        await expect(rm(join(dir, 'gone'), { recursive: true })).rejects.toMatchObject({ code: 'EACCES' });
      await removeFolder(join(dir, 'gone'));
    });
    expect(existsSync(join(dir, 'gone'))).toBe(false);
    await removeFolder(join(dir, 'gone'));
  });
});

/** Rights do not bind root, who looks on as somebody else. */
async function asUser(dir: string, work: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0 || process.seteuid === undefined) return work();
  const NOBODY = 65534;
  execFileSync('chown', ['-R', `${NOBODY}`, dir]);
  chownSync(dir, NOBODY, NOBODY);
  process.seteuid(NOBODY);
  try {
    await work();
  } finally {
    process.seteuid(0);
  }
}
