import { createHash } from 'node:crypto';

/** Git's name of a content; by SHA-256 where `like`, another name of the repository, is of that length. */
export function blobName(content: string | Buffer, like: string | null): string {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return createHash(like?.length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}
