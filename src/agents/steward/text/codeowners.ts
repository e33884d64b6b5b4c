/** Who owns what, as GitHub reads `CODEOWNERS`. */
export interface Owners {
  /** Without `@`. */
  readonly logins: readonly string[];
  /** `org/team`. */
  readonly teams: readonly string[];
}

const MOST_BYTES = 3 * 1024 * 1024;

/**
 * Owners of the paths, each once. The last line that matches a path decides for it, also when it names nobody. A line that
 * GitHub would not take (`!`, `[…]`, an owner of no known form) is left out; e-mail addresses cannot be asked for a review.
 */
export function readCodeowners(text: string, paths: readonly string[]): Owners {
  if (text.length > MOST_BYTES) return { logins: [], teams: [] };
  const rules = text.split(/\r?\n/).flatMap(parseLine);
  const owners = new Set(
    paths.flatMap((path) => rules.findLast(({ pattern }) => pattern.test(path))?.owners ?? []),
  );
  const named = [...owners].filter((owner) => owner.startsWith('@')).map((owner) => owner.slice(1));
  return {
    logins: named.filter((name) => !name.includes('/')),
    teams: named.filter((name) => name.includes('/')),
  };
}

const OWNER = /^@[A-Za-z0-9](?:[A-Za-z0-9-]*)(?:\/[A-Za-z0-9._-]+)?$|^[^\s@]+@[^\s@]+$/;

function parseLine(line: string): { pattern: RegExp; owners: readonly string[] }[] {
  const words = line
    .replace(/(?<!\\)#.*$/, '')
    .trim()
    .match(/(?:\\.|\S)+/g);
  const [glob, ...owners] = words ?? [];
  if (glob === undefined || /^!|[[\]]/.test(glob) || owners.some((owner) => !OWNER.test(owner))) return [];
  const pattern = toPattern(glob.replace(/\\(.)/g, '$1'));
  return pattern === null ? [] : [{ pattern, owners }];
}

/** As in .gitignore: a slash at the front or in the middle anchors; `docs/` is all below; `docs/*` is not deeper. */
function toPattern(glob: string): RegExp | null {
  const isAnchored = glob.slice(0, -1).includes('/');
  const parts = glob.replace(/^\//, '').replace(/\/$/, '/**').split('/');
  if (glob === '/' || parts.length > 50 || isCostly(parts)) return null;
  const source = parts
    .map((part, at) => {
      if (part === '**') return at === parts.length - 1 ? '.+' : '(?:[^/]+/)*';
      const text = part.replace(/\*+|[^*]+/g, (run) =>
        run.startsWith('*') ? '[^/]*' : run.replace(/[.+^${}()|\\]/g, '\\$&').replaceAll('?', '[^/]'),
      );
      return at === parts.length - 1 ? text : `${text}/`;
    })
    .join('');
  // What names a folder owns all that is below it, but `folder/*` names files alone.
  const below =
    parts.at(-1) === '**' || (parts.length > 1 && /^\*/.test(parts.at(-1) ?? '')) ? '' : '(?:/.*)?';
  return new RegExp(`^${isAnchored ? '' : '(?:.*/)?'}${source}${below}$`);
}

/** Each further star multiplies the ways to match; nobody needs that many. */
function isCostly(parts: readonly string[]): boolean {
  const stars = (part: string) => (part.match(/\*+/g) ?? []).length;
  return parts.filter((part) => part === '**').length > 3 || parts.some((part) => stars(part) > 3);
}
