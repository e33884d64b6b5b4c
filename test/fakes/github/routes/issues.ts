import * as z from 'zod';
import {
  type Answer,
  type Call,
  json,
  list,
  notFound,
  numberOf,
  parseBody,
  Refusal,
  writerOf,
} from '../call.ts';
import { setIssueState } from '../close-fixed.ts';
import { editText } from '../edit-text.ts';
import { isPull, setPullState, tellPull } from '../follow-pulls.ts';
import { findLabel, setLabels } from '../label-issue.ts';
import { toIssue } from '../render/to-issue.ts';
import { type Route, repoRoute } from '../router.ts';
import { type IssueRow, now, type PullRow, type RepoRow, type UserRow } from '../rows.ts';
import type { World } from '../world.ts';

const Label = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]);
const NewIssue = z.object({
  title: z.union([z.string(), z.number()]).transform(String),
  body: z.string().nullish(),
  labels: z.array(Label).optional(),
  assignees: z.array(z.string()).optional(),
});
const IssueEdit = NewIssue.partial().extend({
  state: z.enum(['open', 'closed']).optional(),
  state_reason: z.string().nullish(),
});

const LARGEST_TEXT = 65_536;

/** Issues; pull requests are among them, with the same number. */
export const issueRoutes: readonly Route[] = [
  repoRoute('GET', '/issues', 'issues|pull_requests:read', 'read', listIssues),
  repoRoute('POST', '/issues', 'issues:write', 'read', async (call) => {
    const body = parseBody(call, NewIssue);
    const by = writerOf(call);
    if (body.title.trim() === '')
      throw new Refusal(422, 'Validation Failed', {
        errors: [{ resource: 'Issue', code: 'missing_field', field: 'title' }],
      });
    mayHold(body.body);
    const issue = makeIssue(call.world, call.repo, by, {
      title: body.title,
      body: body.body ?? null,
      viaApp: call.who.kind === 'installation',
      pull: null,
    });
    const mayLabel = call.who.kind === 'installation' || mayTriage(call, by);
    if (mayLabel) issue.labels = (body.labels ?? []).map((name) => findLabel(call.world, call.repo, name));
    issue.assignees = mayLabel
      ? (body.assignees ?? []).flatMap((login) => call.world.findUser(login) ?? [])
      : [];
    const shown = toIssue(call.world, call.repo, issue);
    call.world.outbox.emit('issues', 'opened', call.repo, by, { issue: shown });
    for (const label of issue.labels)
      call.world.outbox.emit('issues', 'labeled', call.repo, by, {
        issue: shown,
        label: (shown.labels as { id: number }[]).find(({ id }) => id === label.id),
      });
    return json(shown, 201);
  }),
  repoRoute('GET', '/issues/{number}', 'issues|pull_requests:read', 'read', (call) =>
    json(toIssue(call.world, call.repo, issueOf(call))),
  ),
  repoRoute('PATCH', '/issues/{number}', 'issues|pull_requests:write', 'read', editIssue),
];

export function issueOf(call: Call): IssueRow {
  const issue = call.repo.issues.get(numberOf(call, 'number'));
  if (issue === undefined) throw notFound();
  return issue;
}

/** Labels, states and titles of others are for those who may triage. */
export function mayTriage(call: Call, by: UserRow): boolean {
  return call.world.isAtLeast(call.world.permission(by, call.repo), 'triage');
}

export function mayHold(body: string | null | undefined): void {
  if ((body?.length ?? 0) > LARGEST_TEXT)
    throw new Refusal(422, 'Validation Failed', {
      errors: [
        {
          resource: 'Issue',
          code: 'custom',
          field: 'body',
          message: 'body is too long (maximum is 65536 characters)',
        },
      ],
    });
}

/** A new row with the next number; tells nobody yet. */
export function makeIssue<P extends PullRow | null>(
  world: World,
  repo: RepoRow,
  user: UserRow,
  facts: { readonly title: string; readonly body: string | null; readonly viaApp: boolean; readonly pull: P },
): IssueRow & { readonly pull: P } {
  const issue = {
    id: world.nextId(),
    number: repo.nextNumber,
    user,
    ...facts,
    state: 'open' as const,
    stateReason: null,
    labels: [],
    assignees: [],
    createdAt: now(),
    updatedAt: now(),
    closedAt: null,
    closedBy: null,
    reactions: [],
  };
  repo.nextNumber += 1;
  repo.issues.set(issue.number, issue);
  return issue;
}

async function editIssue(call: Call): Promise<Answer> {
  const { world, repo } = call;
  const issue = issueOf(call);
  const body = parseBody(call, IssueEdit);
  const by = writerOf(call);
  mayHold(body.body);
  if (call.who.kind === 'user' && issue.user !== by && !mayTriage(call, by))
    throw new Refusal(403, 'Must have admin rights to Repository.');
  const changes = editText(issue, body);
  issue.updatedAt = now();
  if (Object.keys(changes).length > 0) {
    if (isPull(issue)) await tellPull(world, repo, issue, 'edited', by, { changes });
    else world.outbox.emit('issues', 'edited', repo, by, { issue: toIssue(world, repo, issue), changes });
  }
  if (body.labels !== undefined) await setLabels(world, repo, issue, body.labels, by);
  if (body.assignees !== undefined)
    issue.assignees = body.assignees.flatMap((login) => world.findUser(login) ?? []);
  if (body.state !== undefined && body.state !== issue.state) {
    if (isPull(issue)) await setPullState(world, repo, issue, body.state, by);
    else setIssueState(world, repo, issue, body.state, by, body.state_reason ?? null);
  }
  return json(toIssue(world, repo, issue));
}

function listIssues(call: Call): Answer {
  const { query, repo, world } = call;
  const state = query.get('state') ?? 'open';
  const labels = (query.get('labels') ?? '').split(',').filter(Boolean);
  const since = query.get('since');
  const creator = query.get('creator');
  const assignee = query.get('assignee');
  const rows = [...repo.issues.values()].filter(
    (issue) =>
      (state === 'all' || issue.state === state) &&
      labels.every((name) => hasLabel(issue, name)) &&
      (since === null || Date.parse(issue.updatedAt) >= Date.parse(since)) &&
      (creator === null || issue.user.login.toLowerCase() === creator.toLowerCase()) &&
      (assignee === null || issue.assignees.some((user) => user.login === assignee)),
  );
  return list(sortRows(call, rows), (issue) => toIssue(world, repo, issue));
}

function hasLabel(issue: IssueRow, name: string): boolean {
  return issue.labels.some((label) => label.name.toLowerCase() === name.toLowerCase());
}

/** By `sort` and `direction`; newest first where they are not said. */
export function sortRows<T extends IssueRow>(call: Call, rows: readonly T[], ascending = false): T[] {
  const by = call.query.get('sort') ?? 'created';
  const direction = call.query.get('direction') ?? (ascending ? 'asc' : 'desc');
  const sorted = rows.toSorted((a, b) => {
    const first = by === 'updated' ? a.updatedAt.localeCompare(b.updatedAt) : 0;
    return first === 0 ? a.number - b.number : first;
  });
  return direction === 'asc' ? sorted : sorted.reverse();
}
