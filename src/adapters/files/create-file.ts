import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DreamError } from '../../domain/errors.ts';

/** Makes a file that is not there yet, with its folders. The path is absolute. */
export async function createFile(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      throw new DreamError('refused', `${path} is there already.`, 'Nothing was written.');
    if (code === 'ENOSPC') throw new DreamError('no-space', `There is no space left for ${path}.`);
    throw new DreamError('read-only', `${path} cannot be written.`, 'Check the rights of its folder.', {
      cause: error,
    });
  }
}
