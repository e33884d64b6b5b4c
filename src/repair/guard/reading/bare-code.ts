import { isScript } from './language.ts';
import { scan, type Token } from './scan.ts';
import { lineCounter, type Source } from './source.ts';

/** Places where a pattern matches code that no parser takes; comments and the insides of strings do not count. Nothing for code that has a tree. */
export function matchesInBareCode(source: Source, pattern: RegExp): { text: string; line: number }[] {
  if (source.program !== null || !isScript(source.path)) return [];
  const code = bareCode(source);
  const lineAt = lineCounter(code, source.firstLine);
  return [...code.matchAll(new RegExp(pattern, 'g'))].map((match) => ({
    text: match[0],
    line: lineAt(match.index),
  }));
}

const cache = new WeakMap<Source, string>();

function bareCode(source: Source): string {
  let code = cache.get(source);
  if (code !== undefined) return code;
  const parts: string[] = [];
  let at = 0;
  for (const token of scan(source.text)) {
    parts.push(source.text.slice(at, token.start));
    parts.push(isProse(token) ? token.text.replace(/[^\n]/g, ' ') : token.text);
    at = token.start + token.text.length;
  }
  code = parts.join('');
  cache.set(source, code);
  return code;
}

/** Comments, and strings that are more than a word. */
function isProse({ kind, text }: Token): boolean {
  return (
    kind === 'comment' ||
    kind === 'regexp' ||
    ((kind === 'string' || kind === 'template') && !/^.[\w.-]*.$/.test(text))
  );
}
