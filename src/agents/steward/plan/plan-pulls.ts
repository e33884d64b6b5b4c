import type { Config } from '../../../domain/config.ts';
import type { PullRequest } from '../../../domain/forge.ts';
import { type Hours, isOpen, nextOpening } from './hours.ts';

/** A pull request of ours, in any state, by its marker. */
export interface OwnPull extends Pick<PullRequest, 'number' | 'state' | 'isMerged' | 'createdAt'> {
  /** Of the incident; null where a person took the marker away. */
  readonly fingerprint: string | null;
  readonly branch: string;
  /** The branch that it goes onto. */
  readonly base: string;
  /** We closed it, for the failure was gone: nobody turned it down. */
  readonly wasGone?: boolean;
  /** Commit at its head. */
  readonly head: string;
}

/** All that the decision is made from. */
export interface PullSituation {
  readonly now: Date;
  readonly mode: Config['mode'];
  readonly caps: Pick<Config['github']['caps'], 'pullsPerHour' | 'openPulls' | 'attempts'>;
  readonly hours: Hours;
  /** Somebody said `stop`, here or for all, or ignores the incident. */
  readonly isStopped: boolean;
  /** Somebody who may asks for it now: `retry`, `fix`, or a box that was ticked. */
  readonly isAsked: boolean;
  readonly fix: {
    readonly fingerprint: string;
    readonly branch: string;
    /** The branch that was red: the same failure on another one is another incident. */
    readonly base: string;
    /** The commit to propose. */
    readonly commit: string;
    /** Attempts before this one. */
    readonly attempts: number;
  };
  /** Every fix that the app proposed in this repository. */
  readonly pulls: readonly OwnPull[];
  /** The fix's branch as the forge has it; null where it is not there. */
  readonly remote: { readonly isOurs: boolean } | null;
}

type PullReason =
  | 'off'
  | 'observe'
  | 'stopped'
  | 'person-commits'
  | 'refused'
  | 'other-base'
  | 'closed'
  | 'attempts'
  | 'unchanged'
  | 'hours'
  | 'open-cap'
  | 'hour-cap'
  | 'new'
  | 'changed';

export type PullPlan =
  | { readonly do: 'open'; readonly reason: PullReason; readonly why: string }
  | { readonly do: 'update'; readonly number: number; readonly reason: PullReason; readonly why: string }
  | {
      readonly do: 'leave';
      /** It is worth asking again by and by, without anybody doing anything. */
      readonly isLater: boolean;
      /** When it is, where time alone decides; null: something has to happen first. */
      readonly at: Date | null;
      readonly reason: PullReason;
      readonly why: string;
    };

const HOUR = 3_600_000;

/** A reason to leave it: when it holds, and what is said then. The first that holds decides. */
interface Stop {
  readonly reason: PullReason;
  readonly isLater: boolean;
  readonly holds: (one: PullSituation) => boolean;
  readonly why: (one: PullSituation) => string;
  /** When it holds no more; left out: time does not decide. */
  readonly until?: (one: PullSituation) => Date | null;
}

/** Hold for a new pull request and for a new version of an open one. */
const ALWAYS: readonly Stop[] = [
  {
    reason: 'off',
    isLater: false,
    holds: ({ mode }) => mode === 'off',
    why: () => 'the settings say `mode: off`',
  },
  {
    reason: 'observe',
    isLater: false,
    holds: ({ mode }) => mode === 'observe',
    why: () => 'the settings say `mode: observe`',
  },
  {
    reason: 'stopped',
    isLater: false,
    holds: ({ isStopped }) => isStopped,
    why: () => 'somebody stopped it here',
  },
  {
    // Asking does not change it: a push would lose the commits of a person.
    reason: 'person-commits',
    isLater: false,
    holds: ({ remote }) => remote !== null && !remote.isOurs,
    why: ({ fix }) => `somebody else has commits on ${fix.branch}`,
  },
  {
    // Made before branches were named apart, or given another base by a person.
    reason: 'other-base',
    isLater: false,
    holds: (one) => otherOf(one) !== undefined,
    why: (one) => `pull request ${otherOf(one)?.number} onto ${otherOf(one)?.base} has its branch`,
  },
  {
    reason: 'closed',
    isLater: false,
    holds: (one) => !one.isAsked && isTurnedDown(latestOf(one)),
    why: (one) => `pull request ${latestOf(one)?.number} for the same failure was closed without a merge`,
  },
  {
    reason: 'attempts',
    isLater: false,
    holds: ({ isAsked, fix, caps }) => !isAsked && fix.attempts >= caps.attempts,
    why: ({ caps }) => `the cap of ${caps.attempts} attempts for one incident is reached`,
  },
];

