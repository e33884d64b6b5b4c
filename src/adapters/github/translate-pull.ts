import * as z from 'zod';
import type { ForgeEvent, Translated } from '../../domain/forge-event.ts';
import { type Heard, ignored, isSelf, refuseOrder, told, User } from './delivery.ts';
import { Sha } from './sha.ts';

const Pull = z.object({
  pull_request: z.object({
    number: z.number().int().positive(),
    merged: z.boolean().nullish(),
    merged_at: z.string().nullish(),
    user: User,
    head: z.object({
      ref: z.string().min(1),
      sha: Sha,
      /** Null when the repository that it came from is gone. */
      repo: z.object({ id: z.number() }).nullish(),
    }),
  }),
  label: z.object({ name: z.string() }).nullish(),
  changes: z.object({ base: z.unknown().optional() }).nullish(),
});
type Action = Extract<ForgeEvent, { kind: 'pull' }>['action'];

const ACTIONS: Readonly<Record<string, Action>> = {
  opened: 'opened',
  synchronize: 'changed',
  reopened: 'changed',
  ready_for_review: 'changed',
  converted_to_draft: 'changed',
  edited: 'changed',
  closed: 'closed',
  labeled: 'labeled',
  unlabeled: 'unlabeled',
};

/** A pull request of anybody. A label is an order, and a bot's is heard only where that bot is allowed to give any. */
export function translatePull(heard: Heard): Translated {
  const { delivery, self, common, repository } = heard;
  const known = Object.hasOwn(ACTIONS, heard.action) ? ACTIONS[heard.action] : undefined;
  if (!known) return ignored('unknown-action');
  const pull = Pull.safeParse(delivery.payload);
  if (!pull.success) return ignored('bad-payload');
  const { pull_request: it, label, changes } = pull.data;
  // Another base is another difference; another title or text is none.
  if (heard.action === 'edited' && !changes?.base) return ignored('unknown-action');
  const isLabel = known === 'labeled' || known === 'unlabeled';
  if (isLabel && !label) return ignored('bad-payload');
  if (isSelf(common.sender, self)) return ignored('own-event');
  const refused = isLabel ? refuseOrder(heard) : null;
  if (refused) return ignored(refused);
  return told([
    {
      ...common,
      kind: 'pull',
      action: known === 'closed' && (it.merged || it.merged_at) ? 'merged' : known,
      number: it.number,
      sha: it.head.sha,
      branch: it.head.ref,
      isFork: it.head.repo?.id !== repository.id,
      author: it.user,
      label: isLabel ? (label?.name ?? null) : null,
    },
  ]);
}
