import { changedFiles, EMPTY_TREE } from '../changed-files.ts';
import { pageOf } from '../render/to-repository.ts';
import type { RepoRow } from '../rows.ts';
import type { World } from '../world.ts';
import { showChecks } from './check-pages.ts';
import { type Html, html } from './html.ts';
import { showFiles } from './issue-pages.ts';
import { layout, showTime } from './layout.ts';
import { renderMarkdown } from './render-markdown.ts';

const LARGEST_SHOWN = 500_000;

/** A folder with its readme, or a file. `rest`: a ref and a path, both may have slashes. */
export async function filePage(world: World, repo: RepoRow, rest: string): Promise<string | null> {
  const place = await findPlace(repo, rest);
  if (place === null) return null;
  const { ref, sha, path } = place;
  const entry = path === '' ? null : await repo.git.entry(sha, path);
  if (path !== '' && entry === null) return null;
  const way = trail(world, repo, ref, path);
  if (entry !== null && entry.type !== 'tree') {
    const content = entry.type === 'blob' ? await repo.git.blob(entry.sha) : Buffer.alloc(0);
    return layout(world, repo, path, html`${way}${showFile(world, repo, path, content)}`);
  }
  return layout(world, repo, path || repo.name, html`${way}${await showFolder(world, repo, ref, sha, path)}`);
}

export async function repoPage(world: World, repo: RepoRow): Promise<string> {
  const found = await filePage(world, repo, repo.defaultBranch);
  if (found !== null) return found;
  const content = html`<h1>${repo.name}</h1><p class="faint">Nothing here yet.</p>
<pre>git push ${pageOf(world, repo)}.git HEAD:${repo.defaultBranch}</pre>`;
  return layout(world, repo, repo.name, content);
}

/** The longest branch that the text begins with, or the commit that its first part names. */
async function findPlace(repo: RepoRow, rest: string) {
  const branches = [...(await repo.git.refs('refs/heads/'))].map(([ref, sha]) => ({
    ref: ref.slice(11),
    sha,
  }));
  const fits = branches.filter(({ ref }) => rest === ref || rest.startsWith(`${ref}/`));
  const best = fits.toSorted((a, b) => b.ref.length - a.ref.length)[0];
  if (best) return { ...best, path: rest.slice(best.ref.length + 1).replace(/\/+$/, '') };
  const [ref = '', ...path] = rest.split('/');
  const sha = await repo.git.resolve(ref);
  return sha === null ? null : { ref, sha, path: path.join('/').replace(/\/+$/, '') };
}

function trail(world: World, repo: RepoRow, ref: string, path: string): Html {
  const parts = path.split('/').filter(Boolean);
  const links = parts.map((part, index) => {
    const to = parts
      .slice(0, index + 1)
      .map(encodeURIComponent)
      .join('/');
    return html` / <a href="${pageOf(world, repo)}/tree/${ref}/${to}">${part}</a>`;
  });
  return html`<p><code>${ref}</code> <a href="${pageOf(world, repo)}/tree/${ref}">${repo.name}</a>${links}</p>`;
}

async function showFolder(
  world: World,
  repo: RepoRow,
  ref: string,
  sha: string,
  path: string,
): Promise<Html> {
  const entries = await repo.git.entries(sha, ...(path === '' ? [] : [`${path}/`]));
  const sorted = entries.toSorted((a, b) => Number(a.type !== 'tree') - Number(b.type !== 'tree'));
  const readme = entries.find((entry) => /^readme(\.md)?$/i.test(entry.path.split('/').at(-1) ?? ''));
  const content = readme && (await repo.git.blob(readme.sha));
  return html`<div class="box">${sorted.map((entry) => {
    const to = entry.path.split('/').map(encodeURIComponent).join('/');
    const kind = entry.type === 'tree' ? 'tree' : 'blob';
    const name = `${entry.path.split('/').at(-1) ?? ''}${entry.type === 'tree' ? '/' : ''}`;
    return html`<div class="row"><a href="${pageOf(world, repo)}/${kind}/${ref}/${to}">${name}</a></div>`;
  })}</div>${readme && content ? showFile(world, repo, readme.path, content) : null}`;
}

function showFile(world: World, repo: RepoRow, path: string, content: Buffer): Html {
  const isText = content.length <= LARGEST_SHOWN && !content.includes(0);
  const body = !isText
    ? html`<p class="faint">${content.length} bytes that are not shown.</p>`
    : path.endsWith('.md')
      ? renderMarkdown(content.toString(), pageOf(world, repo))
      : html`<pre>${content
          .toString()
          .split('\n')
          .map((line, index) => html`<span id="L${index + 1}">${line}</span>\n`)}</pre>`;
  return html`<div class="box"><div class="top"><code>${path}</code></div><div class="in">${body}</div></div>`;
}

export async function commitsPage(world: World, repo: RepoRow, ref: string): Promise<string | null> {
  const sha = await repo.git.resolve(ref);
  if (sha === null) return null;
  const commits = await repo.git.commits(['-100', sha]);
  const rows = commits.map(
    (commit) => html`<div class="row">
<a href="${pageOf(world, repo)}/commit/${commit.sha}"><code>${commit.sha.slice(0, 7)}</code></a>
${commit.message.split('\n')[0] ?? ''} <span class="faint">${commit.author.name}, ${showTime(commit.author.date)}</span></div>`,
  );
  return layout(
    world,
    repo,
    `Commits of ${ref}`,
    html`<h1>Commits of ${ref}</h1><div class="box">${rows}</div>`,
  );
}

export async function commitPage(world: World, repo: RepoRow, name: string): Promise<string | null> {
  const sha = await repo.git.resolve(name);
  const commit = sha === null ? null : await repo.git.commit(sha);
  if (sha === null || commit === null) return null;
  const [title = '', ...rest] = commit.message.split('\n');
  const files = await changedFiles(repo.git, commit.parents[0] ?? EMPTY_TREE, sha);
  const content = html`<h1>${title}</h1><p class="faint">${commit.author.name}, ${showTime(commit.author.date)} ·
<code>${sha}</code></p>${rest.join('\n').trim() === '' ? null : html`<pre>${rest.join('\n').trim()}</pre>`}
<h2>Checks</h2>${showChecks(world, repo, sha)}<h2>Files</h2>${showFiles(files)}`;
  return layout(world, repo, title, content);
}
