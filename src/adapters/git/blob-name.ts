import { createHash } from 'node:crypto';

/** Git's name of a content; by SHA-256 where another name of the repository is of that length. */
export function blobName(bytes: Buffer, like: string | null): string {
  return createHash(like?.length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}
