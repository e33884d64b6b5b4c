import * as z from 'zod';
import { afterPush } from '../after-push.ts';
import { type CommitFacts, type TreeEntry, ZERO } from '../bare-repo.ts';
import {
  type Answer,
  type Call,
  invalid,
  json,
  notFound,
  parseBody,
  Refusal,
  text,
  writerOf,
} from '../call.ts';
import { toGitCommit } from '../render/to-commit.ts';
import { apiOf, pageOf } from '../render/to-repository.ts';
import { type Route, repoRoute } from '../router.ts';
import type { Json } from '../rows.ts';

const LARGEST_INLINE = 1024 * 1024;
const Person = z.object({ name: z.string(), email: z.string(), date: z.string().optional() });
const Edit = z.object({
  message: z.string(),
  content: z.string(),
  sha: z.string().optional(),
  branch: z.string().optional(),
  author: Person.optional(),
  committer: Person.optional(),
});
const Removal = Edit.omit({ content: true }).extend({ sha: z.string() });

/** Files of a repository, read and edited. */
export const contentRoutes: readonly Route[] = [
  repoRoute('GET', '/contents', 'contents:read', 'read', getContents),
  repoRoute('GET', '/contents/{path}', 'contents:read', 'read', getContents),
  repoRoute('PUT', '/contents/{path}', 'contents:write', 'write', async (call) => {
    const body = parseBody(call, Edit);
    const content = Buffer.from(body.content, 'base64');
    const { commit, before } = await edit(call, body, content);
    const entry = await call.repo.git.entry(commit.sha, pathOf(call));
    const shown = entry && toEntry(call, entry, body.branch ?? call.repo.defaultBranch);
    return json({ content: shown, commit: toGitCommit(call.world, call.repo, commit) }, before ? 200 : 201);
  }),
  repoRoute('DELETE', '/contents/{path}', 'contents:write', 'write', async (call) => {
    const { commit } = await edit(call, parseBody(call, Removal), null);
    return json({ content: null, commit: toGitCommit(call.world, call.repo, commit) });
  }),
  repoRoute('GET', '/readme', 'contents:read', 'read', async (call) => {
    const ref = call.query.get('ref') ?? call.repo.defaultBranch;
    const top = await call.repo.git.entries(ref);
    const found = top.find((entry) => /^readme(\.md)?$/i.test(entry.path));
    if (found === undefined) throw notFound();
    return toContents(call, ref, found);
  }),
];

const pathOf = (call: Call): string => (call.params.path ?? '').replace(/^\/+|\/+$/g, '');

async function getContents(call: Call): Promise<Answer> {
  const { git } = call.repo;
  const ref = call.query.get('ref') ?? call.repo.defaultBranch;
  const path = pathOf(call);
  const commit = await git.resolve(ref);
  if (commit === null && call.query.get('ref') === null) throw new Refusal(404, 'This repository is empty.');
  if (commit === null) throw new Refusal(404, `No commit found for the ref ${ref}`);
  const found = path === '' ? null : await git.entry(commit, path);
  if (path !== '' && found === null) throw notFound();
  if (found === null || found.type === 'tree') {
    const entries = await git.entries(commit, ...(path === '' ? [] : [`${path}/`]));
    return json(entries.map((entry) => toEntry(call, entry, ref)));
  }
  return toContents(call, ref, found);
}

async function toContents(call: Call, ref: string, entry: TreeEntry): Promise<Answer> {
  const shown = toEntry(call, entry, ref);
  if (entry.type === 'commit') return json(shown);
  const content = await call.repo.git.blob(entry.sha);
  if (/\braw\b/.test(call.accept)) return text('application/vnd.github.raw+json; charset=utf-8', content);
  if (entry.size > LARGEST_INLINE) return json({ ...shown, encoding: 'none', content: '' });
  // GitHub breaks the lines after sixty characters.
  const lines = content.toString('base64').replace(/.{60}/g, '$&\n');
  return json({
    ...shown,
    encoding: 'base64',
    content: lines.endsWith('\n') || lines === '' ? lines : `${lines}\n`,
  });
}

function toEntry(call: Call, entry: TreeEntry, ref: string): Json {
  const { world, repo } = call;
  const path = entry.path.split('/').map(encodeURIComponent).join('/');
  const url = `${apiOf(world, repo)}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const gitUrl = `${apiOf(world, repo)}/git/${entry.type === 'tree' ? 'trees' : 'blobs'}/${entry.sha}`;
  const html = `${pageOf(world, repo)}/${entry.type === 'tree' ? 'tree' : 'blob'}/${ref}/${path}`;
  return {
    name: entry.path.split('/').at(-1),
    path: entry.path,
    sha: entry.sha,
    size: entry.size,
    url,
    html_url: html,
    git_url: gitUrl,
    download_url: entry.type === 'tree' ? null : `${pageOf(world, repo)}/raw/${ref}/${path}`,
    type: entry.type === 'tree' ? 'dir' : entry.type === 'commit' ? 'submodule' : 'file',
    _links: { self: url, git: gitUrl, html },
  };
}

/** A commit on top of a branch that writes or removes one file. */
async function edit(
  call: Call,
  body: Omit<z.infer<typeof Edit>, 'content'>,
  content: Buffer | null,
): Promise<{ readonly commit: CommitFacts; readonly before: TreeEntry | null }> {
  const { world, repo } = call;
  const { git } = repo;
  const by = writerOf(call);
  const branch = body.branch ?? repo.defaultBranch;
  const path = pathOf(call);
  if (path === '' || path.split('/').some((part) => ['', '.', '..', '.git'].includes(part)))
    throw invalid('Commit', 'path', 'invalid', 'path contains a malformed path component');
  if (call.who.kind === 'installation' && path.startsWith('.github/workflows/'))
    throw new Refusal(403, 'Resource not accessible by integration');
  const tip = await git.branch(branch);
  const isEmpty = (await git.refs('refs/heads/')).size === 0;
  if (tip === null && !isEmpty) throw new Refusal(404, `Branch ${branch} not found`);
  const before = tip === null ? null : await git.entry(tip, path);
  mayReplace(before, body.sha, path, content === null);
  const tree = await git.writeTree(tip, { [path]: content });
  const author = body.author ?? body.committer ?? world.noreply(by);
  const parents = tip === null ? [] : [tip];
  const sha = await git.commitTree(
    tree,
    parents,
    body.message,
    signed(author),
    signed(body.committer ?? author),
  );
  const ref = `refs/heads/${branch}`;
  if (!(await git.updateRef(ref, sha, tip ?? ZERO))) throw new Refusal(409, 'The branch moved. Try again.');
  await afterPush(world, repo, [{ ref, before: tip ?? ZERO, after: sha }], by);
  const commit = await git.commit(sha);
  if (commit === null) throw notFound();
  return { commit, before };
}

function mayReplace(
  before: TreeEntry | null,
  sha: string | undefined,
  path: string,
  isRemoval: boolean,
): void {
  if (before === null) {
    if (isRemoval) throw notFound();
    if (sha !== undefined) throw new Refusal(409, `${path} does not match ${sha}`);
    return;
  }
  if (sha === undefined) throw new Refusal(422, 'Invalid request.\n\n"sha" wasn\'t supplied.');
  if (sha !== before.sha) throw new Refusal(409, `${path} does not match ${sha}`);
}

function signed(person: z.infer<typeof Person>): { name: string; email: string; date?: string } {
  const { name, email, date } = person;
  return date === undefined ? { name, email } : { name, email, date };
}
