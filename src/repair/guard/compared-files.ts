import * as posix from 'node:path/posix';
import { type BaseReader, isProductFolder, readAll } from './base-reader.ts';
import { isLockfile } from './protected-path.ts';
import { isScript, languageOf } from './reading/language.ts';
import { isTestPath, roleOf } from './role.ts';
import { toolOf } from './tool-config.ts';

/** Data, of the touched files, that tests name by path or folder: what they compare with. The product's own data is not among it. */
export async function findComparedFiles(
  touched: readonly string[],
  files: ReadonlySet<string>,
  base: BaseReader,
): Promise<ReadonlySet<string>> {
  const candidates = touched.filter(isData);
  if (candidates.length === 0) return new Set();
  const tests = [...files].filter((path) => /^(?:test|support)$/.test(roleOf(path)) && isScript(path));
  const named = namedIn(await readAll(tests, base), candidates);
  if (named.size === 0) return named;
  const product = [...files].filter((path) => isScript(path) && !isTestPath(path) && toolOf(path) === null);
  const own = await readAll(product, base);
  return new Set([...named].filter((path) => !own.some(({ text }) => speaksOf(text, path))));
}

function isData(path: string): boolean {
  const plain = roleOf(path) === 'plain' && !isScript(path) && languageOf(path) !== 'docs';
  return (
    plain &&
    languageOf(path) !== 'style' &&
    posix.basename(path) !== 'package.json' &&
    !isLockfile(path) &&
    toolOf(path) === null
  );
}

function namedIn(
  tests: readonly { readonly path: string; readonly text: string }[],
  candidates: readonly string[],
): ReadonlySet<string> {
  const named = new Set<string>();
  for (const { path, text } of tests) {
    const about = candidates.filter((one) => one.split('/').some((part) => text.includes(part)));
    if (about.length === 0) continue;
    const places = placesIn(text, path);
    for (const one of about) if (places.some((place) => isAt(one, place))) named.add(one);
  }
  return named;
}

/** A folder of the product is what tests run on, not what they compare with. */
function isAt(path: string, place: string): boolean {
  return path === place || (path.startsWith(`${place}/`) && !isProductFolder(place));
}

const LITERAL = /(['"`])((?:(?!\1)[^\\\n]|\\.){1,200})\1/g;
/** What takes a path: only within it a plain word is one. */
const PATH_CALL =
  /(?:join|resolve|readdir\w*|readFile\w*|glob\w*|URL|exists\w*|opendir|load\w*|read\w*|import|require|fixtures?)\s*\((?:[^()]|\([^()]*\))*$/i;

/** Repository-relative paths that the texts in a file may stand for: beside it, at the top, in folders around it. */
function placesIn(text: string, path: string): string[] {
  return [...text.matchAll(LITERAL)].flatMap((match) => {
    const literal = (match[2] ?? '')
      .replace(/\$\{.*$/, '')
      .replace(/\/[^/]*\*.*$/, '')
      .replace(/\/+$/, '');
    if (literal === '' || /^[.]+$|\s/.test(literal)) return [];
    if (!/[./]/.test(literal) && !PATH_CALL.test(text.slice(Math.max(0, match.index - 120), match.index)))
      return [];
    const around = posix.dirname(path).split('/');
    const folders = around.map((_, at) => around.slice(0, at + 1).join('/'));
    return ['.', ...folders]
      .map((folder) => posix.join(folder, literal))
      .filter((place) => place !== '.' && !place.startsWith('..'));
  });
}

/** True when a text of the code is the file's name, or ends in its folder. */
function speaksOf(text: string, path: string): boolean {
  const name = posix.basename(path);
  const folder = posix.basename(posix.dirname(path));
  return [...text.matchAll(LITERAL)].some((match) => {
    const literal = (match[2] ?? '').replace(/\$\{.*$/, '').replace(/\/+$/, '');
    const last = posix.basename(literal);
    return last === name || (folder !== '.' && last === folder && !isTestPath(`${literal}/x`));
  });
}
