import type { LoreEntry } from '../domain/lore.ts';

const SLUG_LENGTH = 60;
const NAME = /^(?:(.*)\/)?([0-7][0-9A-HJKMNP-TV-Z]{25})-([a-z0-9]+(?:-[a-z0-9]+)*)\.md$/;

/** `lore/<yyyy>/<mm>/<ulid>-<slug>.md`, by the month (UTC) it was created in. */
export function entryPath(entry: Pick<LoreEntry, 'id' | 'created' | 'title' | 'kind'>): string {
  return `${entryFolder(entry)}/${entry.id}-${toSlug(entry.title) || entry.kind}.md`;
}

export function entryFolder({ created }: Pick<LoreEntry, 'created'>): string {
  return `lore/${created.slice(0, 4)}/${created.slice(5, 7)}`;
}

/** What the name of an entry's file says; null when it is no entry's name. */
export function readEntryName(path: string): { readonly folder: string; readonly id: string } | null {
  const [, folder = '', id] = NAME.exec(path) ?? [];
  return id === undefined ? null : { folder, id };
}

/** Words in small letters and digits, joined by `-`, cut between words; '' when nothing of the title can be used. */
function toSlug(title: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  let slug = '';
  for (const word of words ?? []) {
    const longer = slug === '' ? word.slice(0, SLUG_LENGTH) : `${slug}-${word}`;
    if (longer.length > SLUG_LENGTH) break;
    slug = longer;
  }
  return slug;
}
