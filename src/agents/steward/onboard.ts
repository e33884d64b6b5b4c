import { CONFIG_HOME } from '../../domain/config-home.ts';
import { finishLabels } from './find-ours.ts';
import { habitsOf } from './habits-of.ts';
import { isForGood } from './is-for-good.ts';
import { CONFIGURE_BRANCH, LABELS } from './labels.ts';
import { mergeBody } from './text/keep-edits.ts';
import { renderOnboarding } from './text/onboarding.ts';
import type { Visit } from './visit.ts';

/** One pull request that says what would be done. Until it is merged nothing else is written; closed means off. */
export async function onboard(visit: Visit): Promise<string> {
  const { forge, workshop, facts, synced, config } = visit;
  const [last] = await forge.pulls({ state: 'all', head: CONFIGURE_BRANCH });
  if (last?.state === 'closed')
    return last.isMerged ? 'the settings were taken out' : 'onboarding was declined';
  if (last !== undefined && !(await isOurBranch(visit))) return 'a person goes on with the onboarding';
  const checks = await workshop.checks(synced.head);
  const { baseline, why } = await runBaseline(checks.length, visit);
  const {
    title,
    body,
    config: text,
  } = renderOnboarding({
    ...{ htmlUrl: facts.htmlUrl, checks, baseline, why, caps: config.github.caps },
  });
  await workshop.commit(
    CONFIGURE_BRANCH,
    [{ path: CONFIG_HOME, text }],
    'chore: configure Dream.OS\n\nMerge this to let it work here; close it to say no.\n',
    (await habitsOf(visit)).isSignedOff,
  );
  const pushed = await workshop.push(CONFIGURE_BRANCH);
  if (pushed === 'rejected') return 'a person goes on with the onboarding';
  if (typeof pushed === 'object') return `the onboarding was refused: ${pushed.refused}`;
  const whole = mergeBody(last?.body ?? null, body);
  if (last !== undefined) {
    if (last.body !== whole) await forge.editPull(last.number, { body: whole });
    await finishLabels(visit, last, [LABELS.own]);
    return 'onboarding was brought up to date';
  }
  const pull = await forge.openPull({
    ...{ head: CONFIGURE_BRANCH, base: synced.defaultBranch, title, body: whole, isDraft: false },
  });
  await forge.addLabels(pull.number, [LABELS.own]);
  return 'onboarding was opened';
}

async function isOurBranch({ workshop, synced }: Visit): Promise<boolean> {
  const tip = synced.branches.get(CONFIGURE_BRANCH);
  return tip === undefined || workshop.isOurs(tip);
}

/** A read-only run; where the checks may not be run here, that is said. */
async function runBaseline(checks: number, { workshop, synced, redact }: Visit) {
  if (checks === 0) return { baseline: null, why: null };
  try {
    return { baseline: await workshop.heal({ sha: synced.head, isDry: true }), why: null };
  } catch (error) {
    if (!isForGood(error)) throw error;
    return { baseline: null, why: redact(error.message) };
  }
}
