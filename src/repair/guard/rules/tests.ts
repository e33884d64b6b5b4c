import type { FileChange } from '../../../domain/patch.ts';
import { lineOf } from '../reading/around.ts';
import { canonical } from '../reading/canonical.ts';
import { baseName, isScript } from '../reading/language.ts';
import { namesOf } from '../reading/names.ts';
import { scan } from '../reading/scan.ts';
import type { Source } from '../reading/source.ts';
import { isAssertion, testBlocksOf } from '../reading/test-syntax.ts';
import { isOutOfSight, type Role, testFolderOf, testMarkOf } from '../role.ts';
import { type Context, type Found, formerPath, type Piece, type Rule } from '../rule.ts';
import { type Comparison, compareTests, type Difference } from '../test-comparison.ts';
import { describeBlock } from '../test-growth.ts';
import { isInSource } from '../view.ts';

const whole = (why: string): Found[] => [{ line: null, why }];

export const testRemoved: Rule = {
  name: 'test-removed',
  summary: 'No test may be deleted, emptied, or moved to where the runner does not find it.',
  check(change, context) {
    const { role, formerRole, pieces } = context.view(change);
    if (formerRole !== 'test' && formerRole !== 'support') return removedInSource(pieces);
    if (change.after === null && change.before !== null) {
      const moved = movedTo(change, context);
      if (moved === null) return whole('the file with its tests is deleted');
      return staysInSight(change.path, moved.path)
        ? []
        : whole(`its tests are moved to ${moved.path}, where the runner may not find them`);
    }
    if (
      change.renamedFrom !== null &&
      (role !== formerRole || !staysInSight(change.renamedFrom, change.path))
    )
      return whole(`the file is moved from ${change.renamedFrom} to where the runner may not find it`);
    if (
      change.before !== null &&
      change.before.trim() !== '' &&
      change.after !== null &&
      change.after.trim() === '' &&
      change.hunks === undefined
    )
      return whole('the file is emptied');
    return comparisonsOf(pieces).flatMap(({ comparison, piece }) =>
      comparison.differences.flatMap((difference) =>
        difference.kind === 'removed' ? removedFound(difference, piece) : [],
      ),
    );
  },
};

function removedFound({ before }: Difference, { before: source, after }: Piece): Found[] {
  if (source === null || before === null) return [];
  const block = describeBlock(before, namesOf(source));
  const title = block !== null && after !== null && block !== 'a test' && titled(after, block);
  if (title)
    return [{ line: lineOf(before), why: `${block} is changed: what stood in it is gone or altered` }];
  if (block !== null) return [{ line: lineOf(before), why: `${block} is deleted` }];
  const assertion = before.type === 'ExpressionStatement' && isAssertion(before.expression, namesOf(source));
  return [
    {
      line: lineOf(before),
      why: assertion ? 'an assertion is deleted or altered' : 'a part of the tests is deleted or altered',
    },
  ];
}

function titled(source: Source, block: string): boolean {
  return testBlocksOf(source).some((call) => block === `test "${namesOf(source).text(call.arguments[0])}"`);
}

/** Tests within the module that they test: each must be there after as it was. */
function removedInSource(pieces: readonly Piece[]): Found[] {
  return pieces.flatMap(({ before, after }) => {
    if (before === null || !isInSource(before)) return [];
    const left = after === null ? [] : testBlocksOf(after).map((call) => canonical(call));
    return testBlocksOf(before).flatMap((call) => {
      const index = left.indexOf(canonical(call));
      if (index !== -1) left.splice(index, 1);
      return index === -1
        ? [{ line: lineOf(call), why: 'a test within the module is deleted or altered' }]
        : [];
    });
  });
}

export const testChanged: Rule = {
  name: 'test-changed',
  summary: 'In test files only layout and import paths may change; new tests may be added.',
  check(change, context) {
    const { formerRole, pieces } = context.view(change);
    if (
      change.before === null ||
      change.after === null ||
      (formerRole !== 'test' && formerRole !== 'support')
    )
      return [];
    return [
      ...comparisonsOf(pieces).flatMap(({ comparison, piece }) =>
        comparison.differences.flatMap((difference) => changedFound(difference, piece)),
      ),
      ...pieces.flatMap(judgeWithoutTree),
    ];
  },
};

function changedFound({ kind, after }: Difference, piece: Piece): Found[] {
  if (kind === 'removed' || after === null) return [];
  const block = piece.after === null ? null : describeBlock(after, namesOf(piece.after));
  const what = block ?? 'a part of the tests';
  return [
    {
      line: lineOf(after),
      why:
        kind === 'changed'
          ? `${what} is altered: only layout and import paths may change`
          : 'the addition could change what the tests there do',
    },
  ];
}

