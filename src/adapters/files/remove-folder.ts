import { chmod, lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Removes a folder that others wrote into, whatever it holds: also folders that took their owner's rights away. What is not
 * there is removed already.
 */
export async function removeFolder(path: string): Promise<void> {
  const remove = () => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  try {
    await remove();
  } catch (error) {
    if (!/^(?:EACCES|EPERM|ENOTEMPTY)$/.test((error as NodeJS.ErrnoException).code ?? '')) throw error;
    await openUp(path);
    await remove();
  }
}

async function openUp(folder: string): Promise<void> {
  const found = await lstat(folder).catch(() => null);
  if (!found?.isDirectory()) return;
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await openUp(join(folder, entry.name));
  }
}
