/** A folder's path as a name that is unique and that a person recognises: `home-ada-notes-1f3a9c2b7d`. */
export function toFolderName(path: string): string {
  const words = path
    .replace(/[^\w.]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(-80);
  return `${words}-${toHex(hash(path, 0x811c9dc5))}${toHex(hash(path, 0x050c5d1f))}`;
}

/** FNV-1a. No secret hangs on it, and node:crypto takes longer to load than an answer to find. */
function hash(text: string, offset: number): number {
  let value = offset;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}

function toHex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
