import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Made } from './answer-set-up.ts';

const OURS = /^(APP_ID|PRIVATE_KEY|WEBHOOK_SECRET)=/;

/** Writes credentials into the folder's `.env`, which `npm start` reads; only its owner may read it. Tells where. */
export async function keepCredentials(folder: string, made: Made): Promise<string> {
  const path = join(folder, '.env');
  const old = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const others = old.split('\n').filter((line) => line !== '' && !OURS.test(line));
  const lines = [
    ...others,
    `APP_ID=${made.appId}`,
    `PRIVATE_KEY="${made.privateKey.trim().replaceAll('\n', '\\n')}"`,
    `WEBHOOK_SECRET="${made.webhookSecret}"`,
  ];
  // Another name first: a file that is cut off would lose the key, which GitHub hands out once.
  await writeFile(`${path}.new`, `${lines.join('\n')}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return path;
}
