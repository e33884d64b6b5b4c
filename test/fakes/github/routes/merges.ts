import * as z from 'zod';
import { afterPush } from '../after-push.ts';
import type { BareRepo, Signature } from '../bare-repo.ts';
import { type Answer, type Call, json, parseBody, Refusal, writerOf } from '../call.ts';
import { markMerged, type PullIssue } from '../follow-pulls.ts';
import { type Route, repoRoute } from '../router.ts';
import { pullOf } from './pulls.ts';

const Merge = z.object({
  merge_method: z.enum(['merge', 'squash', 'rebase']).optional(),
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
  sha: z.string().optional(),
});

/** Merging, as people do it by the button. */
export const mergeRoutes: readonly Route[] = [
  repoRoute('PUT', '/pulls/{number}/merge', 'contents:write', 'write', merge),
];

async function merge(call: Call): Promise<Answer> {
  const { world, repo } = call;
  const { git } = repo;
  const issue = pullOf(call);
  const { pull } = issue;
  const body = parseBody(call, Merge);
  const by = writerOf(call);
  if (issue.state === 'closed' || pull.draft) throw new Refusal(405, 'Pull Request is not mergeable');
  if (body.sha !== undefined && body.sha !== pull.head.sha)
    throw new Refusal(409, 'Head branch was modified. Review and try the merge again.');
  const ref = `refs/heads/${pull.base.ref}`;
  const tip = await git.ref(ref);
  if (tip === null) throw new Refusal(405, 'Base branch was deleted');
  const method = body.merge_method ?? 'merge';
  const words = { ...defaultWords(issue, method), ...given(body) };
  const message = [words.title, words.message].filter(Boolean).join('\n\n');
  const made =
    method === 'rebase'
      ? await rebase(git, tip, pull.head.sha, world.noreply(by))
      : await join(git, method, tip, pull.head.sha, message, {
          by: world.noreply(by),
          author: world.noreply(issue.user),
        });
  if (made === null) throw new Refusal(405, 'Pull Request is not mergeable');
  if (!(await git.updateRef(ref, made, tip)))
    throw new Refusal(409, 'Base branch was modified. Review and try the merge again.');
  await markMerged(world, repo, issue, made, by);
  await afterPush(world, repo, [{ ref, before: tip, after: made }], by);
  return json({ sha: made, merged: true, message: 'Pull Request successfully merged' });
}

function defaultWords(issue: PullIssue, method: string): { title: string; message: string } {
  const { number, title, pull } = issue;
  if (method === 'squash') return { title: `${title} (#${number})`, message: issue.body ?? '' };
  return {
    title: `Merge pull request #${number} from ${pull.head.owner.login}/${pull.head.ref}`,
    message: title,
  };
}

function given(body: z.infer<typeof Merge>): { title?: string; message?: string } {
  return {
    ...(body.commit_title === undefined ? {} : { title: body.commit_title }),
    ...(body.commit_message === undefined ? {} : { message: body.commit_message }),
  };
}

/** One commit with both sides: with both parents, or on the base alone. */
async function join(
  git: BareRepo,
  method: 'merge' | 'squash',
  tip: string,
  head: string,
  message: string,
  who: { readonly by: Signature; readonly author: Signature },
): Promise<string | null> {
  const tree = await git.mergeTree(tip, head);
  if (tree === null) return null;
  const parents = method === 'merge' ? [tip, head] : [tip];
  return git.commitTree(tree, parents, message, method === 'merge' ? who.by : who.author, who.by);
}

/** Each commit of the head again, on top of the base. */
async function rebase(git: BareRepo, tip: string, head: string, by: Signature): Promise<string | null> {
  let top = tip;
  for (const commit of await git.commits(['--reverse', '--no-merges', '--topo-order', head, `^${tip}`])) {
    const parent = commit.parents[0];
    if (parent === undefined) return null;
    const tree = await pick(git, top, parent, commit.sha, by);
    if (tree === null) return null;
    top = await git.commitTree(tree, [top], commit.message, commit.author, by);
  }
  return top;
}

/**
 * The tree of `top` with what `commit` changed since `parent`. `merge-tree` of git 2.39 takes no base of our choice, so
 * `top`'s tree is offered as a child of `parent`: that makes `parent` the base.
 */
async function pick(git: BareRepo, top: string, parent: string, commit: string, by: Signature) {
  const tree = await git.parse(`${top}^{tree}`);
  if (tree === null) return null;
  return git.mergeTree(await git.commitTree(tree, [parent], 'A stand-in', by), commit);
}
