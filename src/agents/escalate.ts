import { narrow } from '../checks/narrow.ts';
import type { Incident } from '../domain/incident.ts';
import type { Attempt } from '../domain/outcome.ts';
import type { Check } from '../domain/report.ts';
import { fenceText, quoteBlock, quoteInline, quoteProse } from '../lore/quote.ts';
import type { CulpritSearch } from '../repair/regression/find-culprit.ts';
import {
  attemptLines,
  comparedOf,
  culpritLines,
  failureLines,
  noLinks,
  questionOf,
} from './incident-lines.ts';

const MOST_ADVICE = 12;

export interface Escalation {
  readonly incident: Incident;
  readonly check: Check;
  readonly base: string;
  readonly attempts: readonly Attempt[];
  readonly advice: readonly string[];
  /** Own files that the red test uses, where the stack names none. */
  readonly suspects: readonly string[];
  /** What history says; null when it was not asked. */
  readonly culprit: CulpritSearch | null;
  /** Why it ended without a fix, a sentence. */
  readonly why: string;
}

/** Markdown that a person can act on: what failed, how to see it, what was tried, where to look. Pure. */
export function renderEscalation(one: Escalation): string {
  const { incident, check } = one;
  return `${[
    `## ${check.name} is red: ${quoteProse(incident.cause)}`,
    '',
    `At ${noLinks.commit(one.base)}, ${quoteInline(check.run)}. No fix was proved: ${quoteProse(one.why)}.`,
    '',
    ...section('What failed', whatFailed(incident)),
    ...section('See it', toShell(reproduce(incident, check))),
    ...section('What was tried', attemptLines(one.attempts)),
    ...section('Which commit', searchLines(one.culprit)),
    ...section(
      LOOK_AT,
      lookAt(one).map((line) => `- ${line}`),
    ),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

function whatFailed({ failures }: Incident): string[] {
  const compared = comparedOf(failures[0]);
  return [...failureLines(failures), ...(compared === '' ? [] : ['', ...quoteBlock(compared)])];
}

function searchLines(search: CulpritSearch | null): string[] {
  if (search === null) return [];
  return search.status === 'found'
    ? [...culpritLines(search.culprit), questionOf(search.culprit)]
    : [`Not found: ${quoteProse(search.why)}.`];
}

const LOOK_AT = 'Look at next';

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`### ${heading}`, '', ...lines, ''];
}

/** The advice of an escalation, quoted anew: the text may have come from another machine. */
export function readAdvice(escalation: string): string[] {
  const [, rest = ''] = escalation.split(`### ${LOOK_AT}\n`);
  return rest
    .split('\n')
    .filter((line) => line.startsWith('- '))
    .slice(0, MOST_ADVICE)
    .map((line) => requote(line.slice(2)));
}

/** Code stays code, and words are words. */
function requote(line: string): string {
  const parts = line.matchAll(/(`+)(?!`)(.+?)(?<!`)\1(?!`)|[^`]+/g);
  return [...parts]
    .map(([text, , code]) => (code === undefined ? quoteProse(text) : quoteInline(code)))
    .join(' ')
    .replace(/(?<=`) `([:,.;])`(?= |$)/g, '$1');
}

/** The command line that shows the smallest case: one test, fewest files; the whole check when its tool cannot narrow. */
export function reproduce(incident: Incident, check: Pick<Check, 'run' | 'cwd'>): string {
  return narrow(incident.failures[0]) ?? (check.cwd === '.' ? check.run : `cd ${check.cwd} && ${check.run}`);
}

/** A command to type, as a block. */
export function toShell(command: string): string[] {
  const [opening = '', ...rest] = fenceText(command);
  return [opening.replace(/text$/, 'sh'), ...rest];
}

function lookAt({ incident, advice, suspects }: Escalation): string[] {
  const [first] = incident.failures;
  const frame = incident.failures
    .flatMap((failure) => failure.frames)
    .find((one) => one.own && one.file !== first.file);
  return [
    ...advice.map((sentence) => quoteProse(sentence)),
    ...(frame
      ? [
          `${noLinks.place(frame.file, frame.line)}${frame.name ? ` (${quoteInline(frame.name)})` : ''}: the nearest own code on the stack`,
        ]
      : []),
    ...suspects.map((path) => `${quoteInline(path)}: the test uses it`),
    ...(first.file ? [`${noLinks.place(first.file, first.line)}: where it shows`] : []),
    `the commits that touched it last: ${quoteInline(`git log -5 --oneline -- ${first.file ?? '.'}`)}`,
  ];
}
