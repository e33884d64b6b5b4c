import { type BareRepo, ZERO } from './bare-repo.ts';

export interface ChangedFile {
  readonly path: string;
  /** Its old path, when it was renamed. */
  readonly before: string | null;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'changed';
  /** Of the new content, of the old one where it was removed. */
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** The hunks; null for what is binary, too large or only renamed. */
  readonly patch: string | null;
}

const LARGEST_PATCH = 400_000;
const STATUS = { A: 'added', D: 'removed', M: 'modified', R: 'renamed', T: 'changed' } as const;
/** The tree with nothing in it. */
export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** What differs between two commits or trees, in git's order. */
export function changedFiles(git: BareRepo, from: string, to: string): Promise<readonly ChangedFile[]> {
  return git.keep(`changedFiles ${from} ${to}`, async () => {
    const shown = ['--raw', '--numstat', '-p', '-z', '--full-index', '--no-ext-diff', '--no-color'];
    const text = await git.text(['diff', '-M', ...shown, from, to, '--']);
    // The patch stands behind an empty row.
    const end = text.search(/\0\0diff --git /);
    const patches = end < 0 ? [] : splitPatch(text.slice(end + 2));
    const files = parseFacts(end < 0 ? text : text.slice(0, end));
    let at = 0;
    return files.map((file) => {
      const patch = patches[at] ?? null;
      // What became a link, or a link that became a file, is told as two changes.
      at += file.status === 'changed' ? 2 : 1;
      return { ...file, patch };
    });
  });
}

/** Rows of `--raw` and then of `--numstat`, both in one order; a renamed file has its two paths behind. */
function parseFacts(text: string): Omit<ChangedFile, 'patch'>[] {
  const parts = text.split('\0');
  const files: Omit<ChangedFile, 'patch'>[] = [];
  let at = 0;
  for (; parts[at]?.startsWith(':'); at += 2) {
    const [, , before = '', after = '', letter = 'M'] = (parts[at] ?? '').split(' ');
    const status = STATUS[letter[0] as keyof typeof STATUS] ?? 'changed';
    const old = status === 'renamed' ? (parts[at + 1] ?? '') : null;
    if (old !== null) at += 1;
    const sha = after === ZERO ? before : after;
    files.push({ path: parts[at + 1] ?? '', before: old, status, sha, additions: 0, deletions: 0 });
  }
  return files.map((file) => {
    const [additions, deletions, path] = (parts[at] ?? '').split('\t');
    at += path === '' ? 3 : 1;
    return { ...file, additions: Number(additions) || 0, deletions: Number(deletions) || 0 };
  });
}

function splitPatch(text: string): (string | null)[] {
  return text
    .split(/^diff --git /m)
    .slice(1)
    .map((section) => {
      const start = section.search(/^@@ /m);
      if (start < 0 || section.length > LARGEST_PATCH) return null;
      return section.slice(start).replace(/\n$/, '');
    });
}

/** Lines that a patch shows, by side, with their place below its first `@@`: where a comment of a review may stand. */
export function shownLines(patch: string): {
  readonly left: ReadonlyMap<number, number>;
  readonly right: ReadonlyMap<number, number>;
} {
  const left = new Map<number, number>();
  const right = new Map<number, number>();
  let old = 0;
  let young = 0;
  for (const [position, line] of patch.split('\n').entries()) {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(line);
    if (hunk) {
      old = Number(hunk[1]);
      young = Number(hunk[2]);
    } else if (line.startsWith('+')) right.set(young++, position);
    else if (line.startsWith('-')) left.set(old++, position);
    else if (line.startsWith(' ')) {
      left.set(old++, position);
      right.set(young++, position);
    }
  }
  return { left, right };
}
