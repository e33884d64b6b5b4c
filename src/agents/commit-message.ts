import type { CommitHabits } from '../domain/commit-habits.ts';
import { count } from '../domain/count.ts';
import { toLine } from '../domain/failure-line.ts';
import type { Proof, ProofRun } from '../domain/outcome.ts';
import { unheeded } from '../lore/quote.ts';
import { toCommitSubject } from './commit-habits.ts';
import type { Mended } from './mend.ts';
import type { Cure } from './trial.ts';

const TITLE_WIDTH = 72;

/** The message of a fix commit: what it does, what was red, the proof as a table, and the next command to type. */
export function renderCommitMessage(
  { incident, culprit, lore }: Mended,
  cure: Cure,
  { branch, habits }: { readonly branch: string; readonly habits?: CommitHabits | undefined },
): string {
  const { proof } = cure;
  const title = unheeded(cure.patch.title);
  const many = incident.failures.length;
  return `${[
    habits ? toCommitSubject(title, habits) : clip(`${cure.draft ? 'draft' : 'fix'}: ${title}`, TITLE_WIDTH),
    '',
    `${proof.check} was red${many > 1 ? ` with ${many} failures of one cause` : ''} (${unheeded(incident.cause)}):`,
    `  ${clip(unheeded(toLine(incident.failures[0])), 160)}`,
    '',
    ...renderQuestion(cure, culprit),
    'Proof, both runs in fresh checkouts:',
    `  ${proof.command}`,
    `    before  ${toCell(proof.red)}`,
    `    after   ${toCell(proof.green)}`,
    ...renderOthers(proof),
    ...renderLeftOut(proof),
    ...(proof.remaining.length > 0
      ? ['', `Still red, as before: ${count(proof.remaining.length, 'other failure')} of ${proof.check}.`]
      : []),
    ...renderLore(lore),
    '',
    `Take it:   git merge --ff-only ${branch}`,
    `Check it:  dreamos prove ${branch}`,
    '',
    `Dreamos-Incident: ${incident.fingerprint}`,
    `Dreamos-Fixer: ${cure.fixer}`,
    `Dreamos-Base: ${proof.base}`,
    `Dreamos-Patch-SHA256: ${proof.patchSha256}`,
    ...(cure.draft ? ['Dreamos-Draft: yes'] : []),
  ].join('\n')}\n`;
}

/** What is undone may have been meant: its author is asked, and the other reading is named. */
function renderQuestion(cure: Cure, search: Mended['culprit']): string[] {
  if (!cure.draft) return [];
  if (search?.status !== 'found')
    return [
      'This is a draft, made as one that held before. Was the code meant to be as it is?',
      'If not, take this. If it was, the test is out of date: change the test instead.',
      '',
    ];
  const { sha, subject, author, date, runs, searched } = search.culprit;
  return [
    `It turned red with ${sha.slice(0, 12)}, found in ${runs} runs over ${searched} commits:`,
    `  ${clip(unheeded(`“${subject}” by ${author}, ${date.slice(0, 10)}`), 160)}`,
    `This is a draft. ${unheeded(author)}, was that change meant?`,
    'If not, take this. If it was, the test is out of date: change the test instead.',
    '',
  ];
}

/** What memory said, and what it changed. */
function renderLore({ recalled, changed }: Mended['lore']): string[] {
  if (recalled.length === 0 && changed.length === 0) return [];
  return [
    '',
    ...recalled.map(({ id, why, trust, stale }) =>
      clip(`Lore: ${id}, ${trust}${stale ? ', stale' : ''}: ${unheeded(why)}`, 160),
    ),
    ...changed.map((sentence) => clip(`Lore: ${unheeded(sentence)}`, 240)),
  ];
}

function renderOthers(proof: Proof): string[] {
  return proof.others.flatMap(({ before, after }) => [
    `  ${after.command}`,
    `    before  ${toCell(before)}`,
    `    after   ${toCell(after)}`,
  ]);
}

function renderLeftOut({ leftOut = [] }: Proof): string[] {
  if (leftOut.length === 0) return [];
  return ['', ...leftOut.map(({ check, why }) => clip(`Not run: ${check}, for ${why}`, 160))];
}

function toCell(run: ProofRun): string {
  const exit = run.timedOut ? 'timed out' : `exit ${run.exit ?? run.signal}`;
  return `${exit.padEnd(9)}  ${(run.ms / 1000).toFixed(1).padStart(6)} s   log ${run.sha256.slice(0, 12)}`;
}

function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
