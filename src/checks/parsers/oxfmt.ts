import type { Failure } from '../../domain/report.ts';
import type { Parser, Printed } from '../parser.ts';
import { toRelativePath } from '../relative-path.ts';
import { shellQuote } from '../shell-quote.ts';
import { toLines } from '../strip-ansi.ts';
import { toFailure, withoutRepeats } from '../to-failure.ts';

const FOUND = /^Format issues found in above \d+ files/;
/** `src/a b.js (12ms)`. */
const UNTIDY = /^(\S.*?) \(\d+(?:\.\d+)?m?s\)$/;

/** Paths are believed only above the line that counts them: `dreamos checks (2ms)` is anybody's. */
export const oxfmt: Parser = {
  name: 'oxfmt',
  recognises: (text) => toLines(text).some((line) => FOUND.test(line)),
  parseText: (text, printed) => {
    const lines = toLines(text);
    const end = lines.findIndex((line) => FOUND.test(line));
    const begin = lines.lastIndexOf('Checking formatting...', end);
    return withoutRepeats(
      lines.slice(begin + 1, Math.max(end, 0)).flatMap((line) => toUntidy(line, printed) ?? []),
    );
  },
  parseReport: null,
  narrow: (failure) => (failure.file === null ? null : `npx oxfmt --check ${shellQuote(failure.file)}`),
};

function toUntidy(line: string, printed: Printed): Failure | null {
  const [, path] = UNTIDY.exec(line) ?? [];
  if (path === undefined) return null;
  const { path: file } = toRelativePath(path, printed);
  const message = 'Code style differs from what oxfmt would print.';
  return toFailure(printed, 'oxfmt', { rule: 'format', file, message });
}
