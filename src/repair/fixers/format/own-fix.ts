import type { File, Node } from '@babel/types';
import type { Place } from '../../syntax.ts';
import type { Edit } from '../edits.ts';

/** A finding as a rule of ours sees it: the nodes around its place, from the outermost to the innermost. */
export interface Sight {
  readonly around: readonly Node[];
  readonly place: Place;
  readonly message: string;
}

/** A file with its tree. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly tree: File;
}

/**
 * A way to mend findings that the linter does not mend itself. Answers with alternatives, the best first; each has the
 * edits for all findings that it can mend. It must keep what the program does.
 */
export interface OwnFix {
  /** Name of the rule in each linter, without plug-in or group: `no-unused-vars`, `noUnusedVariables`. */
  readonly rules: readonly string[];
  /** What it does, in the imperative. */
  readonly title: string;
  fix(source: Source, sights: readonly Sight[]): readonly (readonly Edit[])[];
}
