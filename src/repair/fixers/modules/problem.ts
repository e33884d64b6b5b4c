import type { ImportedName, Reference, Shape } from './shape.ts';

/** What is wrong between two modules. */
export type Problem =
  /** A specifier leads nowhere. `target` is the path it points to. */
  | {
      readonly kind: 'unresolved';
      readonly importer: Shape;
      readonly reference: Reference;
      readonly target: string;
    }
  /** A specifier names a package that is not there. */
  | { readonly kind: 'package'; readonly importer: Shape; readonly reference: Reference }
  /** A name is taken that the module does not give. */
  | {
      readonly kind: 'missing-name';
      readonly importer: Shape;
      readonly reference: Reference;
      readonly name: ImportedName;
      readonly module: Shape;
    }
  /** The whole module is called, but it is an object that holds the function. */
  | {
      readonly kind: 'called-whole';
      readonly importer: Shape;
      readonly reference: Reference;
      readonly name: ImportedName;
      readonly module: Shape;
    }
  /** The file is written for the other module system than the one it is run by. */
  | { readonly kind: 'system'; readonly shape: Shape; readonly wants: 'esm' | 'commonjs' }
  /** A name is used that nothing declares or imports. */
  | { readonly kind: 'undeclared'; readonly shape: Shape; readonly name: string };

/** What two reports of one problem have in common. */
export function problemKey(problem: Problem): string {
  switch (problem.kind) {
    case 'unresolved':
      return `${problem.kind}|${problem.target}`;
    case 'package':
      return `${problem.kind}|${problem.reference.source}`;
    case 'missing-name':
    case 'called-whole':
      return `${problem.kind}|${problem.module.path}|${problem.name.imported}`;
    case 'system':
      return `${problem.kind}|${problem.shape.path}`;
    case 'undeclared':
      return `${problem.kind}|${problem.shape.path}|${problem.name}`;
  }
}
