import type { ServerResponse } from 'node:http';
import { isPull } from '../follow-pulls.ts';
import { pageOf } from '../render/to-repository.ts';
import type { RepoRow } from '../rows.ts';
import type { World } from '../world.ts';
import { checksPage, runPage } from './check-pages.ts';
import { commitPage, commitsPage, filePage, repoPage } from './file-pages.ts';
import { html } from './html.ts';
import { issuePage, listPage, pullPage } from './issue-pages.ts';
import { layout } from './layout.ts';
import { STYLESHEET } from './stylesheet.ts';

type Found = string | null | Promise<string | null>;

const PAGES: readonly (readonly [RegExp, (world: World, repo: RepoRow, part: string) => Found])[] = [
  [/^$/, repoPage],
  [/^issues$/, (world, repo) => listPage(world, repo, 'issues')],
  [/^pulls$/, (world, repo) => listPage(world, repo, 'pulls')],
  [/^(?:issues|pull)\/(\d+)(?:\/\w+)?$/, issueOrPull],
  [/^commits?\/([0-9a-f]{40})\/checks$/, checksPage],
  [/^commits\/(.+)$/, commitsPage],
  [/^commit\/([0-9a-f]{4,40})$/, commitPage],
  [/^(?:tree|blob)\/(.+)$/, filePage],
  [/^actions\/runs\/(\d+)$/, actionsRun],
];

/** Pages for people. Whoever can reach this machine sees them all, private repositories too. */
export async function servePages(world: World, path: string, response: ServerResponse): Promise<void> {
  if (path === '/_style.css') {
    response.writeHead(200, { 'content-type': 'text/css; charset=utf-8' }).end(STYLESHEET);
    return;
  }
  const raw = await findRaw(world, path);
  if (raw !== null) {
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(raw);
    return;
  }
  const found = path === '/' ? homePage(world) : await findPage(world, path);
  const page =
    found ?? layout(world, null, 'Not found', html`<h1>Not found</h1><p>There is no such page.</p>`);
  response
    .writeHead(found === null ? 404 : 200, {
      'content-type': 'text/html; charset=utf-8',
      // What people wrote may name pictures elsewhere: nothing is fetched, nothing runs.
      'content-security-policy': "default-src 'none'; style-src 'self'; img-src 'self' data:",
    })
    .end(page);
}

async function findPage(world: World, path: string): Promise<string | null> {
  const { repo, rest } = split(world, path);
  if (repo === null) return null;
  for (const [pattern, show] of PAGES) {
    const match = pattern.exec(rest);
    if (match) return show(world, repo, match[1] ?? '');
  }
  return null;
}

function split(world: World, path: string): { readonly repo: RepoRow | null; readonly rest: string } {
  const parts = path
    .replace(/^\/|\/$/g, '')
    .split('/')
    .map(decodePart);
  const [owner = '', name = '', ...rest] = parts;
  return { repo: world.findRepo(owner, name.replace(/\.git$/, '')), rest: rest.join('/') };
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** A file as it is: `download_url` and `raw_url` lead here. */
async function findRaw(world: World, path: string): Promise<Buffer | null> {
  const { repo, rest } = split(world, path);
  const [, ref = '', file = ''] = /^raw\/([^/]+)\/(.+)$/.exec(rest) ?? [];
  const sha = repo === null || ref === '' || repo.isPrivate ? null : await repo.git.resolve(ref);
  const entry = repo === null || sha === null ? null : await repo.git.entry(sha, file);
  return repo === null || entry?.type !== 'blob' ? null : repo.git.blob(entry.sha);
}

function homePage(world: World): string {
  const rows = [...world.repos.values()].map(
    (repo) =>
      html`<div class="row"><a href="${pageOf(world, repo)}">${repo.owner.login}/${repo.name}</a></div>`,
  );
  return layout(world, null, 'Repositories', html`<h1>Repositories</h1><div class="box">${rows}</div>`);
}

function issueOrPull(world: World, repo: RepoRow, number: string): Found {
  const issue = repo.issues.get(Number(number));
  if (issue === undefined) return null;
  return isPull(issue) ? pullPage(world, repo, issue) : issuePage(world, repo, issue);
}

function actionsRun(world: World, repo: RepoRow, id: string): Found {
  const run = repo.runs.get(Number(id));
  return run === undefined ? null : runPage(world, repo, run);
}
