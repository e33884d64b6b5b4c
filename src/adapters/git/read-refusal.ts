import type { Refused } from '../../domain/workshop.ts';

/** `git push --porcelain` says of each branch that was not taken who did not take it, and why. */
const STATUS = /^!\t[^\t]*\t\[(remote rejected|rejected)\] \((.*)\)$/m;
/** The forge's words for what git calls stale: somebody was quicker. */
const MOVED = /cannot lock ref|already exists|failed to update ref|stale|fetch first|non-fast-forward/i;
/** The forge's own trouble, which may pass. */
const PASSING = /internal|temporar|timed? ?out|unpack/i;

/**
 * Why a push was not taken: `rejected` where the branch is not any more what it was, or would go back; else the forge's reason, one
 * line. Null where it failed for something else, or may go well the next time.
 */
export function readRefusal(printed: string): 'rejected' | Refused | null {
  const [, who, reason = ''] = STATUS.exec(printed) ?? [];
  if (who === undefined) return null;
  if (who === 'rejected' || MOVED.test(reason)) return 'rejected';
  return PASSING.test(reason) ? null : { refused: toReason(printed) ?? reason };
}

/** A rule says in a list what it forbids; a hook says what it likes. */
function toReason(printed: string): string | null {
  const said = [...printed.matchAll(/^remote: *(.*?) *$/gm)]
    .map(([, line = '']) => line.replace(/\p{Cc}+/gu, ' '))
    .filter((line) => /\p{L}/u.test(line));
  const listed = said.filter((line) => line.startsWith('- ')).map((line) => line.slice(2));
  return listed.join(' ') || said[0]?.replace(/^error: */, '') || null;
}
