import { posix } from 'node:path';
import { parseExpression } from '@babel/parser';
import { type Node, nameOf } from './syntax.ts';

/** A prefix that stands for a folder: `@/` for `src/`. */
export interface Alias {
  readonly prefix: string;
  readonly folder: string;
  /** Only for files below this folder; '' for all. */
  readonly scope: string;
}

/** Reads `compilerOptions.paths` of the repository's TypeScript configurations and `imports` of its manifests. Only prefixes with `*` are read. */
export async function readAliases(
  files: readonly string[],
  text: (path: string) => Promise<string | null>,
): Promise<Alias[]> {
  const aliases: Alias[] = [];
  for (const file of files) {
    const config = /(?:^|\/)[jt]sconfig(?:\.\w+)?\.json$/.test(file);
    if (!config && !/(?:^|\/)package\.json$/.test(file)) continue;
    const tree = parseJson((await text(file)) ?? '');
    if (!tree) continue;
    const folder = posix.dirname(file);
    const options = config ? valueIn(tree, 'compilerOptions') : null;
    const paths = config ? options && valueIn(options, 'paths') : valueIn(tree, 'imports');
    const base = options && valueIn(options, 'baseUrl');
    const from = posix.join(folder, base?.type === 'StringLiteral' ? base.value : '.');
    if (paths) aliases.push(...aliasesIn(paths, from, folder === '.' ? '' : `${folder}/`));
  }
  return aliases.sort((a, b) => b.scope.length - a.scope.length || b.prefix.length - a.prefix.length);
}

function aliasesIn(paths: Node, from: string, scope: string): Alias[] {
  if (paths.type !== 'ObjectExpression') return [];
  return paths.properties.flatMap((property): Alias[] => {
    if (property.type !== 'ObjectProperty') return [];
    const pattern = nameOf(property.key);
    const { value } = property;
    const first = value.type === 'ArrayExpression' ? value.elements[0] : value;
    const target = first?.type === 'StringLiteral' ? first.value : '';
    if (!pattern.endsWith('*') || !/^[^*]*\*[^*]*$/.test(target)) return [];
    const folder = posix.join(from, target.slice(0, target.indexOf('*')));
    return [{ prefix: pattern.slice(0, -1), folder, scope }];
  });
}

/** JSON with comments and trailing commas is an expression of JavaScript. */
function parseJson(text: string): Node | null {
  try {
    return parseExpression(text, { errorRecovery: true });
  } catch {
    return null;
  }
}

function valueIn(node: Node, key: string): Node | null {
  if (node.type !== 'ObjectExpression') return null;
  for (const property of node.properties) {
    if (property.type === 'ObjectProperty' && nameOf(property.key) === key) return property.value;
  }
  return null;
}
