import { narrow } from '../checks/narrow.ts';
import { explainVerdict } from '../domain/explain-verdict.ts';
import { toLine } from '../domain/failure-line.ts';
import type { Incident } from '../domain/incident.ts';
import type { Attempt } from '../domain/outcome.ts';
import type { Check } from '../domain/report.ts';
import type { CulpritSearch } from '../repair/regression/find-culprit.ts';

const MOST_FAILURES = 10;
const MOST_ATTEMPTS = 20;
const MOST_OTHERS = 5;

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
    `## ${check.name} is red: ${inline(incident.cause)}`,
    '',
    `At \`${one.base.slice(0, 12)}\`, \`${check.run}\`. No fix was proved: ${one.why}.`,
    '',
    '### What failed',
    '',
    ...renderFailures(incident),
    '### See it',
    '',
    '```sh',
    reproduce(incident, check),
    '```',
    '',
    ...renderAttempts(one.attempts),
    ...renderCulprit(one.culprit),
    '### Look at next',
    '',
    ...lookAt(one).map((line) => `- ${line}`),
  ].join('\n')}\n`;
}

/** The command line that shows the smallest case: one test, fewest files; the whole check when its tool cannot narrow. */
function reproduce(incident: Incident, check: Check): string {
  return narrow(incident.failures[0]) ?? (check.cwd === '.' ? check.run : `cd ${check.cwd} && ${check.run}`);
}

function renderFailures(incident: Incident): string[] {
  const { failures } = incident;
  const [first] = failures;
  const list = failures.slice(0, MOST_FAILURES).map((failure) => `- ${inline(toLine(failure))}`);
  const more =
    failures.length > MOST_FAILURES
      ? [`- … and ${failures.length - MOST_FAILURES} more of the same cause`]
      : [];
  const compared =
    first.expected !== null || first.actual !== null
      ? ['', ...fence([`expected: ${first.expected ?? '?'}`, `actual:   ${first.actual ?? '?'}`].join('\n'))]
      : [];
  return [...list, ...more, ...compared, ''];
}

function renderAttempts(attempts: readonly Attempt[]): string[] {
  if (attempts.length === 0) return [];
  const rows = attempts.slice(0, MOST_ATTEMPTS).map(({ fixer, candidate, verdict }) => {
    return `| ${inline(fixer)} | ${inline(candidate)} | ${inline(explainVerdict(verdict))} |`;
  });
  const more =
    attempts.length > MOST_ATTEMPTS ? [`| | … and ${attempts.length - MOST_ATTEMPTS} more | |`] : [];
  return [
    '### What was tried',
    '',
    '| fixer | candidate | why not |',
    '| --- | --- | --- |',
    ...rows,
    ...more,
    '',
  ];
}

function renderCulprit(search: CulpritSearch | null): string[] {
  if (search === null) return [];
  if (search.status === 'unknown') return ['### Which commit', '', `Not found: ${inline(search.why)}.`, ''];
  const { culprit } = search;
  const cost = `${culprit.runs} run${culprit.runs === 1 ? '' : 's'} over ${culprit.searched} commits`;
  const others = culprit.others.slice(0, MOST_OTHERS).map((sha) => `\`${sha.slice(0, 12)}\``);
  const hidden = culprit.others.length - others.length;
  return [
    '### Which commit',
    '',
    `${culprit.exact ? 'It turned red with' : 'The first that is seen red is'} \`${culprit.sha.slice(0, 12)}\` “${inline(culprit.subject)}” by ${inline(culprit.author)}, ${culprit.date.slice(0, 10)} (${cost}).`,
    ...(culprit.exact
      ? []
      : [
          `It may also be ${others.join(', ')}${hidden > 0 ? ` or ${hidden} more` : ''}: they could not be judged.`,
        ]),
    ...(culprit.changedTest
      ? ['It changed the failing test as well, so it is not undone: the test may be wrong.']
      : [`Ask ${inline(culprit.author)}: was this meant? Then the test is out of date.`]),
    '',
  ];
}

function lookAt({ incident, advice, suspects }: Escalation): string[] {
  const [first] = incident.failures;
  const frame = incident.failures
    .flatMap((failure) => failure.frames)
    .find((one) => one.own && one.file !== first.file);
  return [
    ...advice.map(inline),
    ...(frame
      ? [
          `\`${frame.file}${frame.line === null ? '' : `:${frame.line}`}\`${frame.name ? ` (\`${frame.name}\`)` : ''}: the nearest own code on the stack`,
        ]
      : []),
    ...suspects.map((path) => `\`${path}\`: the test uses it`),
    ...(first.file
      ? [`\`${first.file}${first.line === null ? '' : `:${first.line}`}\`: where it shows`]
      : []),
    `the commits that touched it last: \`git log -5 --oneline -- ${first.file ?? '.'}\``,
  ];
}

/** Text of a log in a line of markdown: it cannot open a block, a link, a comment or a mention. */
function inline(text: string): string {
  return strip(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>|]/g, '\\$&')
    .replace(/@(?=\w)/g, '@\u200b')
    .slice(0, 300);
}

function fence(text: string): string[] {
  const ticks = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map((match) => match[0].length + 1)));
  return [`${ticks}text`, strip(text).slice(0, 2000), ticks];
}

/** Invisible and bidirectional characters out; they are for machines or for tricks. */
function strip(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '');
}
