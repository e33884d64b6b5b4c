import { CONFIG_HOME } from '../../domain/config-home.ts';
import type { Forge } from '../../domain/forge.ts';
import type { ForgeEvent } from '../../domain/forge-event.ts';
import { parseComment } from './commands/parse-comment.ts';
import { findCheck, keepCheck } from './keep-check.ts';
import { CHECKS, LABELS } from './labels.ts';
import { say } from './say.ts';
import type { StewardPorts } from './steward-ports.ts';
import { renderGivenUp } from './text/not-run.ts';
import { replyFailed } from './text/replies.ts';
import { findDashboard, isPaused } from './visit.ts';

type Ports = Pick<StewardPorts, 'forge' | 'parseConfig' | 'redact'>;

/** Where a person waits for what became of an event. */
type Place =
  /** `isAgain`: somebody asked for the commit once more, so that what its check run says is old. */
  | { readonly at: 'commit'; readonly sha: string; readonly isAgain: boolean }
  | { readonly at: 'comment'; readonly number: number; readonly comment: number }
  | { readonly at: 'issue'; readonly number: number; readonly delivery: string };

/**
 * An event whose work failed each time it was tried ends where a person can see it. Only by calls of the forge: it may be git, or
 * this machine, that failed.
 */
export async function tellFailed(event: ForgeEvent, error: unknown, ports: Ports): Promise<string> {
  const place = placeOf(event);
  if (place === null) return 'nobody waits for it';
  const forge = await ports.forge(event.repo);
  const settings = await readSettings(forge, ports);
  if (settings !== 'on') return settings;
  const why = firstLines(ports.redact(error instanceof Error ? error.message : String(error)));
  switch (place.at) {
    case 'commit':
      return tellOnCommit(place, why, forge);
    case 'comment':
      if (isOfUnheardBot(event)) return 'a bot';
      await say(forge, place.number, `answer:${place.comment}`, replyFailed(why));
      await forge.react(place.comment, 'confused');
      return 'told in a comment';
    case 'issue':
      await say(forge, place.number, `failed:${place.delivery}`, replyFailed(why));
      return 'told in a comment';
  }
}

async function tellOnCommit(
  { sha, isAgain }: Extract<Place, { at: 'commit' }>,
  why: string,
  forge: Forge,
): Promise<string> {
  if (isPaused({ dashboard: await findDashboard(forge) })) return 'stopped by a person';
  const there = await findCheck(forge, CHECKS.watch, sha);
  // What it says is true: that somebody wanted to look again is no reason to take it away.
  if (there?.status === 'completed' && !isAgain) return 'this commit was looked at before';
  await keepCheck(forge, { name: CHECKS.watch, sha }, renderGivenUp(why));
  return 'told on the commit';
}

/** Null where nobody waits: the event asked for nothing. */
function placeOf(event: ForgeEvent): Place | null {
  switch (event.kind) {
    case 'push':
    case 'ci-red':
      return event.isDefault ? { at: 'commit', sha: event.sha, isAgain: false } : null;
    case 'rerun':
      return event.name === CHECKS.watch ? { at: 'commit', sha: event.sha, isAgain: true } : null;
    case 'pull':
      return event.action === 'opened' || event.action === 'changed' || isRetry(event)
        ? { at: 'commit', sha: event.sha, isAgain: isRetry(event) }
        : null;
    case 'comment':
      return parseComment(event.body).status === 'none'
        ? null
        : { at: 'comment', number: event.number, comment: event.comment };
    case 'issue':
      return isRetry(event) ? { at: 'issue', number: event.number, delivery: event.delivery } : null;
    case 'ci-green':
    case 'installed':
    case 'wake':
      return null;
  }
}

function isRetry({ action, label }: { readonly action: string; readonly label: string | null }): boolean {
  return action === 'labeled' && label === LABELS.retry;
}

/** Bots are answered where the settings name them, which is not asked here: what failed may be the settings. */
function isOfUnheardBot({ sender }: ForgeEvent): boolean {
  return sender.isBot;
}

/** Nothing is written where the settings do not allow it, whatever failed. */
async function readSettings(forge: Forge, ports: Ports): Promise<string> {
  const { isOther, isArchived, isDisabled, isFork, defaultBranch } = await forge.facts();
  if (isOther || isArchived || isDisabled || isFork) return 'the repository is not looked after';
  const text = await forge.readFile(CONFIG_HOME, defaultBranch);
  if (text === null) return 'not onboarded';
  // Settings that cannot be read are told of by the visit.
  const config = await ports.parseConfig(text).catch(() => null);
  return config === null || config.mode === 'off' ? 'the settings do not allow it' : 'on';
}

const MOST_LINES = 20;
const MOST_WHY = 2000;

function firstLines(text: string): string {
  return text.split('\n').slice(0, MOST_LINES).join('\n').slice(0, MOST_WHY);
}
