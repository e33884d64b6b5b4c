import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';

/** Makes an empty folder of this process in `temp`, which may not exist yet; a later run clears what a killed one leaves. */
export async function makeStore(temp: string): Promise<string> {
  await mkdir(temp, { recursive: true, mode: 0o700 });
  return mkdtemp(join(temp, `store-${process.pid}-`));
}
