import type { ChangeProof } from '../../../domain/change-proof.ts';
import { count } from '../../../domain/count.ts';
import type { Annotation, CheckRunText, Conclusion } from '../../../domain/forge.ts';
import { quoteInline, quoteProse, toCell } from '../../../lore/quote.ts';
import { listHarm } from '../../../repair/prove-change.ts';
import { distinct, plainMessage, plainTitle } from './annotation.ts';
import type { CheckFacts } from './check.ts';
import { forgeLinks, isInside } from './forge-links.ts';
import { guardLines, renderBody, section } from './parts.ts';

const MOST_CHECKS = 50;
const MOST_SENTENCES = 20;

export interface ProofFacts extends CheckFacts {
  /** Whether the change says that it mends something. Nobody else is asked for what was red and is green. */
  readonly claimsFix: boolean;
}

/** The check run `dreamos/proof`: what our own runs say of anybody's change. */
export function renderProofCheck(change: ChangeProof, facts: ProofFacts): CheckRunText {
  const links = forgeLinks(facts.htmlUrl, change.head);
  const { conclusion, title, heading, against } = judge(change, facts);
  const free = conclusion === 'neutral' && !facts.gate ? ' This blocks nothing: `github.gate` is off.' : '';
  return {
    status: 'completed',
    conclusion,
    title,
    summary: renderBody(
      [`From ${links.commit(change.base)} to ${links.commit(change.head)}.${free}`, ''],
      [
        section(
          heading,
          against.slice(0, MOST_SENTENCES).map((sentence) => `- ${quoteProse(sentence)}`),
        ),
        section('Checks', checkRows(change)),
        section('Guard', guardLines(change.guard, links)),
        section('Recorded proof', change.recorded === 'none' ? [] : [RECORDED[change.recorded]]),
      ],
      [],
    ),
    annotations: annotate(change, facts),
  };
}

interface Judgement {
  readonly conclusion: Conclusion;
  readonly title: string;
  /** Of `against`: sentences on what keeps it from being better judged. */
  readonly heading: string;
  readonly against: readonly string[];
}

/** Who claims a fix is held to it; of anybody else it is asked that nothing is weakened and nothing gets worse. */
function judge(change: ChangeProof, { claimsFix, gate }: ProofFacts): Judgement {
  const heading = claimsFix ? 'What is missing' : 'What is weaker or worse';
  if (change.status === 'proved')
    return { conclusion: 'success', title: 'Proved by our own runs', heading, against: [] };
  const against = claimsFix ? change.missing : listHarm(change.guard, change.checks);
  if (against.length === 0) {
    const ran = change.checks.length === 0 ? 'no check was run' : 'nothing got worse';
    const title = `No fix is claimed: no test is weakened, ${ran}`;
    return { conclusion: 'neutral', title, heading, against };
  }
  const title = claimsFix
    ? `Not proved: ${count(against.length, 'thing')} missing`
    : `${count(against.length, 'thing is', 'things are')} weaker or worse`;
  return { conclusion: gate ? 'failure' : 'neutral', title, heading, against };
}

function annotate({ guard }: ChangeProof, { gate }: ProofFacts): Annotation[] {
  return distinct(
    guard.findings
      .filter(({ file }) => isInside(file))
      .map(({ rule, file, line, why }) => ({
        path: file,
        startLine: line ?? 1,
        endLine: line ?? 1,
        level: gate && !guard.allowed ? ('failure' as const) : ('warning' as const),
        title: plainTitle(`guard: ${rule}`),
        message: plainMessage(why),
      })),
  );
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
      .slice(0, MOST_CHECKS)
      .map(
        (one) =>
          `| ${toCell(quoteInline(one.check, 60))} | ${exit(one.before)}${one.withNewTests ? ', with the new tests' : ''} | ${exit(one.after)} | ${one.result} | ${toCell(quoteProse(one.why))} |`,
      ),
  ];
}
