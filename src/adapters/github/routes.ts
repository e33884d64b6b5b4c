/** What the app may be allowed to do on GitHub, by GitHub's names. */
export type Needs = Readonly<
  Partial<
    Record<'metadata' | 'contents' | 'pull_requests' | 'issues' | 'checks' | 'actions', 'read' | 'write'>
  >
>;

interface RouteFacts {
  /** What the call needs of the app's permissions; `app.yml` asks for the sum, and for nothing more. */
  readonly needs: Needs;
  /** A second call changes nothing that the first did not, so that it may be tried again unseen. Left out: all but POST. */
  readonly isHarmless?: boolean;
}

/** Every call that we make of GitHub. */
export const ROUTES = {
  'GET /app': { needs: {} },
  'GET /app/hook/deliveries': { needs: {} },
  // The journal knows what it took: a delivery that comes once more is nothing new.
  'POST /app/hook/deliveries/{delivery_id}/attempts': { needs: {}, isHarmless: true },
  'POST /app/installations/{installation_id}/access_tokens': { needs: {}, isHarmless: true },
  'GET /repos/{owner}/{repo}': { needs: { metadata: 'read' } },
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission': { needs: { metadata: 'read' } },
  'GET /repos/{owner}/{repo}/contents/{path}': { needs: { contents: 'read' } },
  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': { needs: { contents: 'read' } },
  'GET /repos/{owner}/{repo}/git/ref/{ref}': { needs: { contents: 'read' } },
  'GET /repos/{owner}/{repo}/pulls': { needs: { pull_requests: 'read' } },
  'GET /repos/{owner}/{repo}/pulls/{pull_number}': { needs: { pull_requests: 'read' } },
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/files': { needs: { pull_requests: 'read' } },
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews': { needs: { pull_requests: 'read' } },
  'POST /repos/{owner}/{repo}/pulls': { needs: { pull_requests: 'write' } },
  'PATCH /repos/{owner}/{repo}/pulls/{pull_number}': { needs: { pull_requests: 'write' } },
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers': {
    needs: { pull_requests: 'write' },
    isHarmless: true,
  },
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews': { needs: { pull_requests: 'write' } },
  // For `markReady` and `markDraft` alone: REST has no call for them.
  'POST /graphql': { needs: { pull_requests: 'write' }, isHarmless: true },
  'GET /repos/{owner}/{repo}/issues': { needs: { issues: 'read' } },
  'GET /repos/{owner}/{repo}/issues/{issue_number}': { needs: { issues: 'read' } },
  'POST /repos/{owner}/{repo}/issues': { needs: { issues: 'write' } },
  'PATCH /repos/{owner}/{repo}/issues/{issue_number}': { needs: { issues: 'write' } },
  // One that is there is refused, and stays as it is.
  'POST /repos/{owner}/{repo}/labels': { needs: { issues: 'write' }, isHarmless: true },
  'POST /repos/{owner}/{repo}/issues/{issue_number}/labels': { needs: { issues: 'write' }, isHarmless: true },
  'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}': { needs: { issues: 'write' } },
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': { needs: { issues: 'read' } },
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': { needs: { issues: 'write' } },
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': { needs: { issues: 'write' } },
  'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions': {
    needs: { issues: 'write' },
    isHarmless: true,
  },
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': { needs: { checks: 'read' } },
  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations': { needs: { checks: 'read' } },
  'POST /repos/{owner}/{repo}/check-runs': { needs: { checks: 'write' } },
  // GitHub adds annotations to those that are there: a second call would show them twice.
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': { needs: { checks: 'write' }, isHarmless: false },
  'GET /repos/{owner}/{repo}/actions/runs': { needs: { actions: 'read' } },
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs': { needs: { actions: 'read' } },
  'GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs': { needs: { actions: 'read' } },
} as const satisfies Readonly<Record<string, RouteFacts>>;
export type Route = keyof typeof ROUTES;

export function isHarmless(route: Route): boolean {
  const facts: RouteFacts = ROUTES[route];
  return facts.isHarmless ?? !route.startsWith('POST ');
}

/** What a git token of ours may do, apart from all that the app may. */
export const GIT_NEEDS: Needs = { contents: 'write' };
