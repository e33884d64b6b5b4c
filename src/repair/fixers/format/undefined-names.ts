import { builtinModules } from 'node:module';
import type { Statement } from '@babel/types';
import type { Edit } from '../edits.ts';
import { rangeOf } from './edits.ts';
import type { OwnFix, Source } from './own-fix.ts';

/** Where a name is looked for first: the modules that programs mostly mean. */
const MODULES = [
  'fs',
  'path',
  'os',
  'url',
  'util',
  'events',
  'crypto',
  'child_process',
  'assert',
  'fs/promises',
  'timers/promises',
  'timers',
  'readline',
  'stream',
  'http',
  'https',
  'zlib',
  'perf_hooks',
  'worker_threads',
  'string_decoder',
  'querystring',
  'buffer',
  'process',
  'console',
];
const WHOLE = new Set(builtinModules.filter((name) => /^[a-z_]+$/.test(name)));

/** Names of Node's own modules that were never imported. */
export const undefinedNames: OwnFix = {
  rules: ['no-undef', 'noUndeclaredVariables'],
  title: 'import what Node has',
  fix(source, sights) {
    const names = sights.flatMap(({ around }) => {
      const name = around.at(-1);
      return name?.type === 'Identifier' ? [name.name] : [];
    });
    const lines = new Set([...new Set(names)].flatMap((name) => importOf(name, isCommonJs(source)) ?? []));
    return lines.size === 0 ? [] : [[insertion(source, [...lines])]];
  },
};

function importOf(name: string, commonJs: boolean): string | null {
  const bare = WHOLE.has(name) ? name : null;
  const module = bare ?? MODULES.find((candidate) => exportsOf(candidate).includes(name));
  if (module === undefined) return null;
  const binding = bare === null ? `{ ${name} }` : name;
  return commonJs
    ? `const ${binding} = require('node:${module}');`
    : `import ${binding} from 'node:${module}';`;
}

function exportsOf(module: string): string[] {
  const found: unknown = process.getBuiltinModule(`node:${module}`);
  return typeof found === 'object' || typeof found === 'function' ? Object.keys(found ?? {}) : [];
}

function isCommonJs({ path, text, tree }: Source): boolean {
  if (/\.[mc]/.test(path)) return /\.c[jt]s$/.test(path);
  const isModule = tree.program.body.some(({ type }) => /^(?:Import|Export)/.test(type));
  return !isModule && !path.endsWith('.ts') && /\brequire\(|\bmodule\.exports\b/.test(text);
}

/** Behind the last import of the file's head, in the file's own quotes and semicolons. */
function insertion({ text, tree }: Source, lines: readonly string[]): Edit {
  const head =
    tree.program.body.filter(isImport).at(-1) ?? tree.program.directives.at(-1) ?? tree.program.interpreter;
  const quote = (/(?:from|require\()\s*(['"])/.exec(text) ?? /(['"])/.exec(text))?.[1] ?? "'";
  const hasSemicolons = /;\s*$/m.test(text);
  const styled = lines.map((line) => line.replaceAll("'", quote).replace(/;$/, hasSemicolons ? ';' : ''));
  if (head) {
    const [, end] = rangeOf(head);
    return { start: end, end, text: `\n${styled.join('\n')}` };
  }
  const start = tree.program.body[0] ? rangeOf(tree.program.body[0])[0] : 0;
  return { start, end: start, text: `${styled.join('\n')}\n\n` };
}

function isImport(node: Statement): boolean {
  if (node.type === 'ImportDeclaration') return true;
  if (node.type !== 'VariableDeclaration') return false;
  const init = node.declarations[0]?.init;
  return (
    init?.type === 'CallExpression' && init.callee.type === 'Identifier' && init.callee.name === 'require'
  );
}
