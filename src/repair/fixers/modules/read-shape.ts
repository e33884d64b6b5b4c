import type { Statement } from '@babel/types';
import { parseSource } from '../../syntax.ts';
import { readExports } from './exports.ts';
import { readReferences } from './references.ts';
import type { Declared, Shape } from './shape.ts';
import { isScript, nameOf, type Span, spanOf, type Tree } from './syntax.ts';

/** Reads a source file. Null when it is no script or cannot be parsed. */
export function readShape(path: string, text: string): Shape | null {
  const tree = isScript(path) ? parseSource(path, text) : null;
  if (!tree) return null;
  const declared = readDeclared(tree);
  const given = readExports(tree, declared);
  const references = readReferences(tree);
  const esm = tree.program.body.some((statement) => /^(?:Import|Export)/.test(statement.type));
  const commonjs = given.commonjs || references.some(({ kind }) => kind === 'require');
  return {
    path,
    text,
    tree,
    system: esm ? 'esm' : commonjs ? 'commonjs' : 'none',
    references,
    declared,
    ...given,
  };
}

function readDeclared(tree: Tree): Map<string, Declared> {
  const declared = new Map<string, Declared>();
  for (const statement of tree.program.body) {
    const exported =
      statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration';
    const inner = exported && statement.declaration ? statement.declaration : statement;
    for (const [name, nameSpan] of namesDeclaredBy(inner)) {
      const typeOnly = /^TS(?:Interface|TypeAlias)/.test(inner.type);
      declared.set(name, { name, nameSpan, statement: spanOf(statement), exported, typeOnly });
    }
  }
  return declared;
}

function namesDeclaredBy(statement: Statement | { type: string }): [string, Span][] {
  const node = statement as Statement;
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TSEnumDeclaration':
      return node.id ? [[nameOf(node.id), spanOf(node.id)]] : [];
    case 'VariableDeclaration':
      return node.declarations.flatMap(({ id }): [string, Span][] => {
        if (id.type !== 'Identifier') return [];
        const start = id.start ?? 0;
        return [[id.name, { start, end: start + id.name.length }]];
      });
    default:
      return [];
  }
}
