import type { Span, Tree } from './syntax.ts';

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
