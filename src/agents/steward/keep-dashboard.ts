import type { Forge, Issue, PullRequest } from '../../domain/forge.ts';
import type { Incident } from '../../domain/incident.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { cut } from '../../lore/quote.ts';
import { closeCopies } from './close-copies.ts';
import { findFixes, findIncidents, type ListedFix, listFixes, listMarked, type Marked } from './find-ours.ts';
import { BUTTONS, LABELS } from './labels.ts';
import type { Proposed } from './propose-fix.ts';
import {
  DASHBOARD_TITLE,
  type DashboardIncident,
  type DashboardState,
  renderDashboard,
} from './text/dashboard.ts';
import { mergeBody } from './text/keep-edits.ts';
import { type Ledger, MOST_OBSERVED, MOST_WAITING, type Observed, readMarker } from './text/marker.ts';
import { findDashboard, isPaused, type Visit } from './visit.ts';

/** What a run of the default branch came to. */
export interface Looked {
  readonly outcome: Outcome;
  readonly proposed: readonly Proposed[];
  readonly held: readonly Held[];
}

/** An incident that is to have an issue and has none yet. */
export interface Held {
  readonly incident: Incident;
  /** A sentence. */
  readonly why: string;
}

/** The one issue that says how things stand, made where it is not there. It is told anew from what is on the forge now. */
export async function keepDashboard(visit: Visit, looked: Looked | null = null): Promise<void> {
  const { forge } = visit;
  const listed = await listAll(forge);
  // Read last: what a person ticked or wrote since the visit began is theirs, and the checks took minutes.
  const dashboard = await readDashboard(visit);
  const generated = renderDashboard(toState(listed, { ...visit, dashboard }, looked));
  if (dashboard === null) {
    // With the dashboard the work begins here: from now on there is something to press them for.
    for (const button of BUTTONS) await forge.makeLabel(button);
    await forge.openIssue({ title: DASHBOARD_TITLE, body: mergeBody(null, generated), labels: [LABELS.own] });
    return;
  }
  const body = mergeBody(dashboard.body, generated);
  // Who closes it while all is stopped has it closed until it is begun again.
  const isBack = dashboard.state === 'closed' && !isPaused({ dashboard });
  if (isBack) await forge.editIssue(dashboard.number, { body, state: 'open' });
  else if (body !== dashboard.body) await forge.editIssue(dashboard.number, { body });
  await closeCopies(dashboard, await listMarked(forge, 'dashboard', 'open'), forge);
}

/** As it is now. It may have been made since the visit began, or deleted. */
async function readDashboard({ forge, dashboard }: Visit): Promise<Issue | null> {
  const there = dashboard === null ? null : await forge.issue(dashboard.number);
  return there ?? findDashboard(forge);
}

interface Listed {
  readonly open: readonly Marked<PullRequest, 'pull'>[];
  readonly all: readonly ListedFix[];
  readonly incidents: readonly Marked<Issue, 'issue'>[];
}

async function listAll(forge: Forge): Promise<Listed> {
  return {
    all: await listFixes(forge),
    incidents: await findIncidents(forge),
    open: await findFixes(forge, 'open'),
  };
}

function toState({ open, all, incidents }: Listed, visit: Visit, looked: Looked | null): DashboardState {
  const { facts, config } = visit;
  const left = incidents.filter(({ state }) => state === 'open');
  const isIgnored = ({ labels }: { readonly labels: readonly string[] }) => labels.includes(LABELS.stop);
  const ledger = toLedger(visit, looked);
  const since = ledger?.since ?? new Date(visit.now()).toISOString();
  // Told anew between two runs, it is what the last one left.
  const waiting = looked === null ? (ledger?.waiting ?? []) : waitingIn(looked, visit);
  const counted = all.filter(({ createdAt }) => createdAt >= since);
  return {
    htmlUrl: facts.htmlUrl,
    mode: config.mode,
    open: waiting.map((one) => ({ ...one, attempts: 0 })),
    waiting: open
      .filter((fix) => !isIgnored(fix))
      .map((fix) => ({
        ...toIncident(fix),
        ...(fix.base.branch === facts.defaultBranch ? {} : { onto: fix.base.branch }),
        head: fix.head.sha,
        isDraft: fix.labels.includes(LABELS.needsApproval),
      })),
    unfixed: left
      .filter((issue) => !isIgnored(issue))
      .map((issue) => ({ ...toIncident(issue), why: 'a person is needed' })),
    ignored: [...open, ...left].filter(isIgnored).map(toIncident),
    spend: {
      ...{ since, runs: ledger?.runs ?? 0, seconds: ledger?.seconds ?? 0 },
      ...{ pulls: counted.length, merged: counted.filter(({ isMerged }) => isMerged).length },
    },
    health: {
      ...{ lastRun: ledger?.lastRun ?? null, sha: ledger?.sha ?? null, isGreen: ledger?.isGreen ?? null },
      waiting,
      ...(config.mode === 'observe' ? { observed: observedBy(visit, ledger, looked) } : {}),
      troubles: isPaused(visit) ? ['It is stopped here by a person'] : [],
    },
  };
}

