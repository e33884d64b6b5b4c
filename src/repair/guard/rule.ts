import type { FileChange, Finding } from '../../domain/patch.ts';
import type { Surroundings } from './base-reader.ts';
import type { Source } from './reading/source.ts';
import type { Role } from './role.ts';

export interface GuardOptions {
  /** Globs with `*`, `**` and `?` of paths that no patch may touch. */
  readonly leaveAlone?: readonly string[];
  /** Bytes that one file may gain or change; all files together may four times that. Default 256 KiB. */
  readonly maxBytes?: number;
  /** `lockfile`: lockfiles may change, as long as everything in them comes from a registry. */
  readonly allow?: 'lockfile' | null;
  /** What stands around the patch at base; without it, the patch alone is judged. */
  readonly surroundings?: Surroundings | null;
}

/** What there is to compare of a change: the whole file, or one hunk. */
export interface Piece {
  readonly before: Source | null;
  readonly after: Source | null;
}

/** A change, read once for all rules. */
export interface View {
  /** What the file is, by path and content. */
  readonly role: Role;
  /** What it was, under its former path. */
  readonly formerRole: Role;
  /** Empty when there is nothing to read: binary, oversize, or only a mode changed. */
  readonly pieces: readonly Piece[];
}

export interface Context {
  readonly options: Required<GuardOptions>;
  readonly changes: readonly FileChange[];
  /** True when the patch adds at least one test. */
  readonly addsTest: boolean;
  view(change: FileChange): View;
}

/** One thing that a patch may not do. To add one: write it in the family's file in `rules/`, list it in `index.ts`. */
export interface Rule {
  /** Stable, kebab-case; users see it. */
  readonly name: string;
  /** A sentence: what is refused, and why that would be a cheat. */
  readonly summary: string;
  /** Pure. `rule` and `file` are filled in by the guard. */
  check(change: FileChange, context: Context): readonly Found[];
}

export type Found = Pick<Finding, 'line' | 'why'>;

export function formerPath(change: FileChange): string {
  return change.renamedFrom ?? change.path;
}
