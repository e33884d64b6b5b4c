import type { PullRequest } from '../../domain/forge.ts';
import { amendCheck } from './keep-check.ts';
import { CHECKS, LABELS } from './labels.ts';
import type { Visit } from './visit.ts';

/** A person's word that a draft is meant, bound to the commit that it is at: it is no draft any more. Nothing is merged by it. */
export async function approveFix(pull: PullRequest, by: string, { forge }: Visit): Promise<void> {
  const { sha } = pull.head;
  await amendCheck(
    forge,
    { name: CHECKS.verify, sha },
    {
      conclusion: 'success',
      title: `Approved by ${by}, for this commit`,
      text: `${by} says that the change is meant, as it is at \`${sha}\`. Another commit needs another word. Whoever merges it decides.`,
    },
  );
  if (pull.isDraft) await forge.markReady(pull.number);
  if (pull.labels.includes(LABELS.needsApproval)) await forge.removeLabel(pull.number, LABELS.needsApproval);
}
