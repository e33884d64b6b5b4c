import * as z from 'zod';
import type { ForgeEvent, Translated } from '../../domain/forge-event.ts';
import { type Heard, ignored, isSelf, refuseOrder, told } from './delivery.ts';

const IssueNumber = z.number().int().positive();
const Issue = z.object({
  issue: z.object({ number: IssueNumber }),
  label: z.object({ name: z.string() }).nullish(),
  changes: z
    .object({ body: z.object({ from: z.string().catch('') }).optional() })
    .nullish()
    .catch(null),
});
const Commented = z.object({
  issue: z.object({ number: IssueNumber, pull_request: z.object({}).nullish() }),
  comment: z.object({
    id: z.number().int(),
    body: z.string(),
    performed_via_github_app: z.object({ id: z.number() }).nullish(),
  }),
});
type Action = Extract<ForgeEvent, { kind: 'issue' }>['action'];

/** What may be done to an issue that concerns us: ours have boxes to tick, labels, and an end. */
const ACTIONS: ReadonlySet<string> = new Set<Action>([
  'edited',
  'closed',
  'reopened',
  'labeled',
  'unlabeled',
]);

export function translateIssue(heard: Heard): Translated {
  const { action, common, delivery, self } = heard;
  if (!isAction(action)) return ignored('unknown-action');
  const issue = Issue.safeParse(delivery.payload);
  if (!issue.success) return ignored('bad-payload');
  const isLabel = action === 'labeled' || action === 'unlabeled';
  const label = isLabel ? (issue.data.label?.name ?? null) : null;
  if (isLabel && label === null) return ignored('bad-payload');
  if (isSelf(common.sender, self)) return ignored('own-event');
  // That an issue was closed is a fact, also where a bot closes what is stale; labels and ticked boxes are orders.
  const refused = isLabel || action === 'edited' ? refuseOrder(heard) : null;
  if (refused) return ignored(refused);
  const was = action === 'edited' ? issue.data.changes?.body?.from : undefined;
  const { number } = issue.data.issue;
  return told([{ ...common, kind: 'issue', action, number, label, ...(was === undefined ? {} : { was }) }]);
}

function isAction(action: string): action is Action {
  return ACTIONS.has(action);
}

/** A new comment. An edited one is no order: what was agreed to would not be what stands there. */
export function translateComment(heard: Heard): Translated {
  const { action, common, delivery, self } = heard;
  if (action !== 'created') return ignored('unknown-action');
  const commented = Commented.safeParse(delivery.payload);
  if (!commented.success) return ignored('bad-payload');
  const { issue, comment } = commented.data;
  if (comment.performed_via_github_app?.id === self.appId) return ignored('own-event');
  const refused = refuseOrder(heard, self.botsAllowed);
  if (refused) return ignored(refused);
  return told([
    {
      ...common,
      kind: 'comment',
      number: issue.number,
      isPull: Boolean(issue.pull_request),
      comment: comment.id,
      body: comment.body,
    },
  ]);
}
