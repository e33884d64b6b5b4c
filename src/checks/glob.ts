/** Turns a glob (`*`, `**`, `?`, `{a,b}`) over `/`-separated paths into a test. */
export function globToTest(glob: string): (path: string) => boolean {
  const plain = glob.replace(/^\.?\//, '').replace(/\/+$/, '');
  const parts = plain.split(/(\*\*\/|\*\*|\*|\?|[{},])/);
  let depth = 0;
  const source = parts.map((part) => {
    if (part === '**/') return '(?:[^/]+/)*';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (part === '{') depth += 1;
    if (part === '{') return '(?:';
    if (part === '}' && depth > 0) {
      depth -= 1;
      return ')';
    }
    if (part === ',' && depth > 0) return '|';
    return part.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  });
  const pattern = new RegExp(`^${source.join('')}${')'.repeat(depth)}$`);
  return (path) => pattern.test(path);
}

/** True when a glob matches the path or a folder that it is in. */
export function matchesAny(globs: readonly string[], path: string): boolean {
  const parts = path.split('/');
  const prefixes = parts.map((_, at) => parts.slice(0, at + 1).join('/'));
  return globs.some((glob) => prefixes.some(globToTest(glob)));
}
