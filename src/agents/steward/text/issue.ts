import { count } from '../../../domain/count.ts';
import { toLine } from '../../../domain/failure-line.ts';
import type { PullRequest } from '../../../domain/forge.ts';
import type { IncidentOutcome } from '../../../domain/outcome.ts';
import type { Check } from '../../../domain/report.ts';
import { cut, quoteBlock, quoteInline, quoteProse } from '../../../lore/quote.ts';
import { readAdvice, reproduce, toShell } from '../../escalate.ts';
import { culpritLines, questionOf } from '../../incident-lines.ts';
import { placeOf } from '../plan/is-gone.ts';
import { forgeLinks, toTitle } from './forge-links.ts';
import { renderMarker } from './marker.ts';
import { controlLines, disclosure, loreLines, renderBody, section, sentence } from './parts.ts';
import { costLines, failedLead, failedLines, type IncidentFacts } from './pull.ts';

export interface IssueFacts extends IncidentFacts {
  /** Checks of the repository, for the command to type; the incident's may be missing. */
  readonly checks: readonly Pick<Check, 'name' | 'run' | 'cwd'>[];
  /** After so many it is only looked at. */
  readonly mostAttempts: number;
}

export interface IssueText {
  readonly title: string;
  readonly body: string;
}

/** The issue of an incident that was not fixed, laid out as a pull request is. */
export function renderIssue(one: IncidentOutcome, facts: IssueFacts): IssueText {
  const { incident } = one;
  const links = forgeLinks(facts.htmlUrl, facts.run.base);
  const marker = renderMarker({
    v: 1,
    kind: 'issue',
    fingerprint: incident.fingerprint,
    check: cut(incident.check, 100),
    base: facts.run.base,
    attempt: facts.attempt,
    place: placeOf(incident.failures[0]),
  });
  const check = facts.checks.find(({ name }) => name === incident.check);
  const body = renderBody(
    [marker, '', `**${ENDINGS[one.outcome]}** It ended with: ${sentence(one.why)}${spentOf(facts)}`, ''],
    [
      section('What failed', [
        `${quoteInline(incident.check)} is red on ${quoteInline(facts.branch)} at ${links.commit(facts.run.base)}, ${failedLead(incident)}`,
        '',
        ...failedLines(incident, links),
      ]),
      section('See it', check === undefined ? [] : toShell(reproduce(incident, check))),
      section('Cause', [
        `${quoteProse(incident.cause)} (inferred, not verified).`,
        ...(one.culprit === null ? [] : [...culpritLines(one.culprit, links), questionOf(one.culprit)]),
      ]),
      section('Nearest to a fix', nearestLines(one)),
      section(
        'Look at next',
        readAdvice(one.escalation ?? '').map((line) => `- ${line}`),
      ),
      section('Lore', loreLines(one.lore)),
      section('Attempts and cost', costLines(one, facts)),
      section('Controls', controlLines('issue')),
    ],
    disclosure(facts.run.sandbox),
  );
  return { title: toTitle(`${incident.check} is red: ${cut(incident.cause, 120)}`), body };
}

function spentOf({ attempt, mostAttempts }: IssueFacts): string {
  return attempt < mostAttempts
    ? ''
    : ` ${count(attempt, 'attempt was', 'attempts were')} made; \`/dreamos retry\` tries again.`;
}

const ENDINGS: Readonly<Record<IncidentOutcome['outcome'], string>> = {
  healed: 'A fix is proved, and waits to be proposed.',
  escalated: 'No fix was proved; a person is needed.',
  flaky: 'It is flaky: red and green at one commit.',
  refused: 'It was not tried.',
};

/** The candidate that left the least red, for who goes on by hand. */
function nearestLines({ attempts }: IncidentOutcome): string[] {
  const left = attempts.flatMap((attempt) =>
    attempt.verdict.status === 'still-red'
      ? [{ ...attempt, left: attempt.verdict.left, why: attempt.verdict.why }]
      : [],
  );
  const [best] = left.toSorted((a, b) => a.left - b.left);
  if (best === undefined) return [];
  return [
    `${quoteProse(best.candidate)} by ${quoteInline(best.fixer)} left ${count(best.left, 'failure')}: ${sentence(best.why)}`,
  ];
}

/** A note for an issue that was closed, and whose failure is there again. */
export function renderReturned(one: IncidentOutcome, facts: IncidentFacts): string {
  const links = forgeLinks(facts.htmlUrl, facts.run.base);
  return [
    `It is red again on ${quoteInline(facts.branch)} at ${links.commit(facts.run.base)}, with the same fingerprint ${quoteInline(one.incident.fingerprint.slice(0, 8))}:`,
    '',
    ...quoteBlock(toLine(one.incident.failures[0])),
    '',
    'So this is open again. What was tried since stands above.',
  ].join('\n');
}

/** A note for an issue whose failure has a fix by now. */
export function renderAnswered(pull: number, htmlUrl: string): string {
  return `A fix is proved by now: [pull request ${pull}](${htmlUrl}/pull/${pull}). It goes on there, so this is closed; if the failure is back without a fix, this is opened again.`;
}

/** A note for a fix onto the branch of a pull request that has ended. */
export function renderLost(
  { number, isMerged, head }: Pick<PullRequest, 'number' | 'isMerged' | 'head'>,
  htmlUrl: string,
): string {
  const ended = isMerged ? 'was merged without this' : 'was closed without a merge';
  return `This was to go onto ${quoteInline(head.branch)}, and [pull request ${number}](${htmlUrl}/pull/${number}) of that branch ${ended}. So this is closed too; where the failure shows again, a fix is offered there.`;
}

/** A note for an issue whose failure is gone. `by`: the pull request that did it, where it is known. */
export function renderGone(facts: {
  readonly htmlUrl: string;
  readonly check: string;
  readonly branch: string;
  readonly sha: string;
  readonly by: number | null;
}): string {
  const links = forgeLinks(facts.htmlUrl, facts.sha);
  const by =
    facts.by === null
      ? ''
      : ` It was mended by [pull request ${facts.by}](${facts.htmlUrl}/pull/${facts.by}).`;
  return `${quoteInline(facts.check)} no longer shows this at ${links.commit(facts.sha)} on ${quoteInline(facts.branch)}.${by} Closed; if it comes back, this is opened again.`;
}
