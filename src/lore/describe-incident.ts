import { count } from '../domain/count.ts';
import { explainVerdict } from '../domain/explain-verdict.ts';
import { toLine as toFailureLine } from '../domain/failure-line.ts';
import type { IncidentOutcome } from '../domain/outcome.ts';
import { quoteBlock, quoteInline } from './quote.ts';

const MOST_FAILURES = 5;
const MOST_ATTEMPTS = 20;
const INFERRED = '_(inferred, not verified)_';

/** What was learned, a line. Words of others stand in code spans. */
export function titleOf(one: IncidentOutcome): string {
  const cause = quoteInline(one.incident.cause, 90);
  switch (one.outcome) {
    case 'healed':
      return `${cause}: ${quoteInline(one.title ?? 'a patch', 80)}${one.draft ? ' (a draft)' : ''}`;
    case 'flaky':
      return `Flaky: ${cause}`;
    case 'escalated':
    case 'refused':
      return `Not mended: ${cause}`;
  }
}

/** What happened, the cause, what was tried, what held, what to do next time: markdown for a person. */
export function describeIncident(one: IncidentOutcome, base: string): string {
  return [
    ...section('What happened', happened(one, base)),
    ...section('Cause', cause(one)),
    ...section('What was tried', tried(one)),
    ...section('What held', held(one)),
    ...section('Next time', nextTime(one)),
  ]
    .join('\n')
    .trimEnd();
}

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${heading}`, '', ...lines, ''];
}

function happened({ incident }: IncidentOutcome, base: string): string[] {
  const { failures } = incident;
  const [first] = failures;
  const more = failures.length - MOST_FAILURES;
  const compared = [`expected: ${first.expected ?? '?'}`, `actual: ${first.actual ?? '?'}`].join('\n');
  const isCompared = first.expected !== null || first.actual !== null;
  return [
    `At ${quoteInline(base.slice(0, 12))} the check ${quoteInline(incident.check)} was red, ${count(failures.length, 'failure')} of one cause:`,
    '',
    ...failures.slice(0, MOST_FAILURES).map((failure) => `- ${quoteInline(toFailureLine(failure))}`),
    ...(more > 0 ? [`- … and ${more} more`] : []),
    '',
    ...quoteBlock(isCompared ? `${first.message}\n\n${compared}` : first.message),
  ];
}

function cause({ incident, culprit, outcome, why }: IncidentOutcome): string[] {
  if (outcome === 'flaky') return [`Not found: ${quoteInline(why)}. It was red and green at one commit.`];
  // One patch that turns all of it green shows that it was one cause.
  const isShown = outcome === 'healed';
  const named = `${quoteInline(incident.cause)}${isShown ? '' : ` ${INFERRED}`}.`;
  if (culprit === null) return [named];
  const author = `${quoteInline(culprit.author)}, ${quoteInline(culprit.date.slice(0, 10))}`;
  return [
    named,
    '',
    `Bisection, ${count(culprit.runs, 'run')}: ${culprit.exact ? 'red since' : 'the first that is seen red is'} ${quoteInline(culprit.sha.slice(0, 12))} ${quoteInline(culprit.subject)} by ${author}${culprit.exact ? '' : ` ${INFERRED}`}.`,
  ];
}

function tried({ attempts, candidates }: IncidentOutcome): string[] {
  if (attempts.length === 0) return [];
  const more = attempts.length - MOST_ATTEMPTS;
  return [
    ...(candidates > attempts.length ? [`${candidates} candidates in all.`, ''] : []),
    ...attempts
      .slice(0, MOST_ATTEMPTS)
      .map(
        ({ fixer, candidate, verdict }) =>
          `- ${quoteInline(fixer)} offered ${quoteInline(candidate)}: ${quoteInline(explainVerdict(verdict))}`,
      ),
    ...(more > 0 ? [`- … and ${more} more`] : []),
  ];
}

function held(one: IncidentOutcome): string[] {
  const { proof } = one;
  if (one.outcome !== 'healed' || proof === null) return [];
  return [
    `${quoteInline(one.fixer ?? '?')}: ${quoteInline(one.title ?? '?')}. Proved by the same command, ${quoteInline(proof.command)}: exit ${proof.red.exit ?? 'none'} without it, exit ${proof.green.exit ?? 'none'} with it.`,
    ...(proof.remaining.length > 0
      ? ['', `${count(proof.remaining.length, 'other failure')} stayed red.`]
      : []),
    '',
    ...quoteBlock(one.patch ?? '', 'diff'),
  ];
}

function nextTime(one: IncidentOutcome): string[] {
  switch (one.outcome) {
    case 'healed':
      return one.draft
        ? [
            'Ask first whether the change that this undoes was meant: then the test is out of date, not the code.',
          ]
        : ['Try this patch first, and prove it: it was proved at its base only.'];
    case 'flaky':
      return [
        'Run it again before it is repaired. What it shares with other tests: time, order, ports, files, chance.',
      ];
    case 'escalated':
    case 'refused':
      return [
        `It ended because: ${quoteInline(one.why)}.`,
        ...(one.attempts.length > 0
          ? [
              '',
              'While the files it cites are as they were, none of the candidates above is worth another try.',
            ]
          : []),
      ];
  }
}
