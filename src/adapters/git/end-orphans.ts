import { readdir, readFile, readlink } from 'node:fs/promises';
import { join, sep } from 'node:path';

/**
 * Ends processes that a killed run of ours left running. A process is only believed to be one when it works in, or has as
 * its home, a folder in `folders`, and these have the id of a dead process of ours in their name. Only Linux tells that of
 * other processes (`/proc`); elsewhere they end by themselves. Returns how many were ended.
 */
export async function endOrphans(folders: readonly string[], proc = '/proc'): Promise<number> {
  if (folders.length === 0 || process.platform !== 'linux') return 0;
  let ended = 0;
  for (const name of await readdir(proc).catch(() => [])) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid <= 1 || pid === process.pid) continue;
    if (!(await isOrphan(join(proc, name), folders))) continue;
    try {
      process.kill(pid, 'SIGKILL');
      ended += 1;
    } catch {
      // It ended meanwhile, or it is another user's.
    }
  }
  return ended;
}

async function isOrphan(process: string, folders: readonly string[]): Promise<boolean> {
  const cwd = await readlink(join(process, 'cwd')).catch(() => null);
  if (cwd === null) return false;
  if (folders.some((folder) => cwd === folder || cwd.startsWith(folder + sep))) return true;
  const variables = (await readFile(join(process, 'environ'), 'latin1').catch(() => '')).split('\0');
  return folders.some((folder) => variables.includes(`HOME=${folder}`));
}
