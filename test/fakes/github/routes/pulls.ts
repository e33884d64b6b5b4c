import * as z from 'zod';
import {
  type Answer,
  type Call,
  invalid,
  json,
  list,
  notFound,
  nothing,
  numberOf,
  parseBody,
  Refusal,
  writerOf,
} from '../call.ts';
import { changedFiles } from '../changed-files.ts';
import { editText } from '../edit-text.ts';
import { bringHead, isPull, type PullIssue, setPullState, tellPull } from '../follow-pulls.ts';
import { toCommit, toFile } from '../render/to-commit.ts';
import { toPull, toPullSimple } from '../render/to-pull.ts';
import { type Route, repoRoute } from '../router.ts';
import { now, type PullRow, type RepoRow } from '../rows.ts';
import { asDiff } from './commits.ts';
import { makeIssue, mayHold, mayTriage, sortRows } from './issues.ts';

const NewPull = z.object({
  title: z.string(),
  body: z.string().nullish(),
  head: z.string(),
  head_repo: z.string().optional(),
  base: z.string(),
  draft: z.boolean().optional(),
});
const PullEdit = z.object({
  title: z.string().optional(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']).optional(),
  base: z.string().optional(),
});
const READ = 'pull_requests:read';
const WRITE = 'pull_requests:write';

/** Pull requests: what they bring comes from git each time. */
export const pullRoutes: readonly Route[] = [
  repoRoute('GET', '/pulls', READ, 'read', listPulls),
  repoRoute('POST', '/pulls', WRITE, 'read', createPull),
  repoRoute('GET', '/pulls/{number}', READ, 'read', async (call) => {
    const issue = pullOf(call);
    if (/\b(diff|patch)\b/.test(call.accept)) {
      const from = await forkOf(call, issue);
      return asDiff(call.repo, from, issue.pull.head.sha);
    }
    return json(await toPull(call.world, call.repo, issue));
  }),
  repoRoute('PATCH', '/pulls/{number}', WRITE, 'read', editPull),
  repoRoute('GET', '/pulls/{number}/files', READ, 'read', async (call) => {
    const issue = pullOf(call);
    const { sha } = issue.pull.head;
    const files = await changedFiles(call.repo.git, await forkOf(call, issue), sha);
    return list(files.slice(0, 3000), (file) => toFile(call.world, call.repo, sha, file));
  }),
  repoRoute('GET', '/pulls/{number}/commits', READ, 'read', async (call) => {
    const { head, base } = pullOf(call).pull;
    const commits = await call.repo.git.commits(['-250', '--reverse', head.sha, `^${base.sha}`]);
    return list(commits, (commit) => toCommit(call.world, call.repo, commit));
  }),
  repoRoute('GET', '/pulls/{number}/merge', READ, 'read', (call) => {
    if (!pullOf(call).pull.merged) throw notFound();
    return nothing();
  }),
  repoRoute('GET', '/commits/{sha}/pulls', READ, 'read', async (call) => {
    const sha = await call.repo.git.resolve(call.params.sha ?? '');
    const pulls = [...call.repo.issues.values()].filter(isPull);
    const having = pulls.filter(({ pull }) => pull.head.sha === sha || pull.mergeCommitSha === sha);
    return list(having, (issue) => toPullSimple(call.world, call.repo, issue));
  }),
];

export function pullOf(call: Call): PullIssue {
  const issue = call.repo.issues.get(numberOf(call, 'number'));
  if (issue === undefined || !isPull(issue)) throw notFound();
  return issue;
}

/** Where a pull request's head left its base. */
export async function forkOf(call: Call, issue: PullIssue): Promise<string> {
  const { base, head } = issue.pull;
  return (await call.repo.git.mergeBase(base.sha, head.sha)) ?? base.sha;
}

function listPulls(call: Call): Answer {
  const { query, repo, world } = call;
  const state = query.get('state') ?? 'open';
  // GitHub heeds `head` only in the form `owner:branch`.
  const head = query.get('head')?.includes(':') ? query.get('head') : null;
  const base = query.get('base');
  const rows = [...repo.issues.values()]
    .filter(isPull)
    .filter(
      (issue) =>
        (state === 'all' || issue.state === state) &&
        (base === null || issue.pull.base.ref === base) &&
        (head === null || isHead(issue.pull, head ?? '')),
    );
  const ascending = query.has('sort') && query.get('sort') !== 'created';
  return list(sortRows(call, rows, ascending), (issue) => toPullSimple(world, repo, issue));
}

function isHead(pull: PullRow, head: string): boolean {
  const [owner = '', ...branch] = head.split(':');
  return pull.head.owner.login.toLowerCase() === owner.toLowerCase() && pull.head.ref === branch.join(':');
}

async function createPull(call: Call): Promise<Answer> {
  const { world, repo } = call;
  const body = parseBody(call, NewPull);
  const by = writerOf(call);
  mayHold(body.body);
  const { from, ref } = headOf(call, body.head);
  const sha = from === null ? null : await from.git.branch(ref);
  if (from === null || sha === null) throw invalid('PullRequest', 'head', 'invalid');
  const tip = await repo.git.branch(body.base);
  if (tip === null) throw invalid('PullRequest', 'base', 'invalid');
  const twin = [...repo.issues.values()]
    .filter(isPull)
    .find(
      ({ state, pull }) =>
        state === 'open' && pull.head.repo === from && pull.head.ref === ref && pull.base.ref === body.base,
    );
  const label = `${from.owner.login}:${ref}`;
  if (twin) throw refused(`A pull request already exists for ${label}.`);
  if (from !== repo) await repo.git.text(['fetch', '-q', '--no-tags', from.git.dir, `+refs/heads/${ref}`]);
  if ((await repo.git.mergeBase(tip, sha)) === null)
    throw refused(`The ${ref} branch has no history in common with ${body.base}`);
  if ((await repo.git.aheadBehind(tip, sha)).ahead === 0)
    throw refused(`No commits between ${body.base} and ${from === repo ? ref : label}`);
  const pull: PullRow = {
    id: world.nextId(),
    head: { repo: from, owner: from.owner, ref, sha },
    base: { ref: body.base, sha: tip },
    draft: body.draft === true,
    merged: false,
    mergedAt: null,
    mergedBy: null,
    mergeCommitSha: null,
    reviewers: [],
    teams: [],
    reviews: [],
    reviewComments: [],
  };
  const viaApp = call.who.kind === 'installation';
  const issue = makeIssue(world, repo, by, { title: body.title, body: body.body ?? null, viaApp, pull });
  await bringHead(repo, issue);
  await tellPull(world, repo, issue, 'opened', by);
  return json(await toPull(world, repo, issue), 201);
}

const refused = (message: string): Refusal =>
  new Refusal(422, 'Validation Failed', { errors: [{ resource: 'PullRequest', code: 'custom', message }] });

/** `branch` of this repository, or `owner:branch` of a fork of it. */
function headOf(call: Call, head: string): { readonly from: RepoRow | null; readonly ref: string } {
  const { repo, world } = call;
  const colon = head.indexOf(':');
  if (colon < 0) return { from: repo, ref: head };
  const owner = head.slice(0, colon).toLowerCase();
  const ref = head.slice(colon + 1);
  if (owner === repo.owner.login.toLowerCase()) return { from: repo, ref };
  const fork = [...world.repos.values()].find(
    (other) => other.parent === repo && other.owner.login.toLowerCase() === owner,
  );
  return { from: fork ?? null, ref };
}

async function editPull(call: Call): Promise<Answer> {
  const { world, repo } = call;
  const issue = pullOf(call);
  const body = parseBody(call, PullEdit);
  const by = writerOf(call);
  mayHold(body.body);
  if (call.who.kind === 'user' && issue.user !== by && !mayTriage(call, by)) throw notFound();
  const changes: Record<string, unknown> = editText(issue, body);
  if (body.base !== undefined && body.base !== issue.pull.base.ref) {
    const tip = await repo.git.branch(body.base);
    if (tip === null) throw invalid('PullRequest', 'base', 'invalid');
    changes.base = { ref: { from: issue.pull.base.ref }, sha: { from: issue.pull.base.sha } };
    Object.assign(issue.pull.base, { ref: body.base, sha: tip });
  }
  issue.updatedAt = now();
  if (Object.keys(changes).length > 0) await tellPull(world, repo, issue, 'edited', by, { changes });
  if (body.state !== undefined && body.state !== issue.state)
    await setPullState(world, repo, issue, body.state, by);
  return json(await toPull(world, repo, issue));
}
