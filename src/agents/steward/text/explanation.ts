import type { CheckRun } from '../../../domain/forge.ts';
import { insideOf } from './keep-edits.ts';
import { topLines } from './top-lines.ts';

/** Parts of our bodies that say what failed and what was made of it; the others stand in the body alone. */
const TOLD = new Set([
  ...[
    'What failed',
    'See it',
    'Cause',
    'The change',
    'Nearest to a fix',
    'Look at next',
    'Attempts and cost',
  ],
]);
/** Its end is the name of a workflow. */
const CI_SAYS = 'CI says: ';
const HEADING = /^### (.+)$/;
/** The rule above the disclosure. */
const END = '---';

/** What our own body of a fix or an issue says of the failure: it was made from the run's record. */
export function renderExplanation(body: string): string {
  const told: string[] = [];
  let isTold = true;
  for (const { text, isCode } of topLines(insideOf(body)).lines) {
    const [, heading] = (!isCode && HEADING.exec(text)) || [];
    if (heading !== undefined) isTold = TOLD.has(heading) || heading.startsWith(CI_SAYS);
    else if (!isCode && text === END) isTold = false;
    if (isTold && (isCode || !text.startsWith('<!--'))) told.push(text);
  }
  return told.join('\n').trim();
}

/** What our check run of a commit says of it, with where each failure is to be seen. */
export function renderSeen({
  status,
  conclusion,
  title,
  summary,
  htmlUrl,
}: Pick<CheckRun, 'status' | 'conclusion' | 'title' | 'summary' | 'htmlUrl'>): string {
  if (status !== 'completed') return 'The checks are being run.';
  if (conclusion === 'success') return `${title}.`;
  const where = /^https?:\/\/[^\s()<>]+$/.test(htmlUrl) ? ['', `[Where each failure is](${htmlUrl})`] : [];
  return [`**${title}**`, '', summary.trim(), ...where].join('\n');
}
