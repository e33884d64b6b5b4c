import { pageOf } from '../render/to-repository.ts';
import type { CheckRunRow, RepoRow, WorkflowRunRow } from '../rows.ts';
import type { World } from '../world.ts';
import { type Html, html } from './html.ts';
import { layout, showConclusion, showTime } from './layout.ts';
import { renderMarkdown } from './render-markdown.ts';

const runsOf = (repo: RepoRow, sha: string): CheckRunRow[] =>
  [...repo.checks.values()].filter((run) => run.suite.sha === sha);

/** The checks of a commit in a line each. */
export function showChecks(world: World, repo: RepoRow, sha: string): Html {
  const runs = runsOf(repo, sha);
  if (runs.length === 0) return html`<p class="faint">None.</p>`;
  const at = `${pageOf(world, repo)}/commits/${sha}/checks`;
  return html`<div class="box">${runs.map(
    (run) => html`<div class="row">${showConclusion(run)}
<a href="${at}#check-${run.id}">${run.name}</a> <span class="faint">${run.suite.app.name} · ${run.title ?? ''}</span></div>`,
  )}</div>`;
}

/** Everything that the checks of a commit say. */
export function checksPage(world: World, repo: RepoRow, sha: string): string {
  const shown = runsOf(repo, sha).map((run) => showRun(world, repo, run));
  const content = html`<h1>Checks</h1><p>of <a href="${pageOf(world, repo)}/commit/${sha}"><code>${sha}</code></a></p>
${shown.length === 0 ? html`<p class="faint">None.</p>` : shown}`;
  return layout(world, repo, `Checks of ${sha.slice(0, 7)}`, content);
}

function showRun(world: World, repo: RepoRow, run: CheckRunRow): Html {
  const page = pageOf(world, repo);
  const text = [run.summary, run.text].filter((part) => part !== null && part !== '');
  const ci = [...repo.runs.values()].find((one) => one.job.check === run);
  return html`<div class="box" id="check-${run.id}"><div class="top">${showConclusion(run)} <b>${run.name}</b>
<span class="faint">${run.suite.app.name} · ${showTime(run.completedAt ?? run.startedAt)}</span></div><div class="in">
${run.title === null ? null : html`<h2>${run.title}</h2>`}${text.map((part) => renderMarkdown(part ?? '', page))}
${ci ? html`<p><a href="${page}/actions/runs/${ci.id}">What it printed</a></p>` : null}
${run.annotations.map((note) => showNote(page, run.suite.sha, note))}</div></div>`;
}

function showNote(page: string, sha: string, note: Readonly<Record<string, unknown>>): Html {
  const { path, start_line: start, end_line: end, annotation_level: level, title, message } = note;
  const lines = start === end ? `${start}` : `${start}-${end}`;
  const tone = level === 'failure' ? 'bad' : level === 'warning' ? 'warn' : 'faint';
  return html`<div class="box"><div class="top"><span class="${tone}">${String(level)}</span>
<a href="${page}/blob/${sha}/${String(path)}#L${String(start)}"><code>${String(path)}:${lines}</code></a></div>
<div class="in"><b>${typeof title === 'string' ? title : null}</b><pre>${String(message)}</pre></div></div>`;
}

export function runPage(world: World, repo: RepoRow, run: WorkflowRunRow): string {
  const content = html`<h1>${run.name} <span class="faint">#${run.runNumber}</span></h1>
<p>${showConclusion({ status: 'completed', conclusion: run.conclusion })} on <code>${run.branch}</code>,
<a href="${pageOf(world, repo)}/commit/${run.sha}"><code>${run.sha.slice(0, 7)}</code></a></p><pre>${run.job.log}</pre>`;
  return layout(world, repo, run.name, content);
}
