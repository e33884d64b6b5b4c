import { count } from '../domain/count.ts';
import type { Culprit } from '../domain/culprit.ts';
import { explainVerdict } from '../domain/explain-verdict.ts';
import { toLine } from '../domain/failure-line.ts';
import type { Attempt } from '../domain/outcome.ts';
import type { Failure } from '../domain/report.ts';
import { quoteInline, quoteProse, toCell } from '../lore/quote.ts';

const MOST_FAILURES = 10;
const MOST_ATTEMPTS = 20;
const MOST_OTHERS = 5;

/** How a commit and a place are shown: a terminal has no links. */
export interface Links {
  commit(sha: string): string;
  place(file: string, line: number | null): string;
}

export const noLinks: Links = {
  commit: (sha) => quoteInline(sha.slice(0, 12)),
  place: (file, line) => quoteInline(line === null ? file : `${file}:${line}`),
};

/** Failures as a list, each with the link to its place where there are links. */
export function failureLines(failures: readonly Failure[], links: Links = noLinks): string[] {
  const more = failures.length - MOST_FAILURES;
  return [
    ...failures.slice(0, MOST_FAILURES).map((failure) => {
      if (links === noLinks || failure.file === null) return `- ${quoteInline(toLine(failure), 300)}`;
      return `- ${links.place(failure.file, failure.line)}: ${quoteInline(toLine({ ...failure, file: null }), 300)}`;
    }),
    ...(more > 0 ? [`- … and ${more} more of the same cause`] : []),
  ];
}

/** What a failure compared; '' where it compared nothing. */
export function comparedOf({ expected, actual }: Failure): string {
  return expected === null && actual === null
    ? ''
    : `expected: ${expected ?? '?'}\nactual:   ${actual ?? '?'}`;
}

/** What was tried and why it was not taken, as a table; nothing where nothing was tried. */
export function attemptLines(attempts: readonly Attempt[]): string[] {
  if (attempts.length === 0) return [];
  const more = attempts.length - MOST_ATTEMPTS;
  return [
    '| fixer | candidate | why not |',
    '| --- | --- | --- |',
    ...attempts
      .slice(0, MOST_ATTEMPTS)
      .map(
        ({ fixer, candidate, verdict }) =>
          `| ${toCell(quoteInline(fixer))} | ${toCell(quoteProse(candidate))} | ${toCell(quoteProse(explainVerdict(verdict)))} |`,
      ),
    ...(more > 0 ? [`| | … and ${more} more | |`] : []),
  ];
}

/** Which commit it was, and what that cost to find. */
export function culpritLines(culprit: Culprit, links: Links = noLinks): string[] {
  const author = quoteInline(culprit.author);
  const cost = `${count(culprit.runs, 'run')} over ${culprit.searched} commits`;
  const others = culprit.others.slice(0, MOST_OTHERS).map(links.commit);
  const hidden = culprit.others.length - others.length;
  return [
    `${culprit.exact ? 'It turned red with' : 'The first that is seen red is'} ${links.commit(culprit.sha)} ${quoteInline(culprit.subject)} by ${author}, ${quoteProse(culprit.date.slice(0, 10))} (${cost}).`,
    ...(culprit.exact
      ? []
      : [
          `It may also be ${others.join(', ')}${hidden > 0 ? ` or ${hidden} more` : ''}: they could not be judged.`,
        ]),
  ];
}

/** Whom to ask what. */
export function questionOf(culprit: Culprit): string {
  return culprit.changedTest
    ? 'It changed the failing test as well, so it is not undone: the test may be wrong.'
    : `Ask ${quoteInline(culprit.author)}: was this meant? Then the test is out of date.`;
}
