import type { ChangeProof } from '../../../domain/change-proof.ts';
import type { Annotation, CheckRunText, Conclusion } from '../../../domain/forge.ts';
import type { IncidentOutcome, Outcome, Proof } from '../../../domain/outcome.ts';
import type { Failure } from '../../../domain/report.ts';
import { showInvisible } from '../../../lore/invisible.ts';
import { cut, quoteInline, quoteProse, toCell, toLine } from '../../../lore/quote.ts';
import { forgeLinks, isInside } from './forge-links.ts';
import { count, guardLines, proofLines, renderBody, section, sentence } from './parts.ts';

const MOST_INCIDENTS = 50;
const MOST_SENTENCES = 20;
const MOST_MESSAGE = 4000;

export interface CheckFacts {
  readonly htmlUrl: string;
  /** The setting `github.gate`: whether a check run of ours may be red. */
  readonly gate: boolean;
}

export interface WatchFacts extends CheckFacts {
  /** The branch is of a fork: its failures are told, and nothing is made of them. */
  readonly isFork: boolean;
  /** Where each incident is dealt with, by fingerprint: a pull request or an issue. */
  readonly places: ReadonlyMap<string, string>;
  /** Failures that the base of a pull request has as well were left out. */
  readonly isBaseRed?: boolean;
}

/** The check run `dreamos/watch`: what is red at a commit. */
export function renderWatch(outcome: Outcome, facts: WatchFacts): CheckRunText {
  const { incidents } = outcome;
  const links = forgeLinks(facts.htmlUrl, outcome.base);
  const summary = renderBody(
    [
      `Looked at ${links.commit(outcome.base)} in ${outcome.seconds.total.toFixed(0)} s.`,
      '',
      ...(facts.isFork
        ? ['This comes from a fork: it is reported here, and nothing is written or proposed for it.', '']
        : []),
    ],
    [
      section('Incidents', incidentRows(incidents, facts)),
      section(
        'Notes',
        outcome.notes.slice(0, MOST_SENTENCES).map((note) => `- ${sentence(note)}`),
      ),
    ],
    [],
  );
  return {
    status: 'completed',
    conclusion: concludeWatch(outcome, facts),
    title: titleOf(outcome, facts),
    summary,
    annotations: distinct(
      incidents.flatMap((one) => one.incident.failures.flatMap((failure) => annotate(failure, one))),
    ),
  };
}

function incidentRows(incidents: readonly IncidentOutcome[], facts: WatchFacts): string[] {
  if (incidents.length === 0) return [];
  const hidden = incidents.length - MOST_INCIDENTS;
  return [
    '| check | cause | failures | what became of it |',
    '| --- | --- | --- | --- |',
    ...incidents.slice(0, MOST_INCIDENTS).map((one) => {
      const { check, cause, failures, fingerprint } = one.incident;
      const place = facts.places.get(fingerprint);
      const fate = place === undefined ? fateOf(one, facts) : `[${fateOf(one, facts)}](${place})`;
      return `| ${toCell(quoteInline(check, 60))} | ${toCell(quoteProse(cause, 200))} | ${failures.length} | ${fate} |`;
    }),
    ...(hidden > 0 ? [`| … and ${hidden} more | | | |`] : []),
  ];
}

function fateOf(one: IncidentOutcome, { isFork }: WatchFacts): string {
  if (isFork) return 'reported';
  switch (one.outcome) {
    case 'healed':
      return one.draft ? 'a draft of a fix, proved' : 'a fix, proved';
    case 'escalated':
      return 'needs a person';
    case 'flaky':
      return 'flaky';
    case 'refused':
      return 'not tried';
  }
}

/** Neutral blocks nothing. A flaky test is no reason to block either: it was green as well. */
function concludeWatch(outcome: Outcome, { gate }: CheckFacts): Conclusion {
  if (outcome.incidents.length === 0) return isGreen(outcome) ? 'success' : 'neutral';
  const isRed = outcome.incidents.some((one) => one.outcome !== 'flaky');
  return gate && isRed ? 'failure' : 'neutral';
}

/** Where no command ran, nothing is green. */
function isGreen({ status, seconds }: Outcome): boolean {
  return status === 'green' && seconds.checks > 0;
}

function titleOf(outcome: Outcome, { isBaseRed = false }: WatchFacts): string {
  const { incidents } = outcome;
  if (incidents.length === 0 && isBaseRed) return 'Nothing is red that is not red at the base';
  if (incidents.length === 0) return isGreen(outcome) ? 'All checks are green' : 'Nothing could be said';
  const parts = [
    [incidents.filter((one) => one.outcome === 'healed').length, 'with a proved fix'],
    [incidents.filter((one) => one.outcome === 'escalated').length, 'for a person'],
    [incidents.filter((one) => one.outcome === 'flaky').length, 'flaky'],
    [incidents.filter((one) => one.outcome === 'refused').length, 'not tried'],
  ] as const;
  const told = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return `${count(incidents.length, 'incident')}: ${told.join(', ')}`;
}

