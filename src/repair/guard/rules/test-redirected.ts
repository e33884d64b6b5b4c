import * as posix from 'node:path/posix';
import type { FileChange } from '../../../domain/patch.ts';
import { madeHere, stillStands } from '../made-here.ts';
import { type Context, formerPath, type Rule } from '../rule.ts';
import { comparisonsOf } from './tests.ts';

const DOUBLE_NAME =
  /(?:^|[/._-])(?:mocks?|__mocks__|stubs?|fakes?|fixtures?|__fixtures__|dumm(?:y|ies)|doubles?|noop|empty|shims?)(?:[/._-]|$)/i;
const BARE_SPECIFIER = /^(?![./#~]|@\/)/;

export const testRedirected: Rule = {
  name: 'test-redirected',
  summary:
    'An import of a test may follow a file that moved; it may not lead to a stand-in, or take another runner.',
  check(change, context) {
    const { role, pieces } = context.view(change);
    if (role !== 'test' && role !== 'support') return [];
    return comparisonsOf(pieces).flatMap(({ comparison }) =>
      comparison.paths.flatMap(({ before, after, line }) => {
        const why = whyRedirected(before, after, change, context);
        return why === null ? [] : [{ line, why }];
      }),
    );
  },
};

function whyRedirected(before: string, after: string, change: FileChange, context: Context): string | null {
  const plain = (specifier: string) => specifier.replace(/^node:/, '');
  if (plain(before) === plain(after)) return null;
  if (BARE_SPECIFIER.test(before) !== BARE_SPECIFIER.test(after)) {
    const ownAlias = /^@?[\w-]+\/.*|^[#~]/.test(before) && !isRunnerLike(before) && !DOUBLE_NAME.test(after);
    const toAlias = !isRunnerLike(after) && !DOUBLE_NAME.test(after) && !BARE_SPECIFIER.test(before);
    return ownAlias || toAlias ? null : `\`${before}\` is replaced by \`${after}\``;
  }
  if (BARE_SPECIFIER.test(before))
    return samePackage(before, after) ? null : `\`${before}\` is replaced by \`${after}\``;
  if (DOUBLE_NAME.test(after) && !DOUBLE_NAME.test(before))
    return `the import leads to a stand-in now: \`${after}\``;
  const folder = posix.dirname(change.path);
  const made = madeHere(folder, after, context);
  if (made === null) return null;
  if (context.view(made).role !== 'plain')
    return `the import leads to \`${after}\` now, which this patch puts among the tests`;
  return stillStands(posix.dirname(formerPath(change)), before, made, context)
    ? `the import leads to \`${after}\` now, which this patch makes, while \`${before}\` is still there`
    : null;
}

function isRunnerLike(specifier: string): boolean {
  return /^(?:node:)?(?:assert|test|vitest|mocha|chai|expect|sinon|ava|tap|tape|uvu|jasmine|bun:test)(?:\/|$)|^@jest\/|^@vitest\/|^@playwright\/|^@testing-library\//.test(
    specifier,
  );
}

/** `lodash/get` for `lodash-es/get` is a move; another name is another thing. Strictness of `assert` may only grow. */
function samePackage(before: string, after: string): boolean {
  if (isRunnerLike(before) || isRunnerLike(after))
    return /^(?:node:)?assert$/.test(before) && /^(?:node:)?assert\/strict$/.test(after);
  // Node's own takes the place of a package that stood in for it.
  if (after.startsWith('node:')) return true;
  const packageOf = (specifier: string) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0];
  return packageOf(before) === packageOf(after) || (!DOUBLE_NAME.test(after) && /^@?[\w-]+\//.test(before));
}
