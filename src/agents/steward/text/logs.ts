import type { Proof, ProofLogs, ProofRun } from '../../../domain/outcome.ts';
import { fenceText, quoteInline } from '../../../lore/quote.ts';
import { exitOf } from './parts.ts';

/** GitHub takes 65,535 bytes of text; what stands around both logs is short. */
const MOST_BYTES = 64_000;
const CUT = '… what stands before this is left out …';

/** What both runs of a proof printed, each as text in which nothing is more than text. */
export function renderLogs({ before, after }: ProofLogs, { red, green }: Proof): string {
  return [
    '### Logs',
    '',
    'What each run printed, without secrets. Its name is the SHA-256 of all that was printed.',
    '',
    ...logLines('Before', before, red),
    '',
    ...logLines('After', after, green),
  ].join('\n');
}

function logLines(when: string, log: string, run: ProofRun): string[] {
  return [`**${when}** (${exitOf(run)}), ${quoteInline(run.sha256)}:`, '', ...toBlock(log)];
}

/** As a block; where it has no room, less and less of its beginning is there. */
function toBlock(log: string): string[] {
  const room = MOST_BYTES / 2 - 1000;
  let lines = log.trim() === '' ? ['(it printed nothing)'] : log.trimEnd().split('\n');
  for (;;) {
    const block = fenceText(lines.join('\n'));
    if (Buffer.byteLength(block.join('\n')) <= room) return block;
    const last = lines.at(-1) ?? '';
    const gone = Math.ceil(lines.length / 4) + 1;
    lines = [CUT, ...(lines.length > gone ? lines.slice(gone) : [last.slice(Math.ceil(last.length / 2))])];
  }
}
