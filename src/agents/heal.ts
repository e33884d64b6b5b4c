import { matchesAny } from '../checks/glob.ts';
import type { Agent } from '../domain/agent.ts';
import { DreamError } from '../domain/errors.ts';
import type { IncidentOutcome, Outcome } from '../domain/outcome.ts';
import type { Ports } from '../domain/ports.ts';
import type { Check } from '../domain/report.ts';
import type { Trigger } from '../domain/trigger.ts';
import { redactFacts } from '../lore/redact-facts.ts';
import type { Fixer } from '../repair/fixer.ts';
import { fixers as allFixers } from '../repair/fixers/index.ts';
import type { Case } from '../repair/verify.ts';
import { concludeStatus, type Flaky, isCuredBy, mergeCured, planBranch } from './conclude.ts';
import { type Diagnosis, diagnose, type Remember } from './diagnose.ts';
import { renderEscalation } from './escalate.ts';
import { type HealRun, type HealTrigger, startHealRun } from './heal-run.ts';
import type { RunLore } from './lore/begin-lore.ts';
import type { Settled } from './lore/fix-pages.ts';
import type { RunMemory } from './memory/open-memory.ts';
import type { Told } from './memory/told.ts';
import { type Mended, mend, NOTHING_RECALLED } from './mend.ts';
import { withLogs } from './proof-logs.ts';
import { findSuspects } from './suspects.ts';

/** From a red check to a proved fix on a branch of its own, or to an escalation. */
export const heal: Agent = {
  name: 'heal',
  accepts: (trigger) => trigger.kind === 'heal',
  run: async (trigger: Trigger, ports: Ports): Promise<Outcome> => {
    const run = startHealRun(trigger, ports);
    const memory = prepareMemory(run);
    try {
      return await healAll(run, memory.open);
    } finally {
      await memory.close();
      await run.pool.close();
    }
  },
};

async function healAll(run: HealRun, remember: Remember): Promise<Outcome> {
  const { trigger } = run;
  const diagnosis = await diagnose(run, trigger.flakyRuns, remember);
  const chosen = allFixers.filter((fixer) => trigger.fixers.includes(fixer.name));
  const memory = diagnosis.incidents.length > 0 ? await remember() : null;
  const tell = await memory?.tell(diagnosis.incidents);
  const mended: Mended[] = [];
  for (const incident of diagnosis.incidents) {
    if (mended.some((one) => isCuredBy(incident, one))) {
      mended.push({ incident, cure: null, ...UNTRIED, ending: null });
      continue;
    }
    mended.push(await mendOne(run, incident, chosen, (await tell?.(incident)) ?? null));
  }
  const settled = await Promise.all([
    ...mergeCured(mended).map((one) => settle(run, one)),
    ...diagnosis.flaky.map((one) => toFlaky(one, run)),
  ]);
  const lore = await openLore(run, settled);
  const incidents = await Promise.all(settled.map((one) => carryOut(run, one, lore)));
  const outcome: Outcome = {
    status: concludeStatus(incidents),
    base: trigger.sha,
    incidents,
    ran: diagnosis.reports.map(({ check, status, ran }) => ({
      check,
      ending: ran.timedOut || ran.exit === null ? 'cut' : status,
    })),
    notes: [...notesOn(run, diagnosis), ...(memory?.notes ?? [])],
    sandbox: run.ports.sandbox,
    lore: { written: [] },
    seconds: run.seconds(),
  };
  const told = lore === null ? outcome : await lore.finish(outcome);
  if (settled.length === 0) return told;
  return { ...told, incidents: withLogs(told.incidents, settled, await run.redact()) };
}

/** Lore is opened when something is red: a green run loads nothing of it. */
function prepareMemory(run: HealRun): { open: Remember; close(): Promise<void> } {
  const opened: Promise<RunMemory>[] = [];
  return {
    open: async () => {
      if (!run.trigger.lore.recall) return null;
      if (opened.length === 0)
        opened.push(import('./memory/open-memory.ts').then(({ createRunMemory }) => createRunMemory(run)));
      return (await opened[0]) ?? null;
    },
    close: async () => {
      for (const memory of opened) await (await memory).close();
    },
  };
}

