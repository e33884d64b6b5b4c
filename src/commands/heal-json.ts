import { explainVerdict } from '../domain/explain-verdict.ts';
import type { IncidentOutcome, Outcome } from '../domain/outcome.ts';

/** What `heal --json` prints: a contract, see docs/json.md. */
export function toHealJson(outcome: Outcome): unknown {
  return {
    status: outcome.status,
    base: outcome.base,
    sandbox: outcome.sandbox ?? null,
    incidents: outcome.incidents.map(toIncidentJson),
    seconds: {
      total: round(outcome.seconds.total),
      checks: round(outcome.seconds.checks),
      installs: round(outcome.seconds.installs),
    },
    notes: outcome.notes,
    lore: outcome.lore,
  };
}

function toIncidentJson(one: IncidentOutcome): unknown {
  const { incident } = one;
  return {
    fingerprint: incident.fingerprint,
    check: incident.check,
    cause: incident.cause,
    failures: incident.failures,
    outcome: one.outcome,
    why: one.why,
    fixer: one.fixer,
    title: one.title,
    patch: one.patch,
    branch: one.branch,
    commit: one.commit,
    proof: one.proof,
    draft: one.draft,
    culprit: one.culprit,
    attempts: one.attempts.map(({ fixer, candidate, verdict }) => ({
      fixer,
      candidate,
      verdict: verdict.status,
      why: explainVerdict(verdict),
      ...(verdict.status === 'refused' ? { findings: verdict.guard.findings } : {}),
    })),
    candidates: one.candidates,
    escalation: one.escalation,
    lore: one.lore,
  };
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
