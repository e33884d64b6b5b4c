import type { Config } from '../../domain/config.ts';
import { CONFIG_HOME } from '../../domain/config-home.ts';
import { count } from '../../domain/count.ts';
import type { Forge } from '../../domain/forge.ts';
import type { ForgeEvent } from '../../domain/forge-event.ts';
import { BegunChecks } from './begun-checks.ts';
import { parseComment } from './commands/parse-comment.ts';
import { findCheck, keepCheck } from './keep-check.ts';
import { CHECKS, LABELS } from './labels.ts';
import { say } from './say.ts';
import type { StewardPorts } from './steward-ports.ts';
import { readChanges } from './text/keep-edits.ts';
import { renderGivenUp } from './text/not-run.ts';
import { replyFailed } from './text/replies.ts';
import { findDashboard, isPaused } from './visit.ts';

type Ports = Pick<StewardPorts, 'forge' | 'parseConfig' | 'redact'>;

/** Where a person waits for what became of an event. */
type Place =
  /** `isAgain`: somebody asked for the commit once more, so that what its check run says is old. */
  | { readonly at: 'commit'; readonly sha: string; readonly check: string; readonly isAgain: boolean }
  /** Wherever the default branch is. */
  | { readonly at: 'head' }
  | { readonly at: 'comment'; readonly number: number; readonly comment: number }
  | { readonly at: 'issue'; readonly number: number; readonly delivery: string }
  /** Boxes of the dashboard, if it is the dashboard. */
  | { readonly at: 'boxes'; readonly number: number; readonly delivery: string };

/**
 * An event whose work failed each time it was tried ends where a person can see it. Only by calls of the forge: it may be git, or
 * this machine, that failed.
 */
export async function tellFailed(
  event: ForgeEvent,
  error: unknown,
  ports: Ports,
  /** What the work on it began: ended with the same word, whatever else may be written. */
  begun = new BegunChecks(),
): Promise<string> {
  const place = placeOf(event);
  if (place === null && begun.count === 0) return 'nobody waits for it';
  const forge = begun.watch(await ports.forge(event.repo));
  const why = firstLines(ports.redact(error instanceof Error ? error.message : String(error)));
  let ended = 0;
  let told = 'nobody waits for it';
  try {
    if (place !== null) told = await tellAt(place, why, event, forge, ports);
  } finally {
    ended = await begun.end(forge, renderGivenUp(why));
  }
  return ended === 0 ? told : `${told}; ${count(ended, 'check run was', 'check runs were')} ended`;
}

async function tellAt(
  place: Place,
  why: string,
  event: ForgeEvent,
  forge: Forge,
  ports: Ports,
): Promise<string> {
  const settings = await readSettings(forge, ports);
  if (settings.status === 'off') return settings.why;
  switch (place.at) {
    case 'commit':
      return tellOnCommit(place, why, forge);
    case 'head': {
      const sha = await forge.branchHead((await forge.facts()).defaultBranch);
      if (sha === null) return 'the repository is empty';
      return tellOnCommit({ at: 'commit', sha, check: CHECKS.watch, isAgain: false }, why, forge);
    }
    case 'comment':
      if (isOfUnheardBot(event)) return 'a bot';
      await say(forge, place.number, `answer:${place.comment}`, replyFailed(why));
      await forge.react(place.comment, 'confused');
      return 'told in a comment';
    case 'boxes': {
      const dashboard = await findDashboard(forge);
      if (dashboard?.number !== place.number || readChanges(dashboard.body).size === 0)
        return 'nobody waits for it';
      await say(forge, place.number, `failed:${place.delivery}`, replyFailed(why));
      return 'told in a comment';
    }
    case 'issue':
      await say(forge, place.number, `failed:${place.delivery}`, replyFailed(why));
      return 'told in a comment';
  }
}

async function tellOnCommit(
  { sha, check, isAgain }: Extract<Place, { at: 'commit' }>,
  why: string,
  forge: Forge,
): Promise<string> {
  if (isPaused({ dashboard: await findDashboard(forge) })) return 'stopped by a person';
  const there = await findCheck(forge, check, sha);
  // What it says is true: that somebody wanted to look again is no reason to take it away.
  if (there?.status === 'completed' && !isAgain) return 'this commit was looked at before';
  await keepCheck(forge, { name: check, sha }, renderGivenUp(why));
  return 'told on the commit';
}

/** Null where nobody waits: the event asked for nothing. */
function placeOf(event: ForgeEvent): Place | null {
  const commit = { at: 'commit', check: CHECKS.watch } as const;
  switch (event.kind) {
    case 'push':
    case 'ci-red':
      return event.isDefault ? { ...commit, sha: event.sha, isAgain: false } : null;
    case 'rerun':
      return { ...commit, sha: event.sha, check: event.name ?? CHECKS.watch, isAgain: true };
    case 'pull':
      if (event.action === 'retargeted' || isRetry(event))
        return { ...commit, sha: event.sha, isAgain: true };
      return event.action === 'opened' || event.action === 'changed'
        ? { ...commit, sha: event.sha, isAgain: false }
        : null;
    case 'comment':
      return parseComment(event.body).status === 'none'
        ? null
        : { at: 'comment', number: event.number, comment: event.comment };
    case 'issue':
      if (event.action === 'edited') return { at: 'boxes', number: event.number, delivery: event.delivery };
      return isRetry(event) ? { at: 'issue', number: event.number, delivery: event.delivery } : null;
    case 'installed':
      return { at: 'head' };
    case 'ci-green':
    case 'removed':
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

type Settings =
  | { readonly status: 'on'; readonly config: Config }
  | { readonly status: 'off'; readonly why: string };

/** The settings, or why nothing may be written, whatever failed. Asked of the forge alone. */
export async function readSettings(forge: Forge, ports: Pick<Ports, 'parseConfig'>): Promise<Settings> {
  const { isOther, isArchived, isDisabled, isFork, defaultBranch } = await forge.facts();
  const off = (why: string): Settings => ({ status: 'off', why });
  if (isOther || isArchived || isDisabled || isFork) return off('the repository is not looked after');
  const text = await forge.readFile(CONFIG_HOME, defaultBranch);
  if (text === null) return off('not onboarded');
  // Settings that cannot be read are told of by the visit.
  const config = await ports.parseConfig(text).catch(() => null);
  return config === null || config.mode === 'off'
    ? off('the settings do not allow it')
    : { status: 'on', config };
}

const MOST_LINES = 20;
const MOST_WHY = 2000;

function firstLines(text: string): string {
  return text.split('\n').slice(0, MOST_LINES).join('\n').slice(0, MOST_WHY);
}
