import { Config } from '../../domain/config.ts';
import { type Actor, ForgeError, type PullRequest } from '../../domain/forge.ts';
import type { ForgeEvent } from '../../domain/forge-event.ts';
import { answer } from './answer.ts';
import { askedFor } from './asked-for.ts';
import { carryOutOrder } from './carry-out-order.ts';
import { commentCommands } from './commands/index.ts';
import { mayCommand } from './commands/read-order.ts';
import { endOvertaken } from './end-overtaken.ts';
import { isPersons } from './find-ours.ts';
import { followPull } from './follow-pull.ts';
import { readLedger } from './keep-dashboard.ts';
import { CONFIGURE_BRANCH, LABELS } from './labels.ts';
import { lookAgain } from './look-again.ts';
import { onboard } from './onboard.ts';
import { claimsFix } from './plan/claims-fix.ts';
import { proveAgain } from './prove-pull.ts';
import { markedAgain } from './restore-marker.ts';
import { runAgain } from './run-again.ts';
import type { AttendPorts } from './steward-ports.ts';
import { takeTicks } from './take-ticks.ts';
import { takeUp } from './take-up.ts';
import { tellBadConfig } from './tell-bad-config.ts';
import { endCi, tellCi } from './tell-ci.ts';
import { tellPullCi } from './tell-pull-ci.ts';
import { isPaused, openVisit, type Visit } from './visit.ts';
import { watchDefault } from './watch-default.ts';
import { watchPull } from './watch-pull.ts';

/** Works one event off. Returns how it ended, in words for the log. Throws what may pass by itself. */
export async function attend(event: ForgeEvent, ports: AttendPorts): Promise<string> {
  if (event.kind === 'removed') {
    await ports.discard(event.repo);
    return 'its copy is deleted';
  }
  const opened = await openVisit(event, ports, Config.parse({}));
  switch (opened.status) {
    case 'closed':
      return opened.why;
    case 'bad-config':
      // Whoever asks what is wrong is told.
      return event.kind === 'comment' && !event.sender.isBot
        ? answer(event, opened.visit, carryOutOrder)
        : tellBadConfig(opened.visit, opened.why, ports.parseConfig);
    case 'not-onboarded':
      return concernsOnboarding(event) ? onboard(opened.visit) : 'not onboarded';
    case 'open':
      return event.kind === 'comment' && isMuteBot(event.sender, opened.visit)
        ? 'a bot that is not named'
        : dispatch(event, opened.visit);
  }
}

/** Onboarding runs all checks: not for whatever somebody says or does before it is merged. */
function concernsOnboarding(event: ForgeEvent): boolean {
  switch (event.kind) {
    case 'installed':
      return true;
    case 'push':
      return event.isDefault;
    case 'pull':
      return event.branch === CONFIGURE_BRANCH && !event.isFork;
    default:
      return false;
  }
}

/** Its labels, ticks and reruns are never heard, and come no further than the door. */
function isMuteBot({ isBot, login }: Actor, { config }: Visit): boolean {
  return isBot && !config.github.bots.includes(login);
}

async function dispatch(event: Exclude<ForgeEvent, { kind: 'removed' }>, visit: Visit): Promise<string> {
  // A person can start it again by a comment, whatever is stopped.
  if (event.kind === 'comment') return answer(event, visit, carryOutOrder);
  if (event.kind === 'issue' && event.action === 'edited') return attendEdited(event, visit);
  if (isPaused(visit)) {
    // What it is for is still to be done when it is begun again.
    if (event.kind === 'wake')
      await visit.askAgain(new Date(visit.now() + 3_600_000), event.pull ?? undefined);
    return 'stopped by a person';
  }
  switch (event.kind) {
    case 'installed':
      return watchDefault(visit, { isForced: false });
    case 'push':
      return event.isDefault ? watchPush(event, visit) : 'not the default branch';
    case 'ci-red':
      return event.isDefault ? tellCi(event, visit) : tellPullCi(event, visit);
    case 'ci-green':
      return endCi(event, visit);
    case 'rerun':
      return runAgain(event, visit);
    case 'issue':
      return attendLabel(event, null, visit);
    case 'pull':
      return attendPull(event, visit);
    case 'wake':
      return lookAgain(event, visit);
  }
}

const MARKED = 'the mark that says what it is was put back';

/** Ours whose text a person wrote anew stays ours; else it is boxes that may have been ticked. */
async function attendEdited(event: Extract<ForgeEvent, { kind: 'issue' }>, visit: Visit): Promise<string> {
  const issue = event.was === undefined ? null : await visit.forge.issue(event.number);
  const body = issue === null ? null : markedAgain(issue, event.was ?? '', visit);
  if (body === null) return takeTicks(event, visit);
  await visit.forge.editIssue(event.number, { body });
  return MARKED;
}

/** A branch that was forced back is where it was looked at before; what was told since is of another commit. */
async function watchPush({ sha }: Extract<ForgeEvent, { kind: 'push' }>, visit: Visit): Promise<string> {
  await endOvertaken({ sha, newest: visit.synced.head }, visit);
  const told = readLedger(visit);
  const isBack = told !== null && told.sha !== visit.synced.head;
  return watchDefault(visit, { isForced: isBack });
}

async function attendPull(event: Extract<ForgeEvent, { kind: 'pull' }>, visit: Visit): Promise<string> {
  const pull = await visit.forge.pull(event.number);
  if (pull === null) return 'the pull request is gone';
  if (event.action === 'closed' || event.action === 'merged') return followPull(pull, visit);
  switch (event.action) {
    case 'opened':
    case 'changed':
      await endOvertaken({ sha: event.sha, newest: pull.head.sha }, visit);
      return watchPull(pull, visit);
    case 'retargeted':
      // The same commit, and another difference.
      return watchPull(pull, visit, { isForced: true });
    case 'edited': {
      const body = markedAgain(pull, event.was?.body ?? '', visit);
      if (body !== null) await visit.forge.editPull(pull.number, { body });
      return body !== null
        ? MARKED
        : event.was && claimsFix(event.was) !== claimsFix(pull)
          ? proveAgain(pull, visit)
          : 'nothing to do';
    }
    default:
      return attendLabel(event, pull, visit);
  }
}

type Labelled = Extract<ForgeEvent, { kind: 'pull' | 'issue' }>;

async function attendLabel(event: Labelled, pull: PullRequest | null, visit: Visit): Promise<string> {
  if (event.action === 'labeled' && event.label === LABELS.retry) return retry(event, pull, visit);
  if (event.action === 'unlabeled' && event.label === LABELS.stop) return takeUp(event, pull, visit);
  return 'nothing to do';
}

/** The label is a button: it goes when it was heard. It takes the right that the command takes. */
async function retry({ number, sender }: Labelled, pull: PullRequest | null, visit: Visit): Promise<string> {
  await visit.forge.removeLabel(number, LABELS.retry).catch((error: unknown) => {
    if (!(error instanceof ForgeError) || error.status !== 404) throw error;
  });
  const command = commentCommands.find(({ name }) => name === 'retry');
  if (command === undefined || !mayCommand(await visit.forge.permissionOf(sender.login), command))
    return `${sender.login} may not ask for that`;
  const isAsked = askedFor({}, pull ?? (await visit.forge.issue(number)));
  return pull !== null && isPersons(pull)
    ? watchPull(pull, visit, { isForced: true, isAsked })
    : watchDefault(visit, { isForced: true, isAsked });
}
