import { pageOf } from '../render/to-repository.ts';
import type { IssueRow, LabelRow, ReactionRow, RepoRow, UserRow } from '../rows.ts';
import type { World } from '../world.ts';
import { Html, html, type Shown } from './html.ts';
import { renderMarkdown } from './render-markdown.ts';

/** A whole page. `repo`: whose page it is. */
export function layout(world: World, repo: RepoRow | null, title: string, content: Shown): string {
  const at = repo === null ? '' : pageOf(world, repo);
  const places =
    repo !== null &&
    html`<a href="${at}"><b>${repo.owner.login}/${repo.name}</b></a>
<a href="${at}/issues">Issues</a> <a href="${at}/pulls">Pull requests</a>
<a href="${at}/commits/${repo.defaultBranch}">Commits</a>`;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><link rel="stylesheet" href="${world.url}/_style.css"></head>
<body><header><a href="${world.url}/">Offline GitHub</a> ${places}</header><main>${content}</main></body></html>
`.text;
}

export const showUser = (user: UserRow): Html => html`<b>${user.login}</b>`;
export const showTime = (time: string): Html =>
  html`<time datetime="${time}">${time.replace('T', ' ').replace('Z', '')}</time>`;
export const showLabels = (labels: readonly LabelRow[]): Html =>
  html`${labels.map((label) => html`<span class="label">${label.name}</span> `)}`;

const FACES: Readonly<Record<string, string>> = {
  ...{
    '+1': '👍',
    '-1': '👎',
    laugh: '😄',
    hooray: '🎉',
    confused: '😕',
    heart: '❤️',
    rocket: '🚀',
    eyes: '👀',
  },
};

export function showReactions(reactions: readonly ReactionRow[]): Html | null {
  if (reactions.length === 0) return null;
  const contents = [...new Set(reactions.map((row) => row.content))];
  return html`<p>${contents.map((content) => {
    const rows = reactions.filter((row) => row.content === content);
    const who = rows.map((row) => row.user.login).join(', ');
    return html`<span class="reaction" title="${who}">${FACES[content] ?? content} ${rows.length}</span>`;
  })}</p>`;
}

export function showState(issue: IssueRow): Html {
  const { pull, state } = issue;
  if (pull?.merged) return html`<span class="state done">Merged</span>`;
  if (state === 'closed') return html`<span class="state ${pull ? 'bad' : 'done'}">Closed</span>`;
  return pull?.draft ? html`<span class="state">Draft</span>` : html`<span class="state good">Open</span>`;
}

/** What somebody wrote. */
export function showText(
  world: World,
  repo: RepoRow,
  text: {
    readonly user: UserRow;
    readonly at: string;
    readonly body: string;
    readonly id?: string;
    readonly did?: string;
  },
  below: Shown = null,
): Html {
  const body =
    text.body === '' ? html`<p class="faint">No words.</p>` : renderMarkdown(text.body, pageOf(world, repo));
  return html`<div class="box" id="${text.id ?? ''}"><div class="top">${showUser(text.user)} ${text.did ?? 'wrote'}
<span class="faint">${showTime(text.at)}</span></div><div class="in">${body}${below}</div></div>`;
}

const MARKS: Readonly<Record<string, readonly [mark: string, tone: string]>> = {
  ...{
    success: ['✓', 'good'],
    failure: ['✗', 'bad'],
    timed_out: ['✗', 'bad'],
    action_required: ['!', 'warn'],
  },
  ...{ neutral: ['■', 'faint'], skipped: ['⊘', 'faint'], cancelled: ['⊘', 'faint'] },
};

export function showConclusion(run: { readonly status: string; readonly conclusion: string | null }): Html {
  const [mark, tone] = MARKS[run.conclusion ?? ''] ?? ['●', 'warn'];
  return html`<span class="${tone}">${mark} ${run.conclusion ?? run.status.replace('_', ' ')}</span>`;
}

export function showPatch(patch: string | null): Html {
  if (patch === null)
    return html`<div class="in faint">Nothing to show: binary, renamed, or too large.</div>`;
  const kinds: Readonly<Record<string, string>> = { '+': 'add', '-': 'del', '@': 'hunk' };
  const lines = patch
    .split('\n')
    .map((line) => html`<span class="${kinds[line[0] ?? ''] ?? ''}">${line}</span>`);
  return html`<pre class="diff">${new Html(lines.map((line) => line.text).join(''))}</pre>`;
}
