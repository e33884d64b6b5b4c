import { Config } from '../../domain/config.ts';
import { ForgeError } from '../../domain/forge.ts';
import type { ForgeEvent } from '../../domain/forge-event.ts';
import { answer } from './answer.ts';
import { followPull } from './follow-pull.ts';
import { CHECKS, LABELS } from './labels.ts';
import { onboard } from './onboard.ts';
import type { StewardPorts } from './steward-ports.ts';
import { takeTicks } from './take-ticks.ts';
import { tellBadConfig } from './tell-bad-config.ts';
import { isPaused, openVisit, type Visit } from './visit.ts';
import { watchDefault } from './watch-default.ts';
import { watchPull } from './watch-pull.ts';

/** Works one event off. Returns how it ended, in words for the log. Throws what may pass by itself. */
export async function attend(event: ForgeEvent, ports: StewardPorts): Promise<string> {
  const opened = await openVisit(event, ports, Config.parse({}));
  switch (opened.status) {
    case 'closed':
      return opened.why;
    case 'bad-config':
      return tellBadConfig(opened.visit, opened.why);
    case 'not-onboarded':
      return onboard(opened.visit);
    case 'open':
      return dispatch(event, opened.visit);
  }
}

async function dispatch(event: ForgeEvent, visit: Visit): Promise<string> {
  // A person can start it again by a comment, whatever is stopped.
  if (event.kind === 'comment') return answer(event, visit);
  if (event.kind === 'issue' && event.number === visit.dashboard?.number) return takeTicks(event, visit);
  if (isPaused(visit)) return 'stopped by a person';
  switch (event.kind) {
    case 'installed':
      return watchDefault(visit, { isForced: false });
    case 'push':
      return event.isDefault ? watchDefault(visit, { isForced: false }) : 'a branch without a pull request';
    case 'ci-red':
      return event.isDefault ? watchDefault(visit, { isForced: false }) : 'a branch without a pull request';
    case 'rerun':
      return event.name === CHECKS.watch && event.sha === visit.synced.head
        ? watchDefault(visit, { isForced: true })
        : 'an older commit';
    case 'issue':
      return event.action === 'labeled' && event.label === LABELS.retry
        ? retry(event.number, visit)
        : 'nothing to do';
    case 'pull':
      return attendPull(event, visit);
  }
}

async function attendPull(event: Extract<ForgeEvent, { kind: 'pull' }>, visit: Visit): Promise<string> {
  const pull = await visit.forge.pull(event.number);
  if (pull === null) return 'the pull request is gone';
  if (event.action === 'labeled' && event.label === LABELS.retry) return retry(event.number, visit);
  if (event.action === 'closed' || event.action === 'merged') return followPull(pull, visit);
  if (event.action === 'opened' || event.action === 'changed') return watchPull(pull, visit);
  return 'nothing to do';
}

/** The label is a button: it goes when it was heard. */
async function retry(number: number, visit: Visit): Promise<string> {
  await visit.forge.removeLabel(number, LABELS.retry).catch((error: unknown) => {
    if (!(error instanceof ForgeError) || error.status !== 404) throw error;
  });
  return watchDefault(visit, { isForced: true });
}
