import * as z from 'zod';
import { OWN_BRANCHES } from '../../domain/forge.ts';
import type { Translated } from '../../domain/forge-event.ts';
import { type Heard, ignored, isSelf, Round, told, toRound } from './delivery.ts';
import { Sha } from './sha.ts';

const Push = z.object({
  ref: z.string(),
  after: Sha,
  deleted: z.boolean().nullish(),
  before: Round,
  repository: z.object({ pushed_at: Round }),
});

const BRANCH = 'refs/heads/';
const NOTHING = '0'.repeat(40);

/** Commits that came to a branch. A bot's push (a merge queue's, an update's) breaks things like anybody's: it is heard. */
export function translatePush({ delivery, self, repository, common }: Heard): Translated {
  const push = Push.safeParse(delivery.payload);
  if (!push.success) return ignored('bad-payload');
  const { ref, after, deleted, before, repository: pushed } = push.data;
  if (ref.startsWith('refs/tags/')) return ignored('tag');
  if (!ref.startsWith(BRANCH) || ref === BRANCH) return ignored('no-branch');
  if (deleted || after === NOTHING) return ignored('branch-deleted');
  if (isSelf(common.sender, self)) return ignored('own-event');
  const branch = ref.slice(BRANCH.length);
  if (branch.startsWith(OWN_BRANCHES)) return ignored('own-branch');
  const isDefault = branch === repository.default_branch;
  // A branch may be forced back to where it was, and forth again.
  const round = toRound(before, pushed.pushed_at);
  return told([{ ...common, kind: 'push', branch, sha: after, isDefault, round }]);
}
