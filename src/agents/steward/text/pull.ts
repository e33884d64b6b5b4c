import type { CommitHabits } from '../../../domain/commit-habits.ts';
import { count } from '../../../domain/count.ts';
import { toLine } from '../../../domain/failure-line.ts';
import type { Incident } from '../../../domain/incident.ts';
import type { IncidentOutcome, Outcome, Proof } from '../../../domain/outcome.ts';
import { cut, quoteBlock, quoteInline, quoteProse } from '../../../lore/quote.ts';
import { toCommitSubject } from '../../commit-habits.ts';
import { attemptLines, comparedOf, culpritLines, failureLines, type Links } from '../../incident-lines.ts';
import { placeOf } from '../plan/is-gone.ts';
import { forgeLinks, toTitle } from './forge-links.ts';
import { renderMarker } from './marker.ts';
import {
  controlLines,
  disclosure,
  guardLines,
  loreLines,
  proofLines,
  renderBody,
  section,
  sentence,
} from './parts.ts';
import { statOf } from './stat-of.ts';

/** An incident with a proof: without one there is no pull request. */
export type Healed = IncidentOutcome & {
  readonly proof: Proof;
  readonly title: string;
  readonly patch: string;
};

export function isHealed(one: IncidentOutcome): one is Healed {
  return one.outcome === 'healed' && one.proof !== null && one.title !== null && one.patch !== null;
}

/** What a text about an incident needs to know beside it. */
export interface IncidentFacts {
  /** Of the repository. */
  readonly htmlUrl: string;
  readonly run: Pick<Outcome, 'base' | 'seconds' | 'sandbox'>;
  /** Branch that was red. */
  readonly branch: string;
  /** Which attempt for this incident it is, from 1. */
  readonly attempt: number;
  /** Where the runs can be read: a check run. */
  readonly runUrl: string | null;
}

export interface PullFacts extends IncidentFacts {
  /** How commits are named here; null where that is not known. */
  readonly habits: CommitHabits | null;
  /** Commit that its check run is to stand at, with the logs of the proof; null where that is not known. */
  readonly tip?: string | null;
}

export interface PullText {
  readonly title: string;
  readonly body: string;
  readonly isDraft: boolean;
}

/** The pull request of a fix. */
export function renderPull(one: Healed, facts: PullFacts): PullText {
  const { incident, proof } = one;
  const links = forgeLinks(facts.htmlUrl, proof.base);
  const changed = forgeLinks(facts.htmlUrl, one.commit ?? proof.base);
  const marker = renderMarker({
    v: 1,
    kind: 'pull',
    fingerprint: incident.fingerprint,
    check: cut(incident.check, 100),
    base: proof.base,
    head: one.commit,
    attempt: facts.attempt,
    place: placeOf(incident.failures[0]),
  });
  const body = renderBody(
    [marker, ...question(one)],
    [
      section('What failed', whatFailed(one, facts)),
      section('Cause', causeOf(one, facts)),
      section('The change', [
        `${quoteProse(one.title)}, by the fixer ${quoteInline(one.fixer ?? '?')}.`,
        '',
        ...statOf(one.patch).map(
          ({ path, added, removed }) => `- ${changed.place(path, null)}: +${added} −${removed}`,
        ),
      ]),
      section('Proof', proofLines(proof, facts.runUrl, logsOf(facts))),
      section('Guard', guardLines(proof.guard, links)),
      section('Lore', loreLines(one.lore)),
      section('Attempts and cost', costLines(one, facts)),
      section('Controls', controls(one, facts)),
    ],
    disclosure(facts.run.sandbox),
  );
  const subject = facts.habits === null ? `fix: ${one.title}` : toCommitSubject(one.title, facts.habits);
  return { title: toTitle(subject), body, isDraft: one.draft };
}

/** The page of what `dreamos/verify` says. */
function logsOf({ htmlUrl, tip = null }: PullFacts): string | null {
  return isSha(tip) ? `${htmlUrl}/commit/${tip}/checks` : null;
}

function question(one: Healed): string[] {
  return one.draft ? ['', `**A draft, for a person to decide.** ${askMeant(one)}`, ''] : [''];
}

/** What is undone may have been meant: its author is asked, and the other reading is named. */
export function askMeant({ culprit }: Pick<IncidentOutcome, 'culprit'>): string {
  const whom =
    culprit === null
      ? 'Was the code meant to be as it is?'
      : `${quoteInline(culprit.author)}, was that change meant?`;
  return `It undoes a part of what was changed. ${whom} If not, take this. If it was, the test is out of date: change the test instead.`;
}

function whatFailed({ incident }: IncidentOutcome, facts: IncidentFacts): string[] {
  const links = forgeLinks(facts.htmlUrl, facts.run.base);
  const where = `${quoteInline(incident.check)} was red on ${quoteInline(facts.branch)} at ${links.commit(facts.run.base)}`;
  return [`${where}, ${failedLead(incident)}`, '', ...failedLines(incident, links)];
}

export function failedLead({ failures }: Incident): string {
  return failures.length === 1
    ? 'with one failure:'
    : `with ${failures.length} failures of one cause. The first:`;
}

/** The first failure in full, the others as a list. */
export function failedLines({ failures }: Incident, links: Links): string[] {
  const [first, ...others] = failures;
  const compared = comparedOf(first);
  return [
    ...quoteBlock(`${toLine(first)}${restOf(first.message)}${compared === '' ? '' : `\n\n${compared}`}`),
    '',
    ...(first.file === null ? [] : [`In ${links.place(first.file, first.line)}.`]),
    ...(others.length === 0 ? [] : ['', ...failureLines(others, links)]),
  ];
}

/** What a message says behind its first line. */
function restOf(message: string): string {
  const at = message.indexOf('\n');
  return at < 0 ? '' : message.slice(at);
}

/** Two lines: what it is, and since when. */
function causeOf({ incident, culprit }: IncidentOutcome, { htmlUrl, run }: IncidentFacts): string[] {
  return [
    sentence(incident.cause),
    ...(culprit === null
      ? ['Which commit brought it was not searched for.']
      : culpritLines(culprit, forgeLinks(htmlUrl, run.base))),
  ];
}

/** What it took. */
export function costLines(one: IncidentOutcome, { attempt, run }: IncidentFacts): string[] {
  const table = attemptLines(one.attempts.filter(({ verdict }) => verdict.status !== 'proved'));
  return [
    `Attempt ${attempt} for this incident: ${count(one.candidates, 'candidate')} evaluated, ${run.seconds.total.toFixed(0)} s in all, of which ${run.seconds.checks.toFixed(0)} s in the repository’s own commands. No money was spent.`,
    ...(table.length > 0 ? ['', ...table] : []),
  ];
}

function isSha(text: string | null | undefined): text is string {
  return /^[0-9a-f]{40,64}$/.test(text ?? '');
}

/** What is approved is the commit at the head: the fix, or the lore on top of it. */
function controls(one: Healed, { tip }: PullFacts): string[] {
  const lines = controlLines('fix');
  const head = isSha(tip) ? tip : one.commit;
  if (!one.draft || head === null) return lines.filter((line) => !line.includes('/dreamos approve'));
  return lines.map((line) => line.replace('/dreamos approve <sha>', `/dreamos approve ${head}`));
}
