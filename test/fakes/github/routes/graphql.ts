import * as z from 'zod';
import { type Answer, type Call, json, parseBody, Refusal, writerOf } from '../call.ts';
import { isPull, type PullIssue, tellPull } from '../follow-pulls.ts';
import type { Route } from '../router.ts';
import { now, type RepoRow } from '../rows.ts';
import { mayCall } from '../who-calls.ts';
import { nodeId } from '../world.ts';

const Asked = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).optional() });
/** The mutations that are answered, with their pull request from a variable. */
const MUTATION =
  /^mutation \(\$(\w+): ID!\) \{ (markPullRequestReadyForReview|convertPullRequestToDraft)\(input: \{ pullRequestId: \$\1 \}\) \{ pullRequest \{ isDraft \} \} \}$/;
const READY = 'markPullRequestReadyForReview';

/** GraphQL, as far as REST has no call for it. Who may is asked when the pull request is known. */
export const graphqlRoutes: readonly Route[] = [
  { method: 'POST', path: '/graphql', need: { kind: 'anyone' }, run: mutate },
];

/** What of a call of GraphQL is not known to the double. */
export function checkGraphql(body: unknown): string[] {
  return readAsked(body) === null ? [`POST /graphql: not known to the double: ${JSON.stringify(body)}`] : [];
}

/** Which mutation, and the id of its pull request; null for anything else. */
function readAsked(body: unknown): { readonly field: string; readonly id: string } | null {
  const asked = Asked.safeParse(body);
  if (!asked.success) return null;
  const [, variable, field = ''] = MUTATION.exec(asked.data.query.replace(/\s+/g, ' ').trim()) ?? [];
  const names = Object.keys(asked.data.variables ?? {});
  if (variable === undefined || names.length !== 1) return null;
  const id = asked.data.variables?.[variable];
  return typeof id === 'string' ? { field, id } : null;
}

async function mutate(call: Call): Promise<Answer> {
  if (call.who.kind === 'anonymous' || call.who.kind === 'app')
    throw new Refusal(401, 'Requires authentication');
  const asked = readAsked(parseBody(call, z.unknown()));
  if (asked === null) return refused(READY, 'undefinedField', 'The double knows two mutations.');
  const { field, id } = asked;
  const found = findPull(call, id);
  if (found === null)
    return refused(field, 'NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
  const { repo, issue } = found;
  try {
    const need = { kind: 'repo', app: ['pull_requests'], level: 'write', person: 'write' } as const;
    mayCall(call.world, call.who, need, repo);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refused(field, error.status === 404 ? 'NOT_FOUND' : 'FORBIDDEN', error.message);
  }
  const draft = field !== READY;
  return repo.git.lock(async () => {
    if (issue.state !== 'open') return refused(field, 'UNPROCESSABLE', 'Pull request is closed.');
    if (issue.pull.draft !== draft) {
      issue.pull.draft = draft;
      issue.updatedAt = now();
      const action = draft ? 'converted_to_draft' : 'ready_for_review';
      await tellPull(call.world, repo, issue, action, writerOf(call));
    }
    return json({ data: { [field]: { pullRequest: { isDraft: draft } } } });
  });
}

function findPull({ world }: Call, id: string): { readonly repo: RepoRow; readonly issue: PullIssue } | null {
  for (const repo of world.repos.values())
    for (const issue of repo.issues.values())
      if (isPull(issue) && nodeId('PR', issue.pull.id) === id) return { repo, issue };
  return null;
}

/** Refusals of GraphQL are answers of 200. */
function refused(field: string, type: string, message: string): Answer {
  return json({ data: { [field]: null }, errors: [{ type, path: [field], message }] });
}