/** A run that met nothing red loads nothing of it. */
async function openLore(run: HealRun, settled: readonly Settled[]): Promise<RunLore | null> {
  if (!run.trigger.lore.write || settled.length === 0) return null;
  const { beginLore } = await import('./lore/begin-lore.ts');
  return beginLore(run, settled);
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
  told: Told | null,
): Promise<Mended> {
  const { leaveAlone, givenUp = [] } = run.trigger;
  const files = incident.failures.flatMap((failure) => (failure.file ? [failure.file] : []));
  if (files.length > 0 && files.every((file) => matchesAny(leaveAlone, file))) {
    return { incident, cure: null, ...UNTRIED, ending: LEFT_ALONE };
  }
  if (givenUp.includes(incident.fingerprint)) return { incident, cure: null, ...UNTRIED, ending: GIVEN_UP };
  const before = await run.atBase.get(incident.check);
  if (!before) throw new Error(`no run of ${incident.check} at base`);
  const one: Case = {
    incident,
    check: checkOf(run.trigger, incident.check),
    before,
    guardOptions: { leaveAlone, allow: null },
  };
  return mend(run, one, fixers, told);
}

const UNTRIED = { attempts: [], advice: [], culprit: null, lore: NOTHING_RECALLED };
const LEFT_ALONE = 'all of its files are paths to leave alone (leaveAlone in the config)';
const GIVEN_UP = 'it was tried before, as often as it may be';

/** What became of an incident and what its healing asks for, or the escalation of one that is not healed. */
async function settle(run: HealRun, mended: Mended): Promise<Settled> {
  const { incident, cure, attempts } = mended;
  const common = {
    incident,
    attempts: [...attempts],
    candidates: attempts.length,
    draft: cure?.draft ?? false,
    culprit: mended.culprit?.status === 'found' ? mended.culprit.culprit : null,
    lore: toTrace(mended.lore),
  };
  const effect = planBranch(mended, run.trigger.sha, { ...run.trigger, redact: await run.redact() });
  if (cure && effect) {
    const outcome: IncidentOutcome = {
      ...common,
      outcome: 'healed',
      fixer: cure.fixer,
      title: cure.patch.title,
      patch: cure.diff,
      proof: cure.proof,
      escalation: null,
      ...DRY,
    };
    return { outcome, effect, cure };
  }
  const why = mended.ending ?? 'no fix was proved';
  const outcome: IncidentOutcome = {
    ...common,
    ...(await unhealed(run, { ...mended, why })),
    outcome: why === LEFT_ALONE || why === GIVEN_UP ? 'refused' : 'escalated',
  };
  return { outcome, effect: null, cure: null };
}

function toTrace({ recalled, changed }: Mended['lore']): IncidentOutcome['lore'] {
  return { recalled: [...recalled], changed: [...changed], written: [] };
}

const DRY = { branch: null, commit: null, why: 'proved; nothing was written' };

/** Performs what a healed incident asks for. A fix is proved also where its branch cannot be written: then the patch is what the user gets. */
async function carryOut(
  { trigger, ports }: HealRun,
  { outcome, effect }: Settled,
  lore: RunLore | null,
): Promise<IncidentOutcome> {
  const { incident } = outcome;
  if (effect === null || trigger.dryRun) return outcome;
  try {
    const made = await ports.history.propose(effect, lore?.secondOf(incident));
    lore?.proposed(incident, made);
    return { ...outcome, branch: made.branch, commit: made.commit, why: `proved, on ${made.branch}` };
  } catch (error) {
    if (!(error instanceof DreamError) || error.code !== 'read-only') throw error;
    return { ...outcome, why: `proved; ${error.message}` };
  }
}

async function toFlaky({ incident, why }: Flaky, run: HealRun): Promise<Settled> {
  const mended = {
    incident,
    attempts: [],
    culprit: null,
    advice: ['what it shares with other tests: time, order, ports, files, randomness'],
    why: `flaky: it ${why}`,
  };
  const lore = toTrace(NOTHING_RECALLED);
  const none = { attempts: [], candidates: 0, draft: false, culprit: null, lore };
  const outcome: IncidentOutcome = {
    incident,
    ...none,
    ...(await unhealed(run, mended)),
    outcome: 'flaky',
    why,
  };
  return { outcome, effect: null, cure: null };
}

async function unhealed(
  run: HealRun,
  one: Pick<Mended, 'incident' | 'attempts' | 'advice' | 'culprit'> & { why: string },
) {
  const { sha } = run.trigger;
  const check = checkOf(run.trigger, one.incident.check);
  const suspects = await findSuspects(one.incident, (path) => run.ports.history.read(sha, path));
  const { incident, attempts, advice, culprit, why } = one;
  // The page shortens, so secrets go before it is made.
  const told = redactFacts({ incident, attempts, advice, culprit, why, check, suspects }, await run.redact());
  const escalation = renderEscalation({ ...told, base: sha });
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
