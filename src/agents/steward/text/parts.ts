import { count } from '../../../domain/count.ts';
import type { LoreTrace } from '../../../domain/lore.ts';
import type { Proof, ProofRun } from '../../../domain/outcome.ts';
import type { Finding, GuardResult } from '../../../domain/patch.ts';
import type { SandboxState } from '../../../domain/sandbox.ts';
import { quoteInline, quoteProse, toCell } from '../../../lore/quote.ts';
import type { Links } from '../../incident-lines.ts';
import { type CommentPlace, commentCommands } from '../commands/index.ts';

const MOST_ROWS = 20;
const MOST_LORE = 10;

/** A part of a body under its heading; left out where there is nothing to say. */
type Section = readonly [heading: string, lines: readonly string[]];

export function section(heading: string, lines: readonly string[]): Section {
  return [heading, lines];
}

/** Room is left for what a person writes around it. */
const MOST_TEXT = 58_000;

/** A body of sections between a head and an end. Where it is too long, the longest sections say so instead. */
export function renderBody(
  head: readonly string[],
  sections: readonly Section[],
  end: readonly string[],
): string {
  const rendered = sections
    .filter(([, lines]) => lines.length > 0)
    .map(([heading, lines]) => ({ heading, text: lines.join('\n') }));
  const whole = () =>
    [...head, ...rendered.flatMap(({ heading, text }) => [`### ${heading}`, '', text, '']), ...end]
      .join('\n')
      .trimEnd();
  for (const longest of rendered.toSorted((a, b) => b.text.length - a.text.length)) {
    if (whole().length <= MOST_TEXT) break;
    longest.text = '_Too long to be shown here._';
  }
  return whole();
}

/** A sentence of others with one full stop. */
export function sentence(text: string): string {
  return `${quoteProse(text.trim().replace(/\.$/, ''))}.`;
}

/** Both runs of each command as a table, with the hash of what each printed; `url`: where the runs can be read, `logs`: the logs. */
export function proofLines(proof: Proof, url: string | null, logs: string | null = null): string[] {
  const rows = [{ before: proof.red, after: proof.green }, ...proof.others];
  const hidden = rows.length - MOST_ROWS;
  return [
    '| check | command | before | after | seconds | log before | log after |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.slice(0, MOST_ROWS).map(({ before, after }) => {
      const cells = [
        toCell(quoteInline(after.check, 60)),
        toCell(quoteInline(after.command)),
        exitOf(before),
        exitOf(after),
        `${seconds(before.ms)} → ${seconds(after.ms)}`,
        quoteInline(before.sha256.slice(0, 12)),
        quoteInline(after.sha256.slice(0, 12)),
      ];
      return `| ${cells.join(' | ')} |`;
    }),
    ...(hidden > 0 ? [`| … and ${hidden} more | | | | | | |`] : []),
    '',
    `Each command ran in a fresh checkout of the base and of the base with the change. A log’s name is the beginning of its SHA-256${url === null ? '' : `; [the runs](${url})`}${logs === null ? '' : `; both logs of ${quoteInline(proof.check, 60)} are in [\`dreamos/verify\`](${logs})`}.`,
    ...(proof.leftOut?.length ? [''] : []),
    ...(proof.leftOut ?? [])
      .slice(0, MOST_ROWS)
      .map(({ check, why }) => `- Not run: ${quoteInline(check)}, for ${quoteProse(why)}`),
    ...(proof.remaining.length > 0
      ? [
          '',
          `Still red, as before: ${count(proof.remaining.length, 'other failure')} of ${quoteInline(proof.check)}. This is of another cause.`,
        ]
      : []),
  ];
}

/** How a run ended. */
export function exitOf(run: ProofRun): string {
  return run.timedOut
    ? 'timed out'
    : run.exit === null
      ? `ended by ${quoteInline(run.signal ?? '?')}`
      : `exit ${run.exit}`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

export function guardLines(guard: GuardResult, links: Links): string[] {
  const hidden = guard.findings.length - MOST_ROWS;
  return [
    guard.allowed
      ? 'The guard let it through: no test, assertion, snapshot or strictness is weakened, and no protected file is touched.'
      : `The guard refused it: ${count(guard.findings.length, 'finding')}.`,
    ...(guard.findings.length > 0 ? [''] : []),
    ...guard.findings.slice(0, MOST_ROWS).map((finding) => `- ${findingLine(finding, links)}`),
    ...(hidden > 0 ? [`- … and ${hidden} more`] : []),
  ];
}

function findingLine({ rule, file, line, why }: Finding, links: Links): string {
  return `${links.place(file, line)}: ${quoteInline(rule)}, ${quoteProse(why)}`;
}

/** What memory said, what that changed, and what was written down. */
export function loreLines({ recalled, changed, written }: LoreTrace): string[] {
  const hidden = recalled.length - MOST_LORE;
  return [
    ...recalled
      .slice(0, MOST_LORE)
      .map(
        ({ id, why, trust, stale }) =>
          `- recalled ${quoteInline(id)}, ${trust}${stale ? ', stale' : ''}: ${quoteProse(why)}`,
      ),
    ...(hidden > 0 ? [`- … and ${hidden} more recalled`] : []),
    ...changed.slice(0, MOST_LORE).map((sentence) => `- it changed: ${quoteProse(sentence)}`),
    ...(written.length > 0
      ? [
          `- written: ${written
            .slice(0, MOST_LORE)
            .map((id) => quoteInline(id))
            .join(', ')}`,
        ]
      : []),
  ];
}

/** Commands that can be typed here. */
export function controlLines(place: CommentPlace): string[] {
  return [
    'Type one as the first line of a comment:',
    '',
    ...commentCommands
      .filter(({ places }) => places.includes(place))
      .map(({ usage, summary }) => `- ${quoteInline(usage)}: ${summary}`),
  ];
}

/** Who made this and how far it may be believed. */
export function disclosure(sandbox: SandboxState | undefined): string[] {
  const shut =
    sandbox === undefined
      ? ''
      : ` The commands were shut in at level ${sandbox.level} of 6, where 1 is best.`;
  return [
    '---',
    '',
    `_Made by Dream.OS, a program; no language model was asked.${shut} It merges and approves nothing: a person decides._`,
  ];
}