/** Other languages may not change at all; for code that no parser takes, the words must be the same. */
function judgeWithoutTree({ before, after }: Piece): Found[] {
  if (before === null || after === null || (before.program !== null && after.program !== null)) return [];
  const same = isScript(after.path)
    ? wordsOf(before.text) === wordsOf(after.text)
    : before.text === after.text;
  return same
    ? []
    : [
        {
          line: firstDifference(before, after),
          why: 'the tests are altered, and there is no syntax tree to tell layout from meaning',
        },
      ];
}

function wordsOf(text: string): string {
  return scan(text)
    .filter((token) => token.kind !== 'comment' && token.text !== ';' && token.text !== ',')
    .map((token) => (token.kind === 'string' ? JSON.stringify(token.text.slice(1, -1)) : token.text))
    .join(' ');
}

function firstDifference(before: Source, after: Source): number {
  const old = before.text.split('\n');
  const index = after.text.split('\n').findIndex((line, at) => line !== old[at]);
  return after.firstLine + Math.max(index, 0);
}

export const comparedDataChanged: Rule = {
  name: 'snapshot-or-fixture-changed',
  summary: 'Snapshots and fixtures may not change; new ones come only with new tests.',
  check(change, context) {
    const { role, formerRole } = context.view(change);
    const isData = (one: Role) => one === 'snapshot' || one === 'fixture';
    const what = (isData(formerRole) ? formerRole : role) === 'snapshot' ? 'snapshot' : 'fixture';
    if (change.before === null) {
      if (role === 'support' && /(?:^|\/)__mocks__\//.test(change.path))
        return whole('a new mock takes the place of a module in tests that exist');
      return isData(role) && change.renamedFrom === null && !context.addsTest
        ? whole(`a new ${what} without a new test`)
        : [];
    }
    if (!isData(role) && !isData(formerRole)) return [];
    if (change.after === null) return whole(`the ${what} is deleted`);
    const unchanged = change.before === change.after && (change.hunks ?? []).length === 0;
    if (unchanged && change.renamedFrom === null) return [];
    return unchanged && followsTest(change, context)
      ? []
      : whole(`the ${what} is changed: what tests compare with would follow the code`);
  },
};

/** A snapshot that was moved together with its test. */
function followsTest(change: FileChange, { changes }: Context): boolean {
  return changes.some(
    (one) =>
      one.renamedFrom !== null &&
      one !== change &&
      baseName(change.path).startsWith(baseName(one.path)) &&
      baseName(formerPath(change)).startsWith(baseName(one.renamedFrom)),
  );
}

const comparisons = new WeakMap<Piece, Comparison>();

/** The comparison of each piece that has both sides as trees. */
export function comparisonsOf(pieces: readonly Piece[]): { comparison: Comparison; piece: Piece }[] {
  return pieces.flatMap((piece) => {
    const { before, after } = piece;
    if (before?.program == null || after?.program == null) return [];
    let comparison = comparisons.get(piece);
    if (comparison === undefined) {
      comparison = compareTests(before, after);
      comparisons.set(piece, comparison);
    }
    return [{ comparison, piece }];
  });
}

/** The new file that has what a deleted one had, import paths aside. */
function movedTo(deleted: FileChange, context: Context): FileChange | null {
  const key = keyOf(context.view(deleted).pieces[0]?.before ?? null);
  if (key === null) return null;
  return (
    context.changes.find(
      (one) =>
        one.before === null &&
        baseName(one.path) === baseName(deleted.path) &&
        keyOf(context.view(one).pieces[0]?.after ?? null) === key,
    ) ?? null
  );
}

function keyOf(source: Source | null): string | null {
  if (source === null) return null;
  return source.program === null ? source.text : canonical(source.program, []);
}

function staysInSight(from: string, to: string): boolean {
  const extension = (path: string) => /\.[^.]+$/.exec(path)?.[0];
  if (isOutOfSight(to) && !isOutOfSight(from)) return false;
  if (extension(from) !== extension(to) || testMarkOf(from) !== testMarkOf(to)) return false;
  const folder = testFolderOf(from);
  const newFolder = testFolderOf(to);
  if (folder !== null) return newFolder !== null && lastPart(folder) === lastPart(newFolder);
  return newFolder !== null || from.split('/')[0] === to.split('/')[0] || !from.includes('/');
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
