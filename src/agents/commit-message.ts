import { toLine } from '../domain/failure-line.ts';
import type { Incident } from '../domain/incident.ts';
import type { Proof, ProofRun } from '../domain/outcome.ts';
import type { Cure } from './mend.ts';

const TITLE_WIDTH = 72;

/** The message of a fix commit: what it does, what was red, the proof as a table, and the next command to type. */
export function renderCommitMessage(incident: Incident, cure: Cure, branch: string): string {
  const { proof } = cure;
  const many = incident.failures.length;
  return `${[
    clip(`fix: ${cure.patch.title}`, TITLE_WIDTH),
    '',
    `${proof.check} was red${many > 1 ? ` with ${many} failures of one cause` : ''} (${incident.cause}):`,
    `  ${clip(toLine(incident.failures[0]), 160)}`,
    '',
    'Proof, both runs in fresh checkouts:',
    `  ${proof.command}`,
    `    before  ${toCell(proof.red)}`,
    `    after   ${toCell(proof.green)}`,
    ...renderOthers(proof),
    ...(proof.remaining.length > 0
      ? ['', `Still red, as before: ${proof.remaining.length} other failure(s) of ${proof.check}.`]
      : []),
    '',
    `Take it:   git merge --ff-only ${branch}`,
    `Check it:  dreamos prove ${branch}`,
    '',
    `Dreamos-Incident: ${incident.fingerprint}`,
    `Dreamos-Fixer: ${cure.fixer}`,
    `Dreamos-Base: ${proof.base}`,
    `Dreamos-Patch-SHA256: ${proof.patchSha256}`,
  ].join('\n')}\n`;
}

function renderOthers(proof: Proof): string[] {
  return proof.others.flatMap(({ before, after }) => [
    `  ${after.command}`,
    `    before  ${toCell(before)}`,
    `    after   ${toCell(after)}`,
  ]);
}

function toCell(run: ProofRun): string {
  const exit = run.timedOut ? 'timed out' : `exit ${run.exit ?? run.signal}`;
  return `${exit.padEnd(9)}  ${(run.ms / 1000).toFixed(1).padStart(6)} s   log ${run.sha256.slice(0, 12)}`;
}

function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