/** Proved fixes that may not be proposed yet, and all that is red where nothing may be proposed, each with the reason. */
function waitingIn(looked: Looked, { config, now }: Visit): NonNullable<Ledger['waiting']> {
  const isSilent = config.mode === 'observe';
  const all = isSilent ? observed(looked) : left(looked);
  const since = new Date(now()).toISOString();
  return all
    .map(({ incident: { fingerprint, check, cause }, ...one }) => {
      return { fingerprint, check: cut(check, 100), cause: cut(cause, 160), since, ...one };
    })
    .slice(0, MOST_WAITING);
}

function left({ proposed, held }: Looked) {
  const issues = held.map((one) => ({ ...one, number: null, isLater: false }));
  const fixes = proposed.flatMap(({ incident, plan, number }) =>
    // What a person stopped is told as ignored.
    plan.do !== 'leave' || plan.reason === 'unchanged' || plan.reason === 'stopped'
      ? []
      : [{ incident, number, why: `a fix is proved; ${plan.why}`, isLater: plan.isLater }],
  );
  return [...fixes, ...issues];
}

function observed({ outcome }: Looked) {
  return outcome.incidents.map(({ incident, outcome: ending }) => ({
    ...{ incident, number: null, isLater: false },
    why: ending === 'healed' ? 'a fix is proved, and would be proposed' : `it would be an issue: ${ending}`,
  }));
}

/** What was seen before, and what is new in a run. */
function observedBy({ now }: Visit, ledger: Ledger | null, looked: Looked | null): Observed {
  const at = new Date(now()).toISOString();
  const { since, fixes, isCut } = ledger?.observed ?? { since: at, fixes: [], isCut: false };
  const known = new Set(fixes.map(({ fingerprint }) => fingerprint));
  const added = (looked?.outcome.incidents ?? []).flatMap(({ incident, outcome }) =>
    outcome !== 'healed' || known.has(incident.fingerprint)
      ? []
      : [
          {
            ...{ fingerprint: incident.fingerprint, since: at },
            check: cut(incident.check, 60),
            cause: cut(incident.cause, 160),
          },
        ],
  );
  const all = [...fixes, ...added];
  return { since, fixes: all.slice(0, MOST_OBSERVED), isCut: isCut || all.length > MOST_OBSERVED };
}

/** Whether a fix waits that may be proposed by now, as the dashboard tells. */
export function hasWaiting({ dashboard }: Pick<Visit, 'dashboard'>): boolean {
  return readLedger({ dashboard })?.waiting?.some(({ isLater }) => isLater) ?? false;
}

/** What the dashboard tells of the runs so far; null where there is none that can be read. */
export function readLedger({ dashboard }: Pick<Visit, 'dashboard'>): Ledger | null {
  const marker = dashboard === null ? null : readMarker(dashboard.body);
  return marker?.kind === 'dashboard' ? (marker.ledger ?? null) : null;
}

function toIncident(one: Marked<PullRequest, 'pull'> | Marked<Issue, 'issue'>): DashboardIncident {
  const { fingerprint, check, attempt } = one.marker;
  // The check stands before it.
  const cause = one.title.replace(`${check} is red: `, '');
  return { fingerprint, check, cause, since: one.createdAt, number: one.number, attempts: attempt };
}

/** A commit that was counted is not counted twice, however often it is looked at. */
function toLedger({ dashboard, now }: Visit, looked: Looked | null): Ledger | null {
  const last = readLedger({ dashboard });
  if (looked === null) return last;
  const { outcome } = looked;
  const at = new Date(now()).toISOString();
  const seen = { lastRun: at, sha: outcome.base, isGreen: outcome.incidents.length === 0 };
  const since = last?.since ?? at;
  if (last?.sha === outcome.base) return { ...last, ...seen };
  return {
    ...seen,
    since,
    runs: (last?.runs ?? 0) + 1,
    seconds: (last?.seconds ?? 0) + outcome.seconds.total,
  };
}
