import type { Json, RepoRow, UserRow } from './rows.ts';
import { now } from './rows.ts';
import type { World } from './world.ts';

const WORDS: Readonly<Record<string, string>> = {
  closed: 'closed this',
  reopened: 'opened this again',
  edited: 'edited this',
  synchronize: 'pushed commits',
  ready_for_review: 'marked this as ready for review',
  labeled: 'added the label',
  unlabeled: 'took away the label',
  review_requested: 'asked for a review by',
};

/** Keeps who did what to an issue or pull request, for its page. */
export function remember(
  world: World,
  event: string,
  action: string | null,
  repo: RepoRow,
  by: UserRow,
  facts: Json,
): void {
  if (event !== 'issues' && event !== 'pull_request') return;
  const row = (facts.pull_request ?? facts.issue) as { number: number; merged?: boolean };
  const verb = action === 'closed' && row.merged === true ? 'merged this' : WORDS[action ?? ''];
  if (verb === undefined) return;
  const { label, requested_reviewer: asked } = facts as {
    label?: { name: string };
    requested_reviewer?: { login: string };
  };
  const words = [verb, label?.name ?? asked?.login].filter(Boolean).join(' ');
  world.history.push({ repo, number: row.number, by, words, at: now(), order: world.nextId() });
}
