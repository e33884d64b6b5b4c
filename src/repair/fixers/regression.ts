import type { Culprit } from '../../domain/culprit.ts';
import type { Verdict } from '../../domain/outcome.ts';
import { type Patch, patchOf } from '../../domain/patch.ts';
import type { Workspace } from '../../domain/ports.ts';
import type { Fixer, Site } from '../fixer.ts';
import { guard } from '../guard/index.ts';
import { roleOf } from '../guard/role.ts';
import type { CulpritSearch } from '../regression/find-culprit.ts';
import { minimise } from '../regression/minimise.ts';
import { refine } from '../regression/refine.ts';
import { type ChangedFile, type Piece, piecesOf, standingOf, undo } from '../regression/undo.ts';

/** Undoes the smallest part of the commit that turned a check red. Last, for it asks old commits; always a draft. */
export const regressionFixer: Fixer = { name: 'regression', drafts: true, handles: () => true, propose };

type Found = Extract<CulpritSearch, { status: 'found' }>;

async function* propose(site: Site): AsyncGenerator<readonly Patch[], string | null, readonly Verdict[]> {
  const found = await site.culprit();
  if (found.status !== 'found') return null;
  const { culprit } = found;
  if (culprit.changedTest)
    return `\`${short(culprit)}\` changed the test as well: only its author can say which is right`;
  const { free, fought } = await findPieces(found, site.workspace);
  const beside = fought > 0 ? `; later commits changed ${fought} of its places` : '';
  if (free.length === 0) return `nothing of ${short(culprit)} can be undone by itself${beside}`;
  const toPatch = (pieces: readonly Piece[]) => patchOf(titleOf(culprit, pieces, found), undo(pieces));
  const firstGreen = async (sets: readonly (readonly Piece[])[]) => {
    const verdicts = await site.tryOut(sets.filter((set) => set.length > 0).map(toPatch));
    const hit = verdicts.findIndex((verdict) => verdict.status === 'plausible');
    return hit < 0 ? null : hit;
  };
  if ((await firstGreen([free])) === null) {
    return `undoing \`${short(culprit)}\` on today's code does not turn it green${beside}`;
  }
  for (const least of await narrowDown(free, firstGreen)) yield [toPatch(least)];
  return null;
}

/** From the least that is green to all: what is least may break another check, and then more belongs to it. */
async function narrowDown(
  all: readonly Piece[],
  firstGreen: (sets: readonly (readonly Piece[])[]) => Promise<number | null>,
): Promise<readonly (readonly Piece[])[]> {
  const files = [...new Set(all.map((piece) => piece.file))];
  const byFile = files.map((file) => all.filter((piece) => piece.file === file));
  const ofFiles = await minimise(byFile, (sets) => firstGreen(sets.map((set) => set.flat())));
  const hunks = await minimise(ofFiles.flat(), firstGreen);
  const statements = await minimise(freeOf(hunks, 'statement'), firstGreen);
  const lines = await minimise(freeOf(statements, 'line'), firstGreen);
  const steps = [lines, hunks, ofFiles.flat(), all];
  return steps.filter((step, index) => !steps.slice(0, index).some((other) => isSameUndo(other, step)));
}

function freeOf(pieces: readonly Piece[], unit: 'statement' | 'line'): Piece[] {
  return pieces.flatMap((piece) => refine(piece, unit));
}

function isSameUndo(a: readonly Piece[], b: readonly Piece[]): boolean {
  return JSON.stringify(undo(a)) === JSON.stringify(undo(b));
}

/** What of the commit's change in sources can be undone today; of hunks that later commits fought over, statements and lines. */
async function findPieces(found: Found, workspace: Workspace): Promise<{ free: Piece[]; fought: number }> {
  const free: Piece[] = [];
  let fought = 0;
  for (const change of found.changes) {
    const path = found.today.get(change.path) ?? change.path;
    if (change.before === null || change.binary || roleOf(path) !== 'plain') continue;
    const file: ChangedFile = {
      path,
      before: change.before,
      after: change.after,
      today: await workspace.read(path),
    };
    for (const piece of piecesOf(file)) {
      const parts = [piece, ...refine(piece, 'statement'), ...refine(piece, 'line')];
      const standing = standingOf(piece);
      if (standing === 'undone') continue;
      if (standing === 'fought') fought++;
      free.push(...(standing === 'free' ? [piece] : smallerFree(piece, parts)));
    }
  }
  const isAllowed = (piece: Piece) => guard(patchOf('', undo([piece])).files).allowed;
  return { free: free.filter(isAllowed), fought };
}

function smallerFree(piece: Piece, parts: readonly Piece[]): Piece[] {
  const lines = parts.slice(1).filter((part) => part !== piece && standingOf(part) === 'free');
  // Statements come first; a line inside one that is taken already is left.
  return lines.filter((part, index) => !lines.slice(0, index).some((other) => holds(other, part)));
}

function holds(outer: Piece, inner: Piece): boolean {
  return outer.edit.start <= inner.edit.start && inner.edit.end <= outer.edit.end;
}

/** `undo part of 1a2b3c4d in src/price.js`. */
function titleOf(culprit: Culprit, pieces: readonly Piece[], found: Found): string {
  const paths = [...new Set(pieces.map((piece) => piece.file.path))];
  const all = found.changes.length === paths.length && undo(pieces).every((file) => isWhole(file, pieces));
  const where = paths.length === 1 ? paths[0] : `${paths.length} files`;
  return `undo ${all ? '' : 'part of '}${short(culprit)} in ${where}`;
}

function isWhole(file: { path: string; after: string | null }, pieces: readonly Piece[]): boolean {
  return pieces.find((piece) => piece.file.path === file.path)?.file.before === file.after;
}

function short(culprit: Culprit): string {
  return culprit.sha.slice(0, 8);
}
