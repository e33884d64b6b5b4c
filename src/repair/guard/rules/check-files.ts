import { matchesAny } from '../../../checks/glob.ts';
import type { FileChange } from '../../../domain/patch.ts';
import { canonical } from '../reading/canonical.ts';
import { isScript, languageOf } from '../reading/language.ts';
import { isOutOfSight } from '../role.ts';
import { type Context, type Found, formerPath, type Piece, type Rule } from '../rule.ts';

const whole = (why: string): Found[] => [{ line: null, why }];

export const checkScriptChanged: Rule = {
  name: 'check-script-changed',
  summary: 'What a check runs may change in layout and import paths only: emptied, it would find nothing.',
  check(change, context) {
    const { surroundings } = context.options;
    if (!surroundings?.checkFiles.has(formerPath(change))) return [];
    const words = 'a check runs this file';
    if (change.after === null) return whole(`${words}, and it is deleted`);
    if (change.renamedFrom !== null) return whole(`${words}, and it is moved away`);
    const same = change.before === change.after || context.view(change).pieces.every(isLayoutOnly);
    return same ? [] : whole(`${words}: what it finds would change with it`);
  },
};

function isLayoutOnly({ before, after }: Piece): boolean {
  if (before?.program == null || after?.program == null) return false;
  return canonical(before.program, []) === canonical(after.program, []);
}

export const leftUnchecked: Rule = {
  name: 'left-unchecked',
  summary: 'No code may be moved or renamed to where compilers and linters do not look at it.',
  check(change, context) {
    const to = newPlaceOf(change, context);
    const from = formerPath(change);
    if (to === null || !isScript(from) || context.view(change).formerRole !== 'plain') return [];
    if (isTyped(from) && !isTyped(to))
      return whole(`${from} becomes ${to}: the compiler checks its types no more`);
    if (!isScript(to)) return whole(`${from} becomes ${to}, which no tool reads as code`);
    if (isOutOfSight(to) && !isOutOfSight(from))
      return whole(`${from} is moved to ${to}, where tools may not look`);
    const compiled = context.options.surroundings?.compiled ?? null;
    return compiled !== null && matchesAny(compiled, from) && !matchesAny(compiled, to)
      ? whole(`${from} is moved to ${to}, which tsconfig.json does not include`)
      : [];
  },
};

/** Where git, or a deleted file and a new one of the same name, say that the code went. */
function newPlaceOf(change: FileChange, { changes }: Context): string | null {
  if (change.renamedFrom !== null) return change.path;
  if (change.after !== null) return null;
  const stem = withoutExtension(change.path);
  return changes.find((one) => one.before === null && withoutExtension(one.path) === stem)?.path ?? null;
}

function withoutExtension(path: string): string {
  return path.replace(/(?:\.d)?\.[^./]+$/, '');
}

/** Declarations are not: `skipLibCheck` passes them over. */
function isTyped(path: string): boolean {
  return /^(?:typescript|tsx)$/.test(languageOf(path)) && !/\.d\.[cm]?ts$/.test(path);
}

export const cacheCommitted: Rule = {
  name: 'cache-committed',
  summary:
    'No file may be added or changed by which compilers and linters remember what they need not check again.',
  check(change) {
    const text = change.after ?? '';
    const isCache =
      /\.tsbuildinfo$|(?:^|\/)\.(?:eslint|stylelint|prettier)cache$/i.test(change.path) ||
      (/\.json$|\/[^./]+$/.test(change.path) &&
        /^\s*\{/.test(text) &&
        /"fileInfos"|"affectedFilesPendingEmit"/.test(text));
    return isCache && change.after !== null ? whole('a tool that reads it takes files for checked') : [];
  },
};
