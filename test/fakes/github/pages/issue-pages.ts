import { type ChangedFile, changedFiles } from '../changed-files.ts';
import { isPull, type PullIssue } from '../follow-pulls.ts';
import { toPull } from '../render/to-pull.ts';
import { pageOf } from '../render/to-repository.ts';
import type { IssueRow, RepoRow } from '../rows.ts';
import type { World } from '../world.ts';
import { showChecks } from './check-pages.ts';
import { type Html, html, type Shown } from './html.ts';
import {
  layout,
  showLabels,
  showPatch,
  showReactions,
  showState,
  showText,
  showTime,
  showUser,
} from './layout.ts';
import { renderMarkdown } from './render-markdown.ts';

/** Issues, or pull requests: open ones first. */
export function listPage(world: World, repo: RepoRow, kind: 'issues' | 'pulls'): string {
  const rows = [...repo.issues.values()].filter((issue) => isPull(issue) === (kind === 'pulls')).reverse();
  const sorted = rows.toSorted((a, b) => Number(a.state === 'closed') - Number(b.state === 'closed'));
  const title = kind === 'pulls' ? 'Pull requests' : 'Issues';
  const items = sorted.map(
    (
      issue,
    ) => html`<div class="row">${showState(issue)} <a href="${addressOf(world, repo, issue)}">${issue.title}</a>
${showLabels(issue.labels)}<div class="faint">#${issue.number} by ${issue.user.login}, ${showTime(issue.createdAt)}</div></div>`,
  );
  const content =
    items.length === 0 ? html`<p class="faint">None yet.</p>` : html`<div class="box">${items}</div>`;
  return layout(world, repo, title, html`<h1>${title}</h1>${content}`);
}

const addressOf = (world: World, repo: RepoRow, issue: IssueRow): string =>
  `${pageOf(world, repo)}/${isPull(issue) ? 'pull' : 'issues'}/${issue.number}`;

export function issuePage(world: World, repo: RepoRow, issue: IssueRow): string {
  const content = html`${head(issue, html`${showUser(issue.user)} opened this ${showTime(issue.createdAt)}`)}
${timeline(world, repo, issue)}`;
  return layout(world, repo, `${issue.title} · #${issue.number}`, content);
}

export async function pullPage(world: World, repo: RepoRow, issue: PullIssue): Promise<string> {
  const { head: from, base } = issue.pull;
  const facts = await toPull(world, repo, issue);
  const fork = (await repo.git.mergeBase(base.sha, from.sha)) ?? base.sha;
  const files = await changedFiles(repo.git, fork, from.sha);
  const commits = await repo.git.commits(['-250', '--reverse', from.sha, `^${base.sha}`]);
  const wants = html`${showUser(issue.user)} wants to merge <code>${from.owner.login}:${from.ref}</code> into
<code>${base.ref}</code>`;
  const merging =
    issue.state === 'open' &&
    (facts.mergeable === true
      ? html`<p class="good">✓ No conflicts with ${base.ref}.</p>`
      : html`<p class="bad">✗ This branch has conflicts with ${base.ref}.</p>`);
  const content = html`${head(issue, wants)}${merging}
${timeline(world, repo, issue)}
<h2>Checks</h2>${showChecks(world, repo, from.sha)}
<h2>Commits</h2><div class="box">${commits.map(
    (commit) => html`<div class="row">
<a href="${pageOf(world, repo)}/commit/${commit.sha}"><code>${commit.sha.slice(0, 7)}</code></a>
${commit.message.split('\n')[0] ?? ''} <span class="faint">${commit.author.name}</span></div>`,
  )}</div>
<h2>Files</h2>${showFiles(files)}`;
  return layout(world, repo, `${issue.title} · #${issue.number}`, content);
}

export function showFiles(files: readonly ChangedFile[]): Html {
  return html`${files.map(
    (file) => html`<div class="box"><div class="top"><code>${file.path}</code>
<span class="faint">${file.status}${file.before === null ? '' : ` from ${file.before}`}</span>
<span class="good">+${file.additions}</span> <span class="bad">-${file.deletions}</span></div>${showPatch(file.patch)}</div>`,
  )}`;
}

function head(issue: IssueRow, who: Html): Html {
  return html`<h1>${issue.title} <span class="faint">#${issue.number}</span></h1>
<p>${showState(issue)} ${who} ${showLabels(issue.labels)}</p>`;
}

/** What was written and done, in order. */
function timeline(world: World, repo: RepoRow, issue: IssueRow): Html {
  const told: { readonly at: string; readonly order: number; readonly shown: Html }[] = [];
  const first = { user: issue.user, at: issue.createdAt, body: issue.body ?? '' };
  for (const row of repo.comments.values()) {
    if (row.issue !== issue.number) continue;
    const text = { user: row.user, at: row.createdAt, body: row.body, id: `issuecomment-${row.id}` };
    told.push({
      at: row.createdAt,
      order: row.id,
      shown: showText(world, repo, text, showReactions(row.reactions)),
    });
  }
  for (const row of issue.pull?.reviews ?? []) {
    const did = `reviewed (${row.state.toLowerCase().replace('_', ' ')})`;
    const text = { user: row.user, at: row.submittedAt ?? issue.updatedAt, body: row.body, did };
    const shown = showText(world, repo, text, reviewComments(world, repo, issue, row.id));
    told.push({ at: text.at, order: row.id, shown });
  }
  for (const row of world.history) {
    if (row.repo !== repo || row.number !== issue.number) continue;
    const shown = html`<div class="event">${showUser(row.by)} ${row.words} <span>${showTime(row.at)}</span></div>`;
    told.push({ at: row.at, order: row.order, shown });
  }
  told.sort((a, b) => a.order - b.order);
  return html`${showText(world, repo, first, showReactions(issue.reactions))}${told.map(({ shown }) => shown)}`;
}

function reviewComments(world: World, repo: RepoRow, issue: IssueRow, review: number): Shown {
  const rows = issue.pull?.reviewComments.filter((row) => row.review === review) ?? [];
  return rows.map((row) => {
    const lines = row.startLine === null ? `line ${row.line}` : `lines ${row.startLine} to ${row.line}`;
    return html`<div class="box" id="discussion_r${row.id}"><div class="top"><code>${row.path}</code> ${lines}</div>
${showPatch(row.diffHunk)}<div class="in">${renderMarkdown(row.body, pageOf(world, repo))}</div></div>`;
  });
}
