import * as z from 'zod';
import {
  type Answer,
  type Call,
  invalid,
  json,
  list,
  notFound,
  nothing,
  parseBody,
  Refusal,
  writerOf,
} from '../call.ts';
import { addLabels, removeLabel, setLabels } from '../label-issue.ts';
import { toLabel } from '../render/to-issue.ts';
import { type Route, repoRoute } from '../router.ts';
import type { LabelRow } from '../rows.ts';
import { issueOf } from './issues.ts';

const Name = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]);
const Names = z.union([
  z.array(Name),
  z.object({ labels: z.array(Name).optional() }).transform(({ labels }) => labels ?? []),
]);
const NewLabel = z.object({
  name: z.string().min(1).max(50),
  color: z
    .string()
    .regex(/^[0-9a-fA-F]{6}$/)
    .optional(),
  description: z.string().max(100).nullish(),
});

/** Labels of a repository and of its issues. */
export const labelRoutes: readonly Route[] = [
  repoRoute('GET', '/labels', 'issues|pull_requests:read', 'read', (call) =>
    list(call.repo.labels, (label) => toLabel(call.world, call.repo, label)),
  ),
  repoRoute('POST', '/labels', 'issues|pull_requests:write', 'write', (call) => {
    const body = parseBody(call, NewLabel);
    if (find(call, body.name)) throw invalid('Label', 'name', 'already_exists');
    const label: LabelRow = {
      id: call.world.nextId(),
      name: body.name,
      color: body.color ?? 'ededed',
      description: body.description ?? null,
    };
    call.repo.labels.push(label);
    return json(toLabel(call.world, call.repo, label), 201);
  }),
  repoRoute('GET', '/labels/{name}', 'issues|pull_requests:read', 'read', (call) =>
    json(toLabel(call.world, call.repo, labelOf(call))),
  ),
  repoRoute('PATCH', '/labels/{name}', 'issues|pull_requests:write', 'write', (call) => {
    const label = labelOf(call);
    const body = parseBody(call, NewLabel.partial().extend({ new_name: z.string().optional() }));
    label.name = body.new_name ?? label.name;
    label.color = body.color ?? label.color;
    if (body.description !== undefined) label.description = body.description;
    return json(toLabel(call.world, call.repo, label));
  }),
  repoRoute('GET', '/issues/{number}/labels', 'issues|pull_requests:read', 'read', (call) =>
    list(issueOf(call).labels, (label) => toLabel(call.world, call.repo, label)),
  ),
  repoRoute('POST', '/issues/{number}/labels', 'issues|pull_requests:write', 'triage', async (call) => {
    await addLabels(call.world, call.repo, issueOf(call), parseBody(call, Names), writerOf(call));
    return shownOf(call);
  }),
  repoRoute('PUT', '/issues/{number}/labels', 'issues|pull_requests:write', 'triage', async (call) => {
    await setLabels(call.world, call.repo, issueOf(call), parseBody(call, Names), writerOf(call));
    return shownOf(call);
  }),
  repoRoute('DELETE', '/issues/{number}/labels', 'issues|pull_requests:write', 'triage', async (call) => {
    await setLabels(call.world, call.repo, issueOf(call), [], writerOf(call));
    return nothing();
  }),
  repoRoute(
    'DELETE',
    '/issues/{number}/labels/{name}',
    'issues|pull_requests:write',
    'triage',
    async (call) => {
      const issue = issueOf(call);
      const label = find(call, call.params.name ?? '');
      if (label === null || !issue.labels.includes(label)) throw new Refusal(404, 'Label does not exist');
      await removeLabel(call.world, call.repo, issue, label, writerOf(call));
      return shownOf(call);
    },
  ),
];

function shownOf(call: Call): Answer {
  return json(issueOf(call).labels.map((label) => toLabel(call.world, call.repo, label)));
}

function find(call: Call, name: string): LabelRow | null {
  return call.repo.labels.find((label) => label.name.toLowerCase() === name.toLowerCase()) ?? null;
}

function labelOf(call: Call): LabelRow {
  const label = find(call, call.params.name ?? '');
  if (label === null) throw notFound();
  return label;
}
