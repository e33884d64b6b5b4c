import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** Windows has no such flags; what runs there is not shut in either. */
const PLAIN = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Text of a file (absolute path) that a check has left; null when it is not there, or bigger than `limit` bytes. A check
 * sees less than we do: a link of its making is not followed for it, and a pipe is not waited for.
 */
export async function readResult(path: string, limit: number): Promise<string | null> {
  const file = await open(path, PLAIN).catch(() => null);
  if (file === null) return null;
  try {
    const found = await file.stat();
    return found.isFile() && found.size <= limit ? await file.readFile('utf8') : null;
  } catch {
    return null;
  } finally {
    await file.close();
  }
}
