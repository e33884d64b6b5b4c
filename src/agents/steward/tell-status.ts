import { count } from '../../domain/count.ts';
import type { Issue, PullRequest } from '../../domain/forge.ts';
import type { CommentEvent } from './comment-answer.ts';
import { findIncidents, type ListedFix, listFixes, type Marked } from './find-ours.ts';
import { LABELS } from './labels.ts';
import { readOwnMarker } from './text/marker.ts';
import { replyStatus, type Standing } from './text/replies.ts';
import { isPaused, type Visit } from './visit.ts';

type Desk = Pick<Visit, 'forge' | 'config' | 'dashboard'>;

/** How things stand with the issue or pull request of a comment, or with the repository where it is none of ours. */
export async function tellStatus({ number }: CommentEvent, visit: Desk): Promise<string> {
  const [fixes, incidents] = [await listFixes(visit.forge), await findIncidents(visit.forge)];
  const fix = fixes.find((one) => one.number === number);
  const pull = fix?.state === 'open' ? await visit.forge.pull(number) : null;
  const own = fix ?? incidents.find((one) => one.number === number);
  const standing =
    own === undefined
      ? ((await standingOfCi(number, visit)) ?? standingOfAll(fixes, incidents, visit))
      : { ...standingOf(own), next: pull === null ? null : nextOf(pull) };
  const isStopped = isPaused(visit) || standing.isStopped;
  return replyStatus({ ...standing, isStopped });
}

function standingOf({ marker, state, labels }: ListedFix | Marked<Issue, 'issue'>): Omit<Standing, 'next'> {
  const { check, fingerprint, attempt } = marker;
  return {
    incident: { check, fingerprint, attempts: attempt },
    doing: `It is ${state}`,
    isStopped: labels.includes(LABELS.stop),
  };
}

function nextOf({ labels, head }: PullRequest): string {
  return labels.includes(LABELS.needsApproval)
    ? `a person says whether it is meant: /dreamos approve ${head.sha}`
    : 'a person merges it or closes it';
}

/** Null where it is no issue that tells what CI says. */
async function standingOfCi(number: number, { forge }: Desk): Promise<Standing | null> {
  const issue = await forge.issue(number);
  const marker = issue === null || issue.isPull ? null : readOwnMarker(issue, forge.self);
  if (issue === null || marker?.kind !== 'ci') return null;
  return {
    incident: null,
    doing: `It is ${issue.state}. CI was red at ${marker.sha.slice(0, 12)} and our run was not: ${marker.names.join(', ')}`,
    next:
      issue.state === 'open'
        ? 'it is closed when that is green on the default branch; till then a person looks at it'
        : null,
    isStopped: issue.labels.includes(LABELS.stop),
  };
}

function standingOfAll(fixes: readonly ListedFix[], incidents: readonly Issue[], { config }: Desk): Standing {
  const open = fixes.filter(({ state }) => state === 'open').length;
  const left = incidents.filter(({ state }) => state === 'open').length;
  return {
    incident: null,
    doing: `The mode is ${config.mode}; ${count(open, 'fix is', 'fixes are')} open, ${count(left, 'incident needs', 'incidents need')} a person`,
    next: null,
    isStopped: false,
  };
}
