import { createRequire } from 'node:module';
import type { Delivery, Self } from '../../../src/adapters/github/delivery.ts';

export const SELF: Self = { appId: 4242, slug: 'dreamos' };
export const SHA = 'a'.repeat(40);
const REPOSITORY = {
  id: 7,
  full_name: 'acme/widgets',
  fork: false,
  archived: false,
  disabled: false,
  default_branch: 'main',
};
export const ALICE = { login: 'alice', type: 'User' };
export const US = { login: 'DreamOS[bot]', type: 'Bot' };
export const ROBOT = { login: 'renovate[bot]', type: 'Bot' };

/** A delivery as GitHub sends it, of only what is read. */
export function makeDelivery(name: string, part: object): Delivery {
  const payload = { repository: REPOSITORY, installation: { id: 9 }, sender: ALICE, ...part };
  return { id: 'delivery-1', name, payload };
}

export function inRepository(change: Partial<typeof REPOSITORY>): { repository: typeof REPOSITORY } {
  return { repository: { ...REPOSITORY, ...change } };
}

export const push = (part: object = {}) =>
  makeDelivery('push', { ref: 'refs/heads/main', after: SHA, deleted: false, ...part });

export const pull = (action: string, part: object = {}, more: object = {}) =>
  makeDelivery('pull_request', {
    action,
    pull_request: {
      number: 3,
      merged: false,
      user: { login: 'bob', type: 'User' },
      head: { ref: 'topic', sha: SHA, repo: { id: 7 } },
      ...part,
    },
    ...more,
  });

export const issue = (action: string, more: object = {}) =>
  makeDelivery('issues', { action, issue: { number: 5 }, ...more });

export const comment = (more: object = {}, part: object = {}) =>
  makeDelivery('issue_comment', {
    action: 'created',
    issue: { number: 5 },
    comment: { id: 11, body: '/dreamos help', ...part },
    ...more,
  });

export const workflowRun = (part: object = {}, more: object = {}) =>
  makeDelivery('workflow_run', {
    action: 'completed',
    workflow_run: {
      name: 'CI',
      head_sha: SHA,
      head_branch: 'main',
      conclusion: 'failure',
      event: 'push',
      head_repository: { id: 7 },
      pull_requests: [],
      ...part,
    },
    ...more,
  });

export const suite = (part: object = {}, more: object = {}) =>
  makeDelivery('check_suite', {
    action: 'completed',
    check_suite: {
      head_sha: SHA,
      head_branch: 'main',
      conclusion: 'failure',
      app: { id: 1, slug: 'circle', name: 'Circle' },
      pull_requests: [],
      ...part,
    },
    ...more,
  });

export const checkRun = (action: string, part: object = {}, more: object = {}) =>
  makeDelivery('check_run', {
    action,
    check_run: {
      name: 'dreamos/watch',
      head_sha: SHA,
      app: { id: 4242, slug: 'dreamos', name: 'Dream.OS' },
      check_suite: { head_branch: 'main' },
      pull_requests: [],
      ...part,
    },
    ...more,
  });

export const installation = (action: string, more: object = {}) => ({
  ...makeDelivery('installation', { action, ...more }),
});

/** Each payload of `@octokit/webhooks-examples`, under the name of its event. Its main file is JSON, which no import takes. */
export function examples(): readonly Delivery[] {
  const events = createRequire(import.meta.url)('@octokit/webhooks-examples') as {
    name: string;
    examples: unknown[];
  }[];
  return events.flatMap(({ name, examples: payloads }) =>
    payloads.map((payload, index) => ({ id: `${name}-${index}`, name, payload })),
  );
}
