import type { LoreEntry, LoreTrace } from '../domain/lore.ts';
import type { Outcome } from '../domain/outcome.ts';
import { entryFolder, entryPath } from './entry-path.ts';
import { quoteInline } from './quote.ts';

/** A run as its devlog tells it. */
export interface RunStory {
  readonly agent: string;
  /** When the devlog is made. */
  readonly created: string;
  readonly outcome: Outcome;
  /** What the run wrote, in the order of the incidents. */
  readonly entries: readonly LoreEntry[];
  /** Why entries were not written, sentences. */
  readonly refused: readonly string[];
  readonly traces: readonly LoreTrace[];
}

export function titleOfRun({ agent, outcome }: RunStory): string {
  const healed = outcome.incidents.filter((one) => one.outcome === 'healed').length;
  const base = quoteInline(outcome.base.slice(0, 12));
  return `${quoteInline(agent, 30)} at ${base}: ${healed} of ${outcome.incidents.length} incidents healed`;
}

/** The run in a page: each incident with a link to its entry, what memory changed, what it cost. */
export function describeRun(story: RunStory): string {
  const { outcome } = story;
  const rest = outcome.incidents.length - story.entries.length - story.refused.length;
  const { total, checks } = outcome.seconds;
  return [
    '## What happened',
    '',
    ...story.entries.map((entry) => `- ${entry.kind}: [${entry.title}](${linkTo(entry, story.created)})`),
    ...(rest > 0 ? [`- ${rest} without an entry`] : []),
    ...story.refused.map((why) => `- an entry was not written: ${quoteInline(why)}`),
    '',
    ...recalled(story.traces),
    '## Cost',
    '',
    `${total.toFixed(1)} s, ${checks.toFixed(1)} s of it in the repository's own commands; ${candidatesOf(outcome)} candidates.`,
    ...outcome.notes.flatMap((note) => ['', `Note: ${quoteInline(note, 300)}`]),
  ].join('\n');
}

/** It stands in the devlog of a run that recalled something. */
export const MEMORY_HEADING = '## What memory said';

/** Only that it was recalled, never its text: what is recalled is not learned again. */
function recalled(traces: readonly LoreTrace[]): string[] {
  const hits = traces.flatMap((trace) => trace.recalled);
  if (hits.length === 0) return [];
  return [
    MEMORY_HEADING,
    '',
    ...hits.map(
      (hit) => `- \`${hit.id}\`, ${hit.trust}${hit.stale ? ', stale' : ''}: ${quoteInline(hit.why)}`,
    ),
    ...traces
      .flatMap((trace) => trace.changed)
      .map((sentence) => `- it changed: ${quoteInline(sentence, 300)}`),
    '',
  ];
}

export function candidatesOf(outcome: Outcome): number {
  return outcome.incidents.reduce((sum, one) => sum + one.candidates, 0);
}

/** From the devlog's folder; what an earlier run wrote of the same may be of another month. */
function linkTo(entry: LoreEntry, created: string): string {
  const path = entryPath(entry);
  const own = entryFolder({ created });
  return path.startsWith(`${own}/`) ? path.slice(own.length + 1) : path.replace(/^lore\//, '../../');
}
