import { approveFix } from './approve-fix.ts';
import type { CommentOrder } from './commands/args.ts';
import type { Answer, CommentEvent } from './comment-answer.ts';
import { findFixes, findIncidents, isPersons, listFixes } from './find-ours.ts';
import { keepDashboard } from './keep-dashboard.ts';
import { keepLore } from './keep-lore.ts';
import { LABELS } from './labels.ts';
import { pushFix } from './push-fix.ts';
import { tellStatus } from './tell-status.ts';
import { renderExplanation } from './text/explanation.ts';
import { replyConfig, replyHelp, replyLore } from './text/replies.ts';
import { isPaused, type Visit } from './visit.ts';
import { watchDefault } from './watch-default.ts';
import { type WatchOptions, watchPull } from './watch-pull.ts';

const MOST_FOUND = 5;
/** What is answered also while the settings cannot be read. */
const READABLE: ReadonlySet<string> = new Set(['help', 'config', 'stop', 'start']);
const DONE: Answer = { isDone: true, text: '' };
const no = (text: string): Answer => ({ isDone: false, text });
const yes = (text: string): Answer => ({ isDone: true, text });

/** Does what a comment asks for, by somebody who may. */
export async function carryOutOrder(order: CommentOrder, event: CommentEvent, visit: Visit): Promise<Answer> {
  const { forge, workshop, config, problem } = visit;
  if (problem !== null && !READABLE.has(order.verb))
    return no('The settings cannot be read, so nothing is done: `/dreamos config` says why.');
  switch (order.verb) {
    case 'help':
      return yes(replyHelp(order.about));
    case 'status':
      return yes(await tellStatus(event, visit));
    case 'config':
      return yes(replyConfig(JSON.stringify(config, null, 2), problem === null ? [] : [problem]));
    case 'explain':
      return explain(event, visit);
    case 'fix':
      return fix(order, event, visit);
    case 'retry':
      return look(event, visit, ({ fingerprint }) => fingerprint.startsWith(order.incident ?? ''));
    case 'stop':
      await forge.addLabels(event.number, [LABELS.stop]);
      return DONE;
    case 'start':
      await removeStop(event, visit);
      return DONE;
    case 'approve':
      return approve(order.sha, event, visit);
    case 'reject':
      return reject(order.why, event, visit);
    case 'lore':
      return yes(
        replyLore(
          order.query,
          await workshop.searchLore(order.query, MOST_FOUND),
          visit.facts.htmlUrl,
          config.lore.branch,
        ),
      );
    case 'forget': {
      const said = await workshop.forgetLore(order.id, order.why ?? `asked for by ${event.sender.login}`);
      await keepLore(visit);
      return yes(said);
    }
  }
}

async function fix(
  { check, isPush }: Extract<CommentOrder, { verb: 'fix' }>,
  event: CommentEvent,
  visit: Visit,
): Promise<Answer> {
  const names =
    check === null ? [] : (await visit.workshop.checks(visit.synced.head)).map(({ name }) => name);
  if (check !== null && !names.includes(check))
    return no(`There is no check of that name here. There is: ${names.join(', ') || 'none'}.`);
  if (!isPush) return look(event, visit, (incident) => check === null || incident.check === check);
  if (isPaused(visit)) return no(STOPPED);
  const pull = event.isPull ? await visit.forge.pull(event.number) : null;
  return pull === null ? no('`--push` is for the branch of a pull request.') : pushFix(pull, check, visit);
}

const STOPPED = 'Everything is stopped here: `/dreamos start` on the dashboard begins again.';

/** Once more, whatever was done before; what it is asked for sets aside caps and hours. */
async function look(
  { number, isPull }: CommentEvent,
  visit: Visit,
  isAsked: NonNullable<WatchOptions['isAsked']>,
): Promise<Answer> {
  if (isPaused(visit)) return no(STOPPED);
  const pull = isPull ? await visit.forge.pull(number) : null;
  const said =
    pull !== null && isPersons(pull)
      ? await watchPull(pull, visit, { isForced: true, isAsked })
      : await watchDefault(visit, { isForced: true, isAsked });
  return yes(`Looked again: ${said}.`);
}

async function explain({ number, isPull }: CommentEvent, { forge }: Visit): Promise<Answer> {
  const found = isPull
    ? (await listFixes(forge)).find((one) => one.number === number)
    : (await findIncidents(forge)).find((one) => one.number === number);
  if (found === undefined)
    return no('This is no issue or pull request of mine: there is nothing to explain.');
  return yes(renderExplanation(found.body));
}

async function removeStop({ number }: CommentEvent, { forge }: Visit): Promise<void> {
  const issue = await forge.issue(number);
  if (issue?.labels.includes(LABELS.stop)) await forge.removeLabel(number, LABELS.stop);
}

async function findOpenFix({ number }: CommentEvent, { forge }: Visit) {
  return (await findFixes(forge, 'open')).find((one) => one.number === number);
}

/** For one commit, as it was looked at; nothing is merged by it. */
async function approve(sha: string, event: CommentEvent, visit: Visit): Promise<Answer> {
  const pull = await findOpenFix(event, visit);
  if (pull === undefined) return no('Only an open fix of mine can be approved.');
  if (pull.head.sha !== sha) return no(`The pull request is at ${pull.head.sha} by now: look at that one.`);
  await approveFix(pull, event.sender.login, visit);
  await keepDashboard(visit);
  return DONE;
}

async function reject(why: string | null, event: CommentEvent, visit: Visit): Promise<Answer> {
  const { forge, workshop } = visit;
  const pull = await findOpenFix(event, visit);
  if (pull === undefined) return no('Only an open fix of mine can be rejected.');
  await forge.editPull(pull.number, { state: 'closed' });
  await workshop.remove(pull.head.branch);
  await keepDashboard(visit);
  return yes(
    `Closed${why === null ? '' : ', for the reason given'}. It is not made again unless the failure changes.`,
  );
}