/** Hold for a new one only: an open one takes no more room when it is brought up to date. */
const FOR_NEW: readonly Stop[] = [
  {
    reason: 'hours',
    isLater: true,
    holds: ({ isAsked, hours, now }) => !isAsked && !isOpen(hours, now),
    why: ({ hours }) => `pull requests are opened between ${hours?.replace('-', ' and ')} UTC`,
    until: ({ hours, now }) => nextOpening(hours, now),
  },
  {
    reason: 'open-cap',
    isLater: true,
    holds: ({ pulls, caps }) => pulls.filter(({ state }) => state === 'open').length >= caps.openPulls,
    why: ({ caps }) => `the cap of ${caps.openPulls} open pull requests is reached`,
  },
  {
    reason: 'hour-cap',
    isLater: true,
    holds: (one) => openedLately(one).length >= one.caps.pullsPerHour,
    why: ({ caps }) => `the cap of ${caps.pullsPerHour} pull requests an hour is reached`,
    // When the oldest of as many as may be is an hour old.
    until: (one) => {
      const deciding = openedLately(one).at(one.caps.pullsPerHour - 1);
      return one.caps.pullsPerHour === 0 || deciding === undefined ? null : new Date(deciding + HOUR);
    },
  },
];

/** What is to be done with a proved fix. Pure. */
export function planPull(one: PullSituation): PullPlan {
  const stop = ALWAYS.find(({ holds }) => holds(one));
  if (stop) return leave(stop, one);
  const latest = latestOf(one);
  if (latest?.state === 'open') {
    if (latest.head === one.fix.commit)
      return {
        do: 'leave',
        isLater: false,
        at: null,
        reason: 'unchanged',
        why: `pull request ${latest.number} has it`,
      };
    const why = `pull request ${latest.number} is open, with an earlier commit`;
    return { do: 'update', number: latest.number, reason: 'changed', why };
  }
  const later = FOR_NEW.find(({ holds }) => holds(one));
  if (later) return leave(later, one);
  return { do: 'open', reason: 'new', why: 'there is none for this failure' };
}

function leave({ reason, isLater, why, until }: Stop, one: PullSituation): PullPlan {
  return { do: 'leave', isLater, at: until?.(one) ?? null, reason, why: why(one) };
}

/** Times of those that were opened in the last hour, newest first. */
function openedLately({ pulls, now }: PullSituation): readonly number[] {
  return pulls
    .map(({ createdAt }) => Date.parse(createdAt))
    .filter((at) => now.getTime() - at < HOUR)
    .toSorted((a, b) => b - a);
}

/** An open one that goes onto another branch, by the name that the fix has here: what is pushed there would be pushed into it. */
function otherOf({ pulls, fix }: PullSituation): OwnPull | undefined {
  return pulls.find(
    ({ state, branch, base }) => state === 'open' && branch === fix.branch && base !== fix.base,
  );
}

/** The newest for the incident. An open one counts first; one without a marker is known by its branch. */
function latestOf({ pulls, fix }: PullSituation): OwnPull | undefined {
  const same = pulls
    .filter(({ fingerprint, branch, base }) =>
      fingerprint === null
        ? base === fix.base && branch === fix.branch
        : fingerprint === fix.fingerprint && base === fix.base,
    )
    .toSorted((a, b) => b.number - a.number);
  return same.find(({ state }) => state === 'open') ?? same[0];
}

function isTurnedDown(pull: OwnPull | undefined): boolean {
  return pull !== undefined && pull.state === 'closed' && !pull.isMerged && !pull.wasGone;
}
