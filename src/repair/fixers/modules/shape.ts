import type { Statement } from '@babel/types';
import { parseSource } from '../../syntax.ts';
import { readExports } from './exports.ts';
import { readReferences } from './references.ts';
import { isScript, nameOf, type Span, spanOf, type Tree } from './syntax.ts';

/** A name that one module takes from another. */
export interface ImportedName {
  /** `default`, `*` for the whole, else the exported name. */
  readonly imported: string;
  readonly local: string;
  /** The whole specifier, `a as b`. */
  readonly span: Span;
  /** The imported name alone; of a member, the property: `math.sun`. */
  readonly nameSpan: Span;
  /** Taken by `local.name` of a namespace, not by an import specifier. */
  readonly member: boolean;
}

/** A place that names another module. */
export interface Reference {
  readonly kind: 'import' | 'reexport' | 'require' | 'dynamic' | 'mock';
  readonly source: string;
  /** Within the quotes. */
  readonly sourceSpan: Span;
  /** The statement that holds it; for a call inside an expression, the call. */
  readonly statement: Span;
  readonly names: readonly ImportedName[];
  /** 1-based. */
  readonly line: number;
  readonly typeOnly: boolean;
}

/** A name that a module gives away. */
export interface Exported {
  /** `default` for a default export, and for the whole of `module.exports = …`. */
  readonly name: string;
  /** The top-level name behind it; null for an expression. */
  readonly local: string | null;
  /** The specifier where it is re-exported from. */
  readonly from: string | null;
  /** The exported name where it is written; null for what has none (`export default`). */
  readonly nameSpan: Span | null;
  /** `list` also for keys of `module.exports = { … }`. */
  readonly form: 'declaration' | 'list' | 'default' | 'property';
  readonly span: Span;
}

/** A name declared at the top level of a file. */
export interface Declared {
  readonly name: string;
  readonly nameSpan: Span;
  /** The whole statement, an `export` before it included. */
  readonly statement: Span;
  readonly exported: boolean;
  readonly typeOnly: boolean;
}

/** What a file gives and takes. */
export interface Shape {
  readonly path: string;
  readonly text: string;
  readonly tree: Tree;
  /** By its syntax. */
  readonly system: 'esm' | 'commonjs' | 'none';
  readonly references: readonly Reference[];
  readonly exports: readonly Exported[];
  /** Specifiers of `export * from`. */
  readonly stars: readonly string[];
  readonly declared: ReadonlyMap<string, Declared>;
  /** Keys of the object that is the default export or `module.exports`; null when it is no literal object. */
  readonly keys: readonly { readonly name: string; readonly span: Span }[] | null;
  /** True when there may be exports that cannot be seen. */
  readonly open: boolean;
}

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
