import { readLog } from '../../checks/read-log.ts';
import type { Issue } from '../../domain/forge.ts';
import type { ForgeEvent } from '../../domain/forge-event.ts';
import { mapStrings } from '../../lore/map-strings.ts';
import { quoteInline } from '../../lore/quote.ts';
import { latestOf, listMarked, type Marked } from './find-ours.ts';
import { findCheck } from './keep-check.ts';
import { keepIssue } from './keep-issue.ts';
import { CHECKS, LABELS } from './labels.ts';
import { say } from './say.ts';
import { type RedRun, renderCiIssue } from './text/ci-issue.ts';
import { forgeLinks } from './text/forge-links.ts';
import type { Visit } from './visit.ts';
import { watchDefault } from './watch-default.ts';

const MOST_RUNS = 5;
const MOST_FAILURES = 200;

/**
 * The repository's own CI is red at the default branch: our run is what a fix is proved by. Where ours is green, or there is no check
 * to run, one issue says so, with what CI's log says. Returns how it ended.
 */
export async function tellCi(event: Extract<ForgeEvent, { kind: 'ci-red' }>, visit: Visit): Promise<string> {
  const { forge, workshop, facts, synced } = visit;
  const { sha } = event;
  const said = await watchDefault(visit, {});
  // A workflow that a tag started calls the tag its branch: the branch's head alone is believed.
  if (sha !== synced.head) return said;
  const isRun = (await workshop.checks(sha)).length > 0;
  if (isRun && (await findCheck(forge, CHECKS.watch, sha))?.conclusion !== 'success') return said;
  const red = await readRed(event, visit);
  const about = { htmlUrl: facts.htmlUrl, branch: synced.defaultBranch, sha, isRun };
  const { title, body: generated } = renderCiIssue(red, about);
  const last = latestOf(await findCiIssues(visit)) ?? null;
  const at = forgeLinks(facts.htmlUrl, sha).commit(sha);
  const returned = `CI is red again, at ${at}. So this is open again.`;
  const { plan } = await keepIssue(
    { last, title, generated, isAsked: false, openIssues: 0, sha, returned },
    visit,
  );
  return `CI is red and our run is not: ${plan.do === 'leave' ? plan.why : `the issue was ${DONE[plan.do]}`}`;
}

const DONE = {
  open: 'opened',
  update: 'brought up to date',
  reopen: 'opened again',
  close: 'closed',
} as const;

/** A workflow is green on the default branch: the issue that told it red is closed, once none of what it told is red there. */
export async function endCi(
  { sha, name }: Extract<ForgeEvent, { kind: 'ci-green' }>,
  visit: Visit,
): Promise<string> {
  const { forge, facts, config } = visit;
  if (config.mode !== 'propose') return `the settings say \`mode: ${config.mode}\``;
  let closed = 0;
  for (const issue of await findCiIssues(visit)) {
    const { names } = issue.marker;
    if (issue.state !== 'open' || issue.labels.includes(LABELS.stop) || !names.includes(name)) continue;
    if ((await forge.failedRuns(sha)).some((run) => run.name !== name && names.includes(run.name))) continue;
    const at = forgeLinks(facts.htmlUrl, sha).commit(sha);
    const text = `CI is green at ${at}: ${quoteInline(name, 60)}. Closed; if it is red again, this is opened again.`;
    await say(forge, issue.number, `gone:${sha}`, text);
    await forge.editIssue(issue.number, { state: 'closed' });
    closed += 1;
  }
  return closed === 0 ? 'nothing was told of it' : 'the issue of CI was closed';
}

/** Newest first. */
function findCiIssues({ forge }: Visit): Promise<readonly Marked<Issue, 'ci'>[]> {
  return listMarked(forge, 'ci', 'all');
}

/** What the logs of the red runs of a commit say; one at least, also of a CI whose log we cannot read. */
export async function readRed(
  { sha, name }: Extract<ForgeEvent, { kind: 'ci-red' }>,
  { forge, redact }: Visit,
): Promise<readonly RedRun[]> {
  const runs = (await forge.failedRuns(sha)).slice(0, MOST_RUNS);
  const read: RedRun[] = [];
  for (const run of runs) {
    const log = await forge.runLog(run.id);
    const failures = log === null ? null : readLog(log).slice(0, MOST_FAILURES);
    read.push({ run, failures: mapStrings(failures, redact) });
  }
  return read.length > 0 ? read : [{ run: { name, htmlUrl: '' }, failures: null }];
}
