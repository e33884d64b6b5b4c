import { count } from '../../../domain/count.ts';
import type { Annotation, CheckRunText, Conclusion } from '../../../domain/forge.ts';
import type { IncidentOutcome, Outcome } from '../../../domain/outcome.ts';
import type { Failure } from '../../../domain/report.ts';
import { quoteInline, quoteProse, toCell } from '../../../lore/quote.ts';
import { distinct, plainMessage, plainTitle } from './annotation.ts';
import { forgeLinks, isInside } from './forge-links.ts';
import { renderLogs } from './logs.ts';
import { guardLines, proofLines, renderBody, section, sentence } from './parts.ts';
import type { Healed } from './pull.ts';

const MOST_INCIDENTS = 50;
const MOST_SENTENCES = 20;

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
  /** How often those were tried that are only looked at, by fingerprint. */
  readonly spent?: ReadonlyMap<string, { readonly attempts: number }>;
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
      incidents.flatMap(({ incident, outcome: ending }) =>
        incident.failures.flatMap((failure) => annotate(failure, ending === 'flaky' ? 'warning' : 'failure')),
      ),
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

function fateOf(one: IncidentOutcome, { isFork, spent }: WatchFacts): string {
  if (isFork) return 'reported';
  switch (one.outcome) {
    case 'healed':
      return one.draft ? 'a draft of a fix, proved' : 'a fix, proved';
    case 'escalated':
      return 'needs a person';
    case 'flaky':
      return 'flaky';
    case 'refused':
      return notTried(spent?.get(one.incident.fingerprint)?.attempts);
  }
}

function notTried(attempts: number | undefined): string {
  if (attempts === undefined) return 'not tried';
  return `not tried: ${count(attempts, 'attempt was', 'attempts were')} made; \`/dreamos retry\` tries again`;
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

/** At its line; none where it has no place in the repository. */
export function annotate(failure: Failure, level: Annotation['level']): Annotation[] {
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
      level,
      title: plainTitle(rule === null ? check : `${check}: ${rule}`),
      message: plainMessage(`${test}${message}${compared}`),
    },
  ];
}

/** The check run `dreamos/verify` of a fix: the proof that it came with. */
export function renderVerify(
  { proof, logs }: Pick<Healed, 'proof' | 'logs'>,
  facts: Pick<CheckFacts, 'htmlUrl'>,
): CheckRunText {
  const links = forgeLinks(facts.htmlUrl, proof.base);
  return {
    status: 'completed',
    conclusion: 'success',
    title: plainTitle(`Proved: ${proof.check} was red and is green`),
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
    ...(logs === undefined ? {} : { text: renderLogs(logs, proof) }),
    annotations: [],
  };
}
