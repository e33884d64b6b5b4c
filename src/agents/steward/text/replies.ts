import { count } from '../../../domain/count.ts';
import type { Permission } from '../../../domain/forge.ts';
import type { IncidentOutcome } from '../../../domain/outcome.ts';
import type { LoreAnswer } from '../../../domain/workshop.ts';
import { quoteBlock, quoteInline, quoteProse, toCell } from '../../../lore/quote.ts';
import { type CommentCommand, commentCommands } from '../commands/index.ts';
import { forgeLinks } from './forge-links.ts';
import { sentence } from './parts.ts';
import { failedLead, failedLines, type IncidentFacts } from './pull.ts';

const MOST_ANSWERS = 8;

/** Every command, or one of them. */
export function replyHelp(about: string | null): string {
  const one = commentCommands.find(({ name, aliases }) => name === about || aliases.includes(about ?? ''));
  if (one !== undefined) {
    const also =
      one.aliases.length === 0 ? '' : ` Also ${one.aliases.map((name) => quoteInline(name)).join(', ')}.`;
    return `${quoteInline(one.usage)}: ${one.summary} It takes the right to ${RIGHTS[one.right]}.${also}`;
  }
  return [
    ...(about === null ? [] : [`There is no command ${quoteInline(about, 40)}.`, '']),
    'The first line of a new comment is read, and nothing below it:',
    '',
    '| command | what it does | who may |',
    '| --- | --- | --- |',
    ...commentCommands.map(
      ({ usage, summary, right }) => `| ${toCell(quoteInline(usage))} | ${summary} | ${right} |`,
    ),
  ].join('\n');
}

const RIGHTS = { read: 'read', triage: 'triage', write: 'write' } as const;

/** For a verb that is none. */
export function replyUnknown(verb: string, nearest: string | null): string {
  const meant = nearest === null ? '' : ` Did you mean ${quoteInline(`/dreamos ${nearest}`)}?`;
  return `There is no command ${quoteInline(verb, 40)}.${meant} ${quoteInline('/dreamos help')} shows them all.`;
}

/** For a command whose rest is not what it takes. */
export function replyBad(command: CommentCommand, why: string): string {
  return `${quoteInline(command.usage)}: behind ${quoteInline(command.name)} stands ${sentence(why)}`;
}

/** For somebody who may not. */
export function replyDenied(command: CommentCommand, permission: Permission): string {
  return `Not done: ${quoteInline(command.name)} takes the right to ${RIGHTS[command.right]}, and yours here is ${permission}.`;
}

/** For somebody who said a lot lately. */
export function replyLimited(most: number, again: Date): string {
  // Minutes are told: a second before it would not be heard.
  const [day, time] = new Date(Math.ceil(again.getTime() / 60_000) * 60_000).toISOString().split('T');
  return `Not done: ${count(most, 'command')} of one person an hour ${most === 1 ? 'is' : 'are'} heard here, and that many of yours were. The next one is heard from ${time?.slice(0, 5)} UTC on, ${day}.`;
}

/** Why something that was understood and allowed was not done, a sentence. */
export function replyRefused(command: CommentCommand, why: string): string {
  return `Not done: ${quoteInline(command.name)}. ${sentence(why)}`;
}

/** For what failed each time it was tried: one line, and what this machine said of it as code. */
export function replyFailed(why: string): string {
  return `Not done: it could not be worked off, though it was tried several times. ${quoteInline(why, 300)}`;
}

/** What was done, a sentence; `url`: where it shows. */
export function replyDone(command: CommentCommand, what: string, url: string | null): string {
  return `Done: ${quoteInline(command.name)}. ${sentence(what)}${url === null ? '' : ` [See it](${url}).`}`;
}

export interface Standing {
  /** What this is about; null where it is about no incident. */
  readonly incident: {
    readonly check: string;
    readonly fingerprint: string;
    readonly attempts: number;
  } | null;
  /** What is going on, a sentence. */
  readonly doing: string;
  /** What comes next and what it waits for, a sentence; null where nothing does. */
  readonly next: string | null;
  readonly isStopped: boolean;
}

/** How things stand here. */
export function replyStatus({ incident, doing, next, isStopped }: Standing): string {
  return [
    ...(incident === null
      ? []
      : [
          `${quoteInline(incident.check, 60)}, incident ${quoteInline(incident.fingerprint.slice(0, 8))}, ${incident.attempts} of its attempts used.`,
        ]),
    sentence(doing),
    ...(isStopped ? [`It is stopped here; ${quoteInline('/dreamos start')} takes it up again.`] : []),
    ...(next === null ? [] : [`Next: ${sentence(next)}`]),
  ].join('\n');
}

/** What failed, where, and why nothing more was done. */
export function replyExplain(one: IncidentOutcome, facts: IncidentFacts): string {
  const links = forgeLinks(facts.htmlUrl, facts.run.base);
  return [
    `${quoteInline(one.incident.check)} at ${links.commit(facts.run.base)}, ${failedLead(one.incident)}`,
    '',
    ...failedLines(one.incident, links),
    '',
    `Cause: ${sentence(one.incident.cause)}`,
    `It ended with: ${sentence(one.why)}`,
  ].join('\n');
}

/** Where entries can be looked at: the default branch, else the lore branch. */
export interface LorePlaces {
  readonly htmlUrl: string;
  readonly branch: string;
  readonly loreBranch: string;
}

/** What lore knows; titles are quoted, for they may have come from anywhere. */
export function replyLore(
  query: string,
  answers: readonly LoreAnswer[],
  { htmlUrl, branch, loreBranch }: LorePlaces,
): string {
  if (answers.length === 0) return `Nothing was learned here about ${quoteInline(query)}.`;
  const linksTo = (name: string) => forgeLinks(htmlUrl, encodeURIComponent(name).replaceAll('%2F', '/'));
  const [links, loreLinks] = [linksTo(branch), linksTo(loreBranch)];
  return [
    `About ${quoteInline(query)}:`,
    '',
    ...answers
      .slice(0, MOST_ANSWERS)
      .map(
        ({ id, title, why, path, isOnHead }) =>
          `- ${quoteProse(title.replaceAll('`', ''), 200)} (${quoteInline(id)}, ${quoteProse(why, 200)}): ${(isOnHead ? links : loreLinks).place(path, null)}`,
      ),
    ...(answers.length > MOST_ANSWERS ? [`- … and ${answers.length - MOST_ANSWERS} more`] : []),
  ].join('\n');
}

/** The settings in force, and what is wrong with the file. `text`: as YAML or JSON, quoted whole ends first. */
export function replyConfig(text: string, problems: readonly string[]): string {
  return [
    problems.length === 0 ? 'The settings in force:' : 'The settings could not be read, so nothing is done:',
    '',
    ...(problems.length === 0
      ? quoteBlock(text)
      : problems.slice(0, 20).map((problem) => `- ${sentence(problem)}`)),
  ].join('\n');
}
