import * as z from 'zod';
import type { ForgeEvent, Translated } from '../../domain/forge-event.ts';
import { type Heard, ignored, isSelf, refuseOrder, told, User } from './delivery.ts';
import { Sha } from './sha.ts';

/** GitHub writes null for no text. */
const Text = z.string().catch('');
const Change = z.object({ from: Text }).optional();
const Pull = z.object({
  pull_request: z.object({
    number: z.number().int().positive(),
    title: Text,
    body: Text,
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
  changes: z.object({ base: z.unknown().optional(), title: Change, body: Change }).nullish(),
});
type Action = Extract<ForgeEvent, { kind: 'pull' }>['action'];

const ACTIONS: Readonly<Record<string, Action>> = {
  opened: 'opened',
  synchronize: 'changed',
  reopened: 'changed',
  ready_for_review: 'changed',
  converted_to_draft: 'changed',
  edited: 'edited',
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
  const was = { title: changes?.title?.from ?? it.title, body: changes?.body?.from ?? it.body };
  if (known === 'edited' && !changes?.base && !changes?.title && !changes?.body)
    return ignored('unknown-action');
  const isLabel = known === 'labeled' || known === 'unlabeled';
  if (isLabel && !label) return ignored('bad-payload');
  if (isSelf(common.sender, self)) return ignored('own-event');
  const refused = isLabel ? refuseOrder(heard) : null;
  if (refused) return ignored(refused);
  const action = toAction(known, pull.data);
  return told([
    {
      ...common,
      kind: 'pull',
      action,
      number: it.number,
      sha: it.head.sha,
      branch: it.head.ref,
      isFork: it.head.repo?.id !== repository.id,
      author: it.user,
      label: isLabel ? (label?.name ?? null) : null,
      ...(action === 'edited' ? { was } : {}),
    },
  ]);
}

function toAction(known: Action, { pull_request: it, changes }: z.infer<typeof Pull>): Action {
  if (known === 'closed' && (it.merged || it.merged_at)) return 'merged';
  return known === 'edited' && changes?.base ? 'retargeted' : known;
}
