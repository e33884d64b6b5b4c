import type { Issue, PullRequest } from '../../domain/forge.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { ensureLabels, findFixes, findIncidents, type Marked } from './find-ours.ts';
import { LABELS } from './labels.ts';
import type { Proposed } from './propose-fix.ts';
import {
  DASHBOARD_TITLE,
  type DashboardIncident,
  type DashboardState,
  renderDashboard,
} from './text/dashboard.ts';
import { mergeBody } from './text/keep-edits.ts';
import { type Ledger, readMarker } from './text/marker.ts';
import { findDashboard, isPaused, type Visit } from './visit.ts';

/** What a run of the default branch came to. */
export interface Looked {
  readonly outcome: Outcome;
  readonly proposed: readonly Proposed[];
}

/** The one issue that says how things stand, made where it is not there. It is told anew from what is on the forge now. */
export async function keepDashboard(visit: Visit, looked: Looked | null = null): Promise<void> {
  const { forge } = visit;
  // It may have been made since the visit began.
  const dashboard = visit.dashboard ?? (await findDashboard(forge));
  const generated = renderDashboard(await gather({ ...visit, dashboard }, looked));
  if (dashboard === null) {
    await forge.openIssue({ title: DASHBOARD_TITLE, body: mergeBody(null, generated), labels: [LABELS.own] });
    return;
  }
  const body = mergeBody(dashboard.body, generated);
  if (body !== dashboard.body) await forge.editIssue(dashboard.number, { body });
  await ensureLabels(forge, dashboard, [LABELS.own]);
}

async function gather(visit: Visit, looked: Looked | null): Promise<DashboardState> {
  const { forge, facts, config } = visit;
  const [fixes, incidents] = [await findFixes(forge, 'all'), await findIncidents(forge)];
  const open = <T extends { state: string; labels: readonly string[] }>(
    all: readonly T[],
    isStopped: boolean,
  ) => all.filter(({ state, labels }) => state === 'open' && labels.includes(LABELS.stop) === isStopped);
  const ledger = toLedger(visit, looked);
  const since = ledger?.since ?? new Date(visit.now()).toISOString();
  const counted = fixes.filter(({ createdAt }) => createdAt >= since);
  return {
    htmlUrl: facts.htmlUrl,
    mode: config.mode,
    open: waitingForTurn(looked, new Date(visit.now()).toISOString()),
    waiting: open(fixes, false).map((fix) => ({
      ...toIncident(fix),
      head: fix.head.sha,
      isDraft: fix.labels.includes(LABELS.needsApproval),
    })),
    unfixed: open(incidents, false).map((issue) => ({ ...toIncident(issue), why: 'a person is needed' })),
    ignored: [...open(fixes, true), ...open(incidents, true)].map(toIncident),
    spend: {
      ...{ since, runs: ledger?.runs ?? 0, seconds: ledger?.seconds ?? 0 },
      ...{ pulls: counted.length, merged: counted.filter(({ isMerged }) => isMerged).length },
    },
    health: {
      ...{ lastRun: ledger?.lastRun ?? null, sha: ledger?.sha ?? null, isGreen: ledger?.isGreen ?? null },
      troubles: isPaused(visit) ? ['It is stopped here by a person'] : [],
    },
  };
}

/** Proved fixes that may not be proposed yet, each with the reason. */
function waitingForTurn(looked: Looked | null, now: string): DashboardState['open'] {
  return (looked?.proposed ?? []).flatMap(({ incident, plan, number }) => {
    if (plan.do !== 'leave' || plan.reason === 'unchanged') return [];
    const { fingerprint, check, cause } = incident;
    return [
      { fingerprint, check, cause, since: now, number, attempts: 0, why: `a fix is proved; ${plan.why}` },
    ];
  });
}

function toIncident(one: Marked<PullRequest, 'pull'> | Marked<Issue, 'issue'>): DashboardIncident {
  const { fingerprint, check, attempt } = one.marker;
  const since = 'createdAt' in one ? one.createdAt : '';
  return { fingerprint, check, cause: one.title, since, number: one.number, attempts: attempt };
}

/** A commit that was counted is not counted twice, unless it was looked at again on purpose, which costs as much. */
function toLedger({ dashboard, now }: Visit, looked: Looked | null): Ledger | null {
  const marker = dashboard === null ? null : readMarker(dashboard.body);
  const last = marker?.kind === 'dashboard' ? (marker.ledger ?? null) : null;
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
