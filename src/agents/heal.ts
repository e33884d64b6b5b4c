import { matchesAny } from '../checks/glob.ts';
import type { Agent } from '../domain/agent.ts';
import type { BranchEffect } from '../domain/effect.ts';
import { DreamError } from '../domain/errors.ts';
import type { IncidentOutcome, Outcome } from '../domain/outcome.ts';
import type { Ports } from '../domain/ports.ts';
import type { Check } from '../domain/report.ts';
import type { Trigger } from '../domain/trigger.ts';
import type { Fixer } from '../repair/fixer.ts';
import { fixers as allFixers } from '../repair/fixers/index.ts';
import type { Case } from '../repair/verify.ts';
import { concludeStatus, type Flaky, isCuredBy, mergeCured, planBranch } from './conclude.ts';
import { type Diagnosis, diagnose } from './diagnose.ts';
import { renderEscalation } from './escalate.ts';
import { type HealRun, type HealTrigger, startHealRun } from './heal-run.ts';
import { type Mended, mend } from './mend.ts';
import { findSuspects } from './suspects.ts';

/** From a red check to a proved fix on a branch of its own, or to an escalation. */
export const heal: Agent = {
  name: 'heal',
  accepts: (trigger) => trigger.kind === 'heal',
  run: async (trigger: Trigger, ports: Ports): Promise<Outcome> => {
    const run = startHealRun(trigger, ports);
    try {
      return await healAll(run);
    } finally {
      await run.pool.close();
    }
  },
};

async function healAll(run: HealRun): Promise<Outcome> {
  const { trigger } = run;
  const diagnosis = await diagnose(run, trigger.flakyRuns);
  const chosen = allFixers.filter((fixer) => trigger.fixers.includes(fixer.name));
  const mended: Mended[] = [];
  for (const incident of diagnosis.incidents) {
    if (mended.some((one) => isCuredBy(incident, one))) {
      mended.push({ incident, cure: null, attempts: [], advice: [], ending: null, culprit: null });
      continue;
    }
    mended.push(await mendOne(run, incident, chosen));
  }
  const incidents = [
    ...(await Promise.all(mergeCured(mended).map((one) => settle(run, one)))),
    ...(await Promise.all(diagnosis.flaky.map((one) => toFlaky(one, run)))),
  ];
  return {
    status: concludeStatus(incidents),
    base: trigger.sha,
    incidents,
    notes: notesOn(run, diagnosis),
    sandbox: run.ports.sandbox,
    lore: { written: [] },
    seconds: run.seconds(),
  };
}

function notesOn({ trigger }: HealRun, { reports, incidents, flaky }: Diagnosis): string[] {
  if (reports.length === 0) return ['no check was run'];
  const isRed = reports.some(({ status }) => status !== 'green');
  if (trigger.onlyTest === null || incidents.length + flaky.length > 0) return [];
  return [`no failing test has "${trigger.onlyTest}" in its title${isRed ? ', though a check is red' : ''}`];
}

async function mendOne(
  run: HealRun,
  incident: Mended['incident'],
  fixers: readonly Fixer[],
): Promise<Mended> {
  const { leaveAlone } = run.trigger;
  const files = incident.failures.flatMap((failure) => (failure.file ? [failure.file] : []));
  if (files.length > 0 && files.every((file) => matchesAny(leaveAlone, file))) {
    return { incident, cure: null, attempts: [], advice: [], ending: LEFT_ALONE, culprit: null };
  }
  const before = await run.atBase.get(incident.check);
  if (!before) throw new Error(`no run of ${incident.check} at base`);
  const one: Case = {
    incident,
    check: checkOf(run.trigger, incident.check),
    before,
    guardOptions: { leaveAlone, allow: null },
  };
  return mend(run, one, fixers);
}

const LEFT_ALONE = 'all of its files are paths to leave alone (leaveAlone in the config)';

/** Performs what a healed incident asks for, or writes the escalation of one that is not. */
async function settle(run: HealRun, mended: Mended): Promise<IncidentOutcome> {
  const { trigger, ports } = run;
  const { incident, cure, attempts } = mended;
  const common = {
    incident,
    attempts: [...attempts],
    candidates: attempts.length,
    draft: cure?.draft ?? false,
    culprit: mended.culprit?.status === 'found' ? mended.culprit.culprit : null,
    lore: { recalled: [], changed: [], written: [] },
  };
  const effect = planBranch(mended, trigger.sha);
  if (cure && effect) {
    const made = trigger.dryRun ? DRY : await propose(ports, effect);
    return {
      ...common,
      outcome: 'healed',
      fixer: cure.fixer,
      title: cure.patch.title,
      patch: cure.diff,
      branch: made.branch,
      commit: made.commit,
      proof: cure.proof,
      escalation: null,
      why: made.why,
    };
  }
  const why = mended.ending ?? 'no fix was proved';
  return {
    ...common,
    ...(await unhealed(run, { ...mended, why })),
    outcome: why === LEFT_ALONE ? 'refused' : 'escalated',
  };
}

const DRY = { branch: null, commit: null, why: 'proved; nothing was written' };

/** A fix is proved also where its branch cannot be written: then the patch is what the user gets. */
async function propose(ports: Ports, effect: BranchEffect) {
  try {
    const { branch, commit } = await ports.history.propose(effect);
    return { branch, commit, why: `proved, on ${branch}` };
  } catch (error) {
    if (!(error instanceof DreamError) || error.code !== 'read-only') throw error;
    return { ...DRY, why: `proved; ${error.message}` };
  }
}

async function toFlaky({ incident, why }: Flaky, run: HealRun): Promise<IncidentOutcome> {
  const mended = {
    incident,
    attempts: [],
    culprit: null,
    advice: ['what it shares with other tests: time, order, ports, files, randomness'],
    why: `flaky: it ${why}`,
  };
  const lore = { recalled: [], changed: [], written: [] };
  const none = { attempts: [], candidates: 0, draft: false, culprit: null, lore };
  return { incident, ...none, ...(await unhealed(run, mended)), outcome: 'flaky', why };
}

async function unhealed(
  run: HealRun,
  one: Pick<Mended, 'incident' | 'attempts' | 'advice' | 'culprit'> & { why: string },
) {
  const { sha } = run.trigger;
  const check = checkOf(run.trigger, one.incident.check);
  const suspects = await findSuspects(one.incident, (path) => run.ports.history.read(sha, path));
  const escalation = renderEscalation({ ...one, check, base: sha, suspects });
  return {
    fixer: null,
    title: null,
    patch: null,
    branch: null,
    commit: null,
    proof: null,
    escalation,
    why: one.why,
  };
}

function checkOf(trigger: HealTrigger, name: string): Check {
  const check = trigger.checks.find((one) => one.name === name);
  if (!check) throw new Error(`no check is named ${name}`);
  return check;
}
