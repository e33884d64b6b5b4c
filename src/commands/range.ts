import type { Project } from '../domain/command.ts';
import { DreamError } from '../domain/errors.ts';

export interface Range {
  /** Full SHA that the change is judged against. */
  readonly base: string;
  readonly head: string;
  /** What was named as base, where that has moved on since both parted. */
  readonly named?: string;
}

/** Reads `base..head` (the change since both parted) or a branch (against what it was proved on, else HEAD or the default branch). */
export async function requireRange(project: Project, text: string): Promise<Range> {
  const parts = /^(.*?)\.{2,3}(.*)$/s.exec(text);
  if (!parts) return rangeOfBranch(project, text);
  const [from, head] = [
    await requireCommit(project, parts[1] || 'HEAD'),
    await requireCommit(project, parts[2] || 'HEAD'),
  ];
  const base = await requireMergeBase(project, from, head);
  if (base === head && from !== head)
    throw new DreamError(
      'bad-usage',
      `${parts[2] || 'HEAD'} is behind ${parts[1] || 'HEAD'}: there is no change to judge.`,
      `The other way round? ${parts[2] || 'HEAD'}..${parts[1] || 'HEAD'}`,
    );
  return base === from ? { base, head } : { base, head, named: from };
}

async function rangeOfBranch(project: Project, branch: string): Promise<Range> {
  const head = await requireCommit(project, branch);
  const proved = await project.history.proofOf(head);
  if (proved) return { base: proved.proof.base, head };
  for (const other of ['HEAD', 'origin/HEAD', 'main', 'master']) {
    const sha = await project.history.resolve(other);
    if (sha === null || sha === head) continue;
    const base = await project.history.mergeBase(sha, head);
    if (base !== null && base !== head) return { base, head };
  }
  throw new DreamError(
    'bad-usage',
    `${branch} has nothing that it could be compared with.`,
    `Name a range: <base>..${branch}`,
  );
}

async function requireCommit(project: Project, ref: string): Promise<string> {
  const sha = await project.history.resolve(ref);
  if (sha === null)
    throw new DreamError('not-found', `There is no branch or commit ${ref} here.`, 'See: git branch --all');
  return sha;
}

async function requireMergeBase(project: Project, from: string, head: string): Promise<string> {
  const base = await project.history.mergeBase(from, head);
  if (base === null)
    throw new DreamError(
      'bad-usage',
      'The two commits have no common history.',
      'Is the clone shallow? git fetch --unshallow',
    );
  return base;
}
