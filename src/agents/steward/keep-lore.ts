import { ForgeError } from '../../domain/forge.ts';
import { finishLabels } from './find-ours.ts';
import { LABELS } from './labels.ts';
import { mergeBody } from './text/keep-edits.ts';
import type { Visit } from './visit.ts';

const TITLE = 'Dream.OS lore';
const BODY = [
  'What was learned here lately and travels with no fix: devlogs, dead ends, flaky tests, what became of past fixes.',
  '',
  'Take it whenever you like: it is text, append-only, and recalled from this branch as well. This pull request goes on by itself.',
  '`lore/README.md` is the page to begin with.',
].join('\n');

/**
 * Brings the lore branch to the forge, and offers what it has beyond the default branch as one rolling pull request. False where it
 * could not be brought there.
 */
export async function keepLore(visit: Visit): Promise<boolean> {
  const { workshop, synced, config, log } = visit;
  const { branch } = config.lore;
  if (!config.lore.write || config.mode === 'observe') return true;
  const pushed = await workshop.push(branch);
  if (typeof pushed === 'object') log(`the lore was refused: ${pushed.refused}`);
  if (typeof pushed === 'object' || pushed === 'rejected') return false;
  const tip = synced.branches.get(branch);
  if (pushed === 'pushed' || tip !== undefined) await offer(pushed, tip, visit);
  return true;
}

async function offer(pushed: 'pushed' | 'unchanged', tip: string | undefined, visit: Visit): Promise<void> {
  const { forge, synced, config } = visit;
  const { branch } = config.lore;
  const [last] = await forge.pulls({ state: 'all', head: branch, base: synced.defaultBranch });
  if (last?.state === 'open') return finishLabels(visit, last, [LABELS.own, LABELS.lore]);
  // Pushed before, and nothing is offered: then it was offered as it is, or the run that pushed it did not end.
  if (pushed === 'unchanged' && last?.head.sha === tip) return;
  try {
    const pull = await forge.openPull({
      ...{ head: branch, base: synced.defaultBranch, title: TITLE, isDraft: false },
      body: mergeBody(null, BODY),
    });
    await forge.addLabels(pull.number, [LABELS.own, LABELS.lore]);
  } catch (error) {
    // Another one is there, or nothing is new in it.
    if (!(error instanceof ForgeError) || error.status !== 422) throw error;
  }
}
