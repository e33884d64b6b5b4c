import { approveFix } from './approve-fix.ts';
import { askedFor, type Named } from './asked-for.ts';
import type { CommentOrder } from './commands/args.ts';
import type { Answer, CommentEvent } from './comment-answer.ts';
import { explain } from './explain.ts';
import { findFixes, isPersons } from './find-ours.ts';
import { keepDashboard } from './keep-dashboard.ts';
import { keepLore } from './keep-lore.ts';
import { LABELS } from './labels.ts';
import { pushFix } from './push-fix.ts';
import { rejectFix } from './reject-fix.ts';
import { takeUp } from './take-up.ts';
import { tellStatus } from './tell-status.ts';
import { replyConfig, replyHelp, replyLore } from './text/replies.ts';
import { isPaused, type Visit } from './visit.ts';
import { watchDefault } from './watch-default.ts';
import { watchPull } from './watch-pull.ts';

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
      return look(event, visit, { id: order.incident });
    case 'stop':
      await forge.addLabels(event.number, [LABELS.stop]);
      return DONE;
    case 'start':
      return start(event, visit);
    case 'approve':
      return approve(order.sha, event, visit);
    case 'reject':
      return rejectFix(order.why, event, visit);
    case 'lore':
      return yes(
        replyLore(order.query, await workshop.searchLore(order.query, MOST_FOUND), {
          htmlUrl: visit.facts.htmlUrl,
          branch: visit.synced.defaultBranch,
          loreBranch: config.lore.branch,
        }),
      );
    case 'forget': {
      const obstacle = findObstacle(visit);
      if (obstacle !== null) return no(obstacle);
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
  if (!isPush) return look(event, visit, { check });
  if (isPaused(visit)) return no(STOPPED);
  const pull = event.isPull ? await visit.forge.pull(event.number) : null;
  return pull === null ? no('`--push` is for the branch of a pull request.') : pushFix(pull, check, visit);
}

const STOPPED = 'Everything is stopped here: `/dreamos start` on the dashboard begins again.';

/** Once more, whatever was done before. */
async function look({ number, isPull }: CommentEvent, visit: Visit, named: Named): Promise<Answer> {
  if (isPaused(visit)) return no(STOPPED);
  const pull = isPull ? await visit.forge.pull(number) : null;
  const isAsked = askedFor(named, pull ?? (await visit.forge.issue(number)));
  const said =
    pull !== null && isPersons(pull)
      ? await watchPull(pull, visit, { isForced: true, isAsked })
      : await watchDefault(visit, { isForced: true, isAsked });
  return yes(`Looked again: ${said}.`);
}

/** While the settings cannot be read there is nothing to look by: they are told of by the next push. */
async function start(event: CommentEvent, visit: Visit): Promise<Answer> {
  const { forge, problem } = visit;
  const { number, isPull } = event;
  const issue = await forge.issue(number);
  if (issue?.labels.includes(LABELS.stop)) await forge.removeLabel(number, LABELS.stop);
  if (problem !== null) return DONE;
  const said = await takeUp(event, isPull ? await forge.pull(number) : null, visit);
  return yes(`Taken up again: ${said}.`);
}

/** Why nothing is written to lore here; null where it is. */
function findObstacle({ config }: Visit): string | null {
  if (config.mode !== 'propose')
    return `The settings say mode: ${config.mode}, so nothing is written to lore.`;
  return config.lore.write ? null : 'The settings say lore.write: false, so nothing is written to lore.';
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
