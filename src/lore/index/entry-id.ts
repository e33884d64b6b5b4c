/** The id that a path alone tells: of an entry's file name, else the path without `.md`. */
export function idOfPath(path: string): string {
  return /(?:^|\/)([0-7][0-9A-HJKMNP-TV-Z]{25})-[^/]*\.md$/.exec(path)?.[1] ?? path.replace(/\.md$/i, '');
}
