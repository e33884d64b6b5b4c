import type { Config } from '../../../domain/config.ts';
import { count } from '../../../domain/count.ts';
import { mergeBody } from '../text/keep-edits.ts';
import { type Hours, isOpen, nextOpening } from './hours.ts';

/** All that the decision is made from. */
export interface IssueSituation {
  readonly now: Date;
  readonly mode: Config['mode'];
  readonly hours: Hours;
  /** Issues of incidents that are open, and how many may be. */
  readonly open: { readonly number: number; readonly most: number };
  /** Somebody said `stop`, or ignores the incident. */
  readonly isStopped: boolean;
  /** Somebody who may asks for it now. */
  readonly isAsked: boolean;
  /** `gone`: the check was run, and the failure was not there. */
  readonly incident: 'red' | 'gone';
  /** The issue of the incident, by its marker; null where there is none. */
  readonly issue: {
    readonly number: number;
    readonly state: 'open' | 'closed';
    readonly body: string;
    /** Whether the failure was seen gone since it was closed, or as it was closed. */
    readonly wasGone: boolean;
  } | null;
  /** The body as it would be written now; '' where the incident is gone. */
  readonly generated: string;
}

type IssueReason =
  | 'off'
  | 'observe'
  | 'stopped'
  | 'hours'
  | 'cap'
  | 'none'
  | 'unchanged'
  | 'closed'
  | 'new'
  | 'returned'
  | 'changed'
  | 'gone';

export type IssuePlan =
  | { readonly do: 'open'; readonly body: string; readonly reason: IssueReason; readonly why: string }
  /** With the note `renderReturned`. */
  | {
      readonly do: 'reopen';
      readonly number: number;
      readonly body: string;
      readonly reason: IssueReason;
      readonly why: string;
    }
  | {
      readonly do: 'update';
      readonly number: number;
      readonly body: string;
      readonly reason: IssueReason;
      readonly why: string;
    }
  /** With the note `renderGone`. */
  | { readonly do: 'close'; readonly number: number; readonly reason: IssueReason; readonly why: string }
  | {
      readonly do: 'leave';
      readonly isLater: boolean;
      /** When it is worth asking again, where time alone decides. */
      readonly at: Date | null;
      readonly reason: IssueReason;
      readonly why: string;
    };

/** What is to be done with the issue of an incident. What a person wrote into the body is kept. Pure. */
export function planIssue(one: IssueSituation): IssuePlan {
  const { mode, issue, incident } = one;
  if (mode !== 'propose') return leave(mode, `the settings say \`mode: ${mode}\``);
  if (one.isStopped) return leave('stopped', 'somebody stopped it here');
  if (incident === 'gone') return planGone(issue);
  if (issue === null) {
    if (!one.isAsked && !isOpen(one.hours, one.now))
      return leave(
        'hours',
        `issues are opened between ${one.hours?.replace('-', ' and ')} UTC`,
        nextOpening(one.hours, one.now),
      );
    if (!one.isAsked && one.open.number >= one.open.most)
      return leave('cap', `the cap of ${count(one.open.most, 'open issue')} is reached`);
    const body = mergeBody(null, one.generated);
    return { do: 'open', body, reason: 'new', why: 'there is none for this failure' };
  }
  const { number } = issue;
  const body = mergeBody(issue.body, one.generated);
  if (issue.state === 'closed') {
    // Who closes what is still red has decided.
    if (!issue.wasGone && !one.isAsked) return leave('closed', `issue ${number} was closed while it was red`);
    return {
      do: 'reopen',
      number,
      body,
      reason: 'returned',
      why: `issue ${number} was closed, and it is red again`,
    };
  }
  if (body === issue.body.replace(/\r\n?/g, '\n'))
    return leave('unchanged', `issue ${number} says so already`);
  return { do: 'update', number, body, reason: 'changed', why: `issue ${number} says less than is known` };
}

function planGone(issue: IssueSituation['issue']): IssuePlan {
  if (issue === null || issue.state === 'closed') return leave('none', 'there is no open issue for it');
  return { do: 'close', number: issue.number, reason: 'gone', why: 'the failure is gone' };
}

function leave(reason: IssueReason, why: string, at: Date | null = null): IssuePlan {
  return { do: 'leave', isLater: at !== null, at, reason, why };
}
