import type { PullRequest } from '../../domain/forge.ts';
import { findFixes, isPersons } from './find-ours.ts';
import { findParting } from './find-parting.ts';
import { isForGood } from './is-for-good.ts';
import { keepCheck, RUNNING } from './keep-check.ts';
import { CHECKS, LABELS } from './labels.ts';
import { claimsFix } from './plan/claims-fix.ts';
import { renderNotRun } from './text/not-run.ts';
import { renderProofCheck } from './text/proof-check.ts';
import type { Visit } from './visit.ts';

/** What is judged: the change from `base` to `head`, told on the commit `sha`. */
interface Judged {
  readonly name: string;
  readonly sha: string;
  readonly base: string;
  readonly head: string;
  readonly isFork: boolean;
  readonly claimsFix: boolean;
}

/** The check run `dreamos/proof` of a pull request of a person, which parted from its base at that commit. */
export async function provePull(pull: PullRequest, base: string, visit: Visit): Promise<void> {
  const { sha, isFork } = pull.head;
  await judge({ name: CHECKS.proof, sha, base, head: sha, isFork, claimsFix: claimsFix(pull) }, visit);
}

/** The same for one that was looked at before: what it says of itself has changed, or somebody asks for it. */
export async function proveAgain(pull: PullRequest, visit: Visit): Promise<string> {
  if (!visit.config.github.prove) return 'proofs of pull requests are not asked for';
  if (pull.state !== 'open') return 'it is closed';
  if (!isPersons(pull)) return 'ours: proved before it was opened';
  if (pull.labels.includes(LABELS.stop)) return 'stopped by a person';
  const base = await findParting(pull, visit);
  if (base === null) return 'it has nothing in common with its base';
  await provePull(pull, base, visit);
  return 'judged again';
}

/** The proof of a fix of ours once more, as it was: of the fix alone, without the lore that is on top of it. */
export async function proveFix({ number }: PullRequest, visit: Visit): Promise<string> {
  const fix = (await findFixes(visit.forge, 'open')).find((one) => one.number === number);
  if (fix === undefined) return 'ours, and no fix';
  if (fix.labels.includes(LABELS.stop)) return 'stopped by a person';
  const { base, head } = fix.marker;
  const { sha } = fix.head;
  const name = CHECKS.verify;
  await judge({ name, sha, base, head: head ?? sha, isFork: false, claimsFix: true }, visit);
  return 'proved again';
}

async function judge(
  { name, sha, base, head, isFork, claimsFix: isClaimed }: Judged,
  { forge, workshop, facts, config, redact }: Visit,
): Promise<void> {
  const at = { name, sha };
  await keepCheck(forge, at, RUNNING);
  try {
    const proof = await workshop.prove(base, head, isFork);
    const about = { htmlUrl: facts.htmlUrl, gate: config.github.gate, claimsFix: isClaimed };
    await keepCheck(forge, at, renderProofCheck(proof, about));
  } catch (error) {
    if (!isForGood(error)) throw error;
    await keepCheck(forge, at, renderNotRun(error, redact));
  }
}
