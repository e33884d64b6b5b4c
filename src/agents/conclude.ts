import { createHash } from 'node:crypto';
import type { CommitHabits } from '../domain/commit-habits.ts';
import type { BranchEffect } from '../domain/effect.ts';
import type { Incident } from '../domain/incident.ts';
import type { IncidentOutcome, Outcome } from '../domain/outcome.ts';
import type { Redact } from '../lore/redact.ts';
import { redactFacts } from '../lore/redact-facts.ts';
import { identify } from '../repair/fingerprint.ts';
import { renderCommitMessage } from './commit-message.ts';
import type { Mended } from './mend.ts';
import type { Cure } from './trial.ts';

export type Flaky = { readonly incident: Incident; readonly why: string };

/** Whether a cure's proof shows that this other incident is gone too: then they share a cause and are one incident. */
export function isCuredBy(incident: Incident, cured: Mended): boolean {
  if (!cured.cure || cured.incident === incident) return false;
  const reports = cured.cure.reports.filter((report) => report.check === incident.check);
  if (reports.length === 0) return false;
  const left = new Set(
    reports.flatMap((report) => identify(report.failures)).map((failure) => failure.fingerprint),
  );
  return incident.failures.every((failure) => !left.has(failure.fingerprint));
}

/** Folds what one patch turned green together into one incident. Pure. */
export function mergeCured(all: readonly Mended[]): Mended[] {
  const cures = all.filter((one) => one.cure !== null);
  const owner = (one: Mended) => cures.find((cured) => cured !== one && isCuredBy(one.incident, cured));
  const kept = all.filter((one) => one.cure !== null || !owner(one));
  return kept.map((one) => {
    const absorbed = one.cure ? all.filter((other) => other.cure === null && owner(other) === one) : [];
    const [first, ...rest] = one.incident.failures;
    const failures: Incident['failures'] = [
      first,
      ...rest,
      ...absorbed.flatMap((other) => other.incident.failures),
    ];
    return {
      ...one,
      incident: { ...one.incident, failures },
      attempts: [...absorbed.flatMap((other) => other.attempts), ...one.attempts],
    };
  });
}

/** Outcomes of incidents -> the outcome of the run. Pure. */
export function concludeStatus(incidents: readonly Pick<IncidentOutcome, 'outcome'>[]): Outcome['status'] {
  const has = (outcome: IncidentOutcome['outcome']) => incidents.some((one) => one.outcome === outcome);
  if (incidents.length === 0) return 'green';
  if (has('escalated')) return 'escalated';
  if (has('flaky')) return 'flaky';
  if (has('refused')) return 'escalated';
  return 'healed';
}

/** `dreamos/fix/<check>-<fingerprint8>`; with 8 digits more for a branch other than the default one, where it is another fix. */
function branchOf(incident: Incident, onto: string | undefined): string {
  const name = `dreamos/fix/${toRefPart(incident.check)}-${incident.fingerprint.slice(0, 8)}`;
  return onto === undefined ? name : `${name}-${markOf(onto)}`;
}

/** What the names of fixes onto that branch have in them. */
export function markOf(branch: string): string {
  return createHash('sha256').update(branch).digest('hex').slice(0, 8);
}

/** A file system takes 255 bytes for the name of a ref, with what git adds to it. */
const MOST_OF_NAME = 100;

/** The name of a check as a part of a branch's name: git takes less than the settings do, `unit..tests` for one. */
function toRefPart(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/\.{2,}/g, '.');
  return plain.replace(/^[.-]+/, '').slice(0, MOST_OF_NAME) || 'check';
}

interface BranchFacts {
  readonly habits?: CommitHabits | undefined;
  readonly redact: Redact;
  /** Branch that it is a fix of; undefined for the default one. */
  readonly onto?: string | undefined;
}

/** What a healed incident should do to the repository. Pure. */
export function planBranch(
  mended: Mended,
  base: string,
  { habits, redact, onto }: BranchFacts,
): BranchEffect | null {
  if (!mended.cure) return null;
  const branch = branchOf(mended.incident, onto);
  const [told, cure] = withoutSecrets(mended, mended.cure, redact);
  return {
    kind: 'branch',
    branch,
    base,
    patch: mended.cure.diff,
    message: renderCommitMessage(told, cure, { branch, habits }),
    proof: mended.cure.proof,
    ...(habits?.isSignedOff ? { isSignedOff: true } : {}),
  };
}

/** What a message is made of. It shortens, so secrets go before. */
function withoutSecrets(mended: Mended, cure: Cure, redact: Redact): [Mended, Cure] {
  const { incident, culprit, lore } = mended;
  const { title } = cure.patch;
  const clean = redactFacts({ told: { incident, culprit, lore }, title, proof: cure.proof }, redact);
  const patch = { ...cure.patch, title: clean.title };
  return [
    { ...mended, ...clean.told },
    { ...cure, patch, proof: clean.proof },
  ];
}
