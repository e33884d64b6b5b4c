import type { FileChange, FileMode } from '../../../../src/domain/patch.ts';

/** A file that patches start from. */
export interface Base {
  readonly path: string;
  readonly text: string;
}

/** A patch of the corpus: what it does, and its files. */
export interface Case {
  readonly name: string;
  readonly changes: readonly FileChange[];
  /** What else the repository holds at base; left out where the patch must speak for itself. */
  readonly repository?: readonly Base[];
}

const plain = { renamedFrom: null, beforeMode: null, afterMode: null, binary: false } as const;

/** Replaces `from`, which must stand in the file, by `to`; pairs may follow. */
export function edit(base: Base, ...pairs: readonly string[]): FileChange {
  let text = base.text;
  for (let at = 0; at < pairs.length; at += 2) {
    const [from = '', to = ''] = pairs.slice(at, at + 2);
    if (!text.includes(from)) throw new Error(`${base.path} does not hold ${from}`);
    text = text.replace(from, () => to);
  }
  return { ...plain, path: base.path, before: base.text, after: text };
}

export function rewrite(base: Base, text: string): FileChange {
  return { ...plain, path: base.path, before: base.text, after: text };
}

export function create(path: string, text: string): FileChange {
  return { ...plain, path, before: null, after: text };
}

export function remove(base: Base): FileChange {
  return { ...plain, path: base.path, before: base.text, after: null };
}

export function move(base: Base, path: string, text: string = base.text): FileChange {
  return { ...plain, path, renamedFrom: base.path, before: base.text, after: text };
}

export function withMode(
  change: FileChange,
  beforeMode: FileMode | null,
  afterMode: FileMode | null,
): FileChange {
  return { ...change, beforeMode, afterMode };
}