function annotate(failure: Failure, { outcome }: IncidentOutcome): Annotation[] {
  const { file, line, message, rule, check, testPath, expected, actual } = failure;
  if (file === null || line === null || line < 1 || !isInside(file)) return [];
  const compared =
    expected === null && actual === null
      ? ''
      : `\n\nexpected: ${expected ?? '?'}\nactual:   ${actual ?? '?'}`;
  const test = testPath === null ? '' : `${testPath.join(' > ')}\n\n`;
  return [
    {
      path: file,
      startLine: line,
      endLine: line,
      level: outcome === 'flaky' ? 'warning' : 'failure',
      title: plain(rule === null ? check : `${check}: ${rule}`),
      message: plainText(`${test}${message}${compared}`),
    },
  ];
}

/** Annotations are shown as plain text. */
function plain(text: string): string {
  return cut(toLine(text), 200) || 'red';
}

function plainText(text: string): string {
  return cut(showInvisible(text).trim(), MOST_MESSAGE) || '(no message)';
}

function distinct(all: readonly Annotation[]): Annotation[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/** The check run `dreamos/verify` of a fix: the proof that it came with. */
export function renderVerify(proof: Proof, facts: Pick<CheckFacts, 'htmlUrl'>): CheckRunText {
  const links = forgeLinks(facts.htmlUrl, proof.base);
  return {
    status: 'completed',
    conclusion: 'success',
    title: plain(`Proved: ${proof.check} was red and is green`),
    summary: renderBody(
      [
        `Proved against ${links.commit(proof.base)}, ${quoteProse(proof.provedAt.slice(0, 16).replace('T', ' '))} UTC. The change is the one whose source diff has the SHA-256 ${quoteInline(proof.patchSha256)}.`,
        '',
      ],
      [
        section('Proof', proofLines(proof, null)),
        section('Guard', guardLines(proof.guard, links)),
        section('Whole names of the logs', [
          `- before: ${quoteInline(proof.red.sha256)}`,
          `- after: ${quoteInline(proof.green.sha256)}`,
        ]),
        section('Versions', [
          Object.entries(proof.versions)
            .slice(0, MOST_SENTENCES)
            .map(([name, version]) => quoteInline(`${name} ${version}`, 60))
            .join(', ') || 'not recorded',
        ]),
      ],
      [],
    ),
    annotations: [],
  };
}

/** The check run `dreamos/proof`: what our own runs say of anybody's change. */
export function renderProofCheck(change: ChangeProof, facts: CheckFacts): CheckRunText {
  const isProved = change.status === 'proved';
  const links = forgeLinks(facts.htmlUrl, change.head);
  const missing = change.missing.slice(0, MOST_SENTENCES).map((sentence) => `- ${quoteProse(sentence)}`);
  return {
    status: 'completed',
    conclusion: isProved ? 'success' : facts.gate ? 'failure' : 'neutral',
    title: isProved
      ? 'Proved by our own runs'
      : `Not proved: ${count(change.missing.length, 'thing')} missing`,
    summary: renderBody(
      [
        `From ${links.commit(change.base)} to ${links.commit(change.head)}.${facts.gate || isProved ? '' : ' This blocks nothing: `github.gate` is off.'}`,
        '',
      ],
      [
        section('What is missing', missing),
        section('Checks', checkRows(change)),
        section('Guard', guardLines(change.guard, links)),
        section('Recorded proof', change.recorded === 'none' ? [] : [RECORDED[change.recorded]]),
      ],
      [],
    ),
    annotations: distinct(
      change.guard.findings
        .filter(({ file }) => isInside(file))
        .map(({ rule, file, line, why }) => ({
          path: file,
          startLine: line ?? 1,
          endLine: line ?? 1,
          level: facts.gate && !change.guard.allowed ? ('failure' as const) : ('warning' as const),
          title: plain(`guard: ${rule}`),
          message: plainText(why),
        })),
    ),
  };
}

const RECORDED = {
  matches: 'The commit brings a recorded proof, and it speaks of exactly this change.',
  differs: 'The commit brings a recorded proof, but it speaks of another change.',
} as const;

function checkRows({ checks }: ChangeProof): string[] {
  if (checks.length === 0) return ['No check was run.'];
  const exit = (run: { exit: number | null; timedOut: boolean }) =>
    run.timedOut ? 'timed out' : `exit ${run.exit ?? 'by a signal'}`;
  return [
    '| check | before | after | result | why |',
    '| --- | --- | --- | --- | --- |',
    ...checks
      .slice(0, MOST_INCIDENTS)
      .map(
        (one) =>
          `| ${toCell(quoteInline(one.check, 60))} | ${exit(one.before)}${one.withNewTests ? ', with the new tests' : ''} | ${exit(one.after)} | ${one.result} | ${toCell(quoteProse(one.why))} |`,
      ),
  ];
}
