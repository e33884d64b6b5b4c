import { describe, expect, it } from '@jest/globals';
import type { Delivery } from '../../../src/adapters/github/delivery.ts';
import { toForgeEvent } from '../../../src/adapters/github/to-forge-event.ts';
import { ForgeEvent, factKey, type IgnoredEvent } from '../../../src/domain/forge-event.ts';
import {
  ALICE,
  checkRun,
  comment,
  inRepository,
  installation,
  issue,
  makeDelivery,
  pull,
  push,
  ROBOT,
  SELF,
  SHA,
  suite,
  US,
  workflowRun,
} from './payloads.ts';

const COMMON = {
  delivery: 'delivery-1',
  repo: { id: 7, owner: 'acme', name: 'widgets', installation: 9 },
  sender: { login: 'alice', isBot: false },
};
const BOB = { login: 'bob', isBot: false };
const PULL = { kind: 'pull', number: 3, sha: SHA, branch: 'topic', isFork: false, author: BOB, label: null };
const RED = { kind: 'ci-red', sha: SHA, branch: 'main', isDefault: true, name: 'CI' };

const hear = (delivery: Delivery, self = SELF) => toForgeEvent(delivery, self);
const label = { label: { name: 'dreamos:fix' } };

describe('toForgeEvent', () => {
  const told: readonly (readonly [string, Delivery, object])[] = [
    ['a push to the default branch', push(), { kind: 'push', branch: 'main', sha: SHA, isDefault: true }],
    [
      'a push to a branch with a slash in its name',
      push({ ref: 'refs/heads/feat/x' }),
      { kind: 'push', branch: 'feat/x', sha: SHA, isDefault: false },
    ],
    ['an opened pull request', pull('opened'), { ...PULL, action: 'opened' }],
    ['new commits', pull('synchronize'), { ...PULL, action: 'changed' }],
    ['one that is no draft any more', pull('ready_for_review'), { ...PULL, action: 'changed' }],
    ['another base', pull('edited', {}, { changes: { base: {} } }), { ...PULL, action: 'retargeted' }],
    [
      'another title',
      pull('edited', { title: 'fix: a', body: null }, { changes: { title: { from: 'a' } } }),
      { ...PULL, action: 'edited', was: { title: 'a', body: '' } },
    ],
    [
      'another text',
      pull('edited', { title: 'a', body: 'Fixes #1' }, { changes: { body: { from: null } } }),
      { ...PULL, action: 'edited', was: { title: 'a', body: '' } },
    ],
    ['a closed pull request', pull('closed'), { ...PULL, action: 'closed' }],
    ['a merged one', pull('closed', { merged: true }), { ...PULL, action: 'merged' }],
    ['a label', pull('labeled', {}, label), { ...PULL, action: 'labeled', label: 'dreamos:fix' }],
    [
      'a pull request of a fork',
      pull('opened', { head: { ref: 'main', sha: SHA, repo: { id: 8 } } }),
      { ...PULL, action: 'opened', branch: 'main', isFork: true },
    ],
    [
      'a pull request of a fork that is gone, by somebody who is gone',
      pull('opened', { head: { ref: 'x', sha: SHA, repo: null }, user: null }),
      { ...PULL, action: 'opened', branch: 'x', isFork: true, author: { login: 'ghost', isBot: false } },
    ],
    ['a ticked box', issue('edited'), { kind: 'issue', action: 'edited', number: 5, label: null }],
    [
      'a label of an issue',
      issue('unlabeled', label),
      { kind: 'issue', action: 'unlabeled', number: 5, label: 'dreamos:fix' },
    ],
    ['a closed issue', issue('closed'), { kind: 'issue', action: 'closed', number: 5, label: null }],
    [
      'a comment',
      comment(),
      { kind: 'comment', number: 5, isPull: false, comment: 11, body: '/dreamos help' },
    ],
    [
      'a comment on a pull request',
      comment({ issue: { number: 3, pull_request: { url: 'x' } } }),
      { kind: 'comment', number: 3, isPull: true, comment: 11, body: '/dreamos help' },
    ],
    ['a red workflow', workflowRun(), RED],
    ['a workflow that took too long', workflowRun({ conclusion: 'timed_out' }), RED],
    ['a red suite of another app', suite(), { ...RED, name: 'Circle' }],
    ['a green workflow', workflowRun({ conclusion: 'success' }), { kind: 'ci-green', sha: SHA, name: 'CI' }],
    [
      'a green suite of another app',
      suite({ conclusion: 'success', updated_at: '2026-11-24T10:00:00Z' }),
      { kind: 'ci-green', sha: SHA, name: 'Circle', round: '2026-11-24T10:00:00Z' },
    ],
    [
      'a red suite without a branch, but with a pull request of this repository',
      suite({ head_branch: null, pull_requests: [{ head: { ref: 'topic', repo: { id: 7 } } }] }),
      { ...RED, name: 'Circle', branch: 'topic', isDefault: false },
    ],
    [
      'our check, asked for again',
      checkRun('rerequested'),
      { kind: 'rerun', name: 'dreamos/watch', sha: SHA, branch: 'main' },
    ],
    [
      'our check, asked for again on a branch that is not told',
      checkRun('rerequested', { check_suite: { head_branch: null } }),
      { kind: 'rerun', name: 'dreamos/watch', sha: SHA, branch: null },
    ],
    [
      'all of our checks, asked for again',
      suite({ app: { id: 4242 } }, { action: 'rerequested' }),
      { kind: 'rerun', name: null, sha: SHA, branch: 'main' },
    ],
  ];
  it.each(told)('tells %s', (_, delivery, event) => {
    const result = hear(delivery);
    expect(result).toEqual({ status: 'events', events: [{ ...COMMON, ...event }] });
    if (result.status === 'events')
      for (const one of result.events) expect(ForgeEvent.parse(one)).toEqual(one);
  });

  it('tells one event for each repository of an installation', () => {
    const list = [
      { id: 1, full_name: 'acme/one' },
      { id: 2, full_name: 'acme/two.js' },
    ];
    const events = [
      { ...COMMON, kind: 'installed', repo: { id: 1, owner: 'acme', name: 'one', installation: 9 } },
      { ...COMMON, kind: 'installed', repo: { id: 2, owner: 'acme', name: 'two.js', installation: 9 } },
    ];
    expect(hear(installation('created', { repositories: list }))).toEqual({ status: 'events', events });
    const added = makeDelivery('installation_repositories', { action: 'added', repositories_added: list });
    expect(hear(added)).toEqual({ status: 'events', events });
    expect(hear(installation('created'))).toEqual({ status: 'events', events: [] });
  });

  it('tells each repository that the app may see no more', () => {
    const list = [{ id: 1, full_name: 'acme/one' }];
    const events = [
      { ...COMMON, kind: 'removed', repo: { id: 1, owner: 'acme', name: 'one', installation: 9 } },
    ];
    expect(hear(installation('deleted', { repositories: list }))).toEqual({ status: 'events', events });
    const taken = makeDelivery('installation_repositories', {
      ...{ action: 'removed', repositories_removed: list, repositories_added: [{ id: 2, full_name: 'a/b' }] },
    });
    expect(hear(taken)).toEqual({ status: 'events', events });
    expect(hear(installation('deleted'))).toEqual({ status: 'events', events: [] });
    const deleted = hear(makeDelivery('repository', { action: 'deleted' }));
    expect(deleted).toMatchObject({ status: 'events', events: [{ kind: 'removed', repo: { id: 7 } }] });
  });

  it('takes an installation of a great many repositories', () => {
    const repositories = Array.from({ length: 150_000 }, (_, id) => ({ id, full_name: `acme/r${id}` }));
    const result = hear(installation('created', { repositories }));
    expect(result.status === 'events' && result.events.length).toBe(150_000);
  });

  it("hears of what bots' pushes, pull requests and closed issues do, and of red CI whoever set it off", () => {
    for (const delivery of [
      push({ sender: ROBOT }),
      pull('opened', { user: ROBOT }, { sender: ROBOT }),
      issue('closed', { sender: ROBOT }),
      workflowRun({}, { sender: US }),
      workflowRun({ head_branch: 'dreamos/fix/tsc-12345678' }, { sender: US }),
    ])
      expect(hear(delivery).status).toBe('events');
  });

  it('hears comments of a bot that is named, and no other orders of it', () => {
    const self = { ...SELF, botsAllowed: (login: string) => login === 'renovate[bot]' };
    for (const order of [
      issue('edited', { sender: ROBOT }),
      pull('labeled', {}, { ...label, sender: ROBOT }),
      checkRun('rerequested', {}, { sender: ROBOT }),
    ])
      expect(hear(order, self)).toEqual({ status: 'ignored', why: 'bot' });
    expect(hear(comment({ sender: ROBOT }), self).status).toBe('events');
    expect(hear(comment({ sender: { login: 'other[bot]', type: 'Bot' } }), self)).toEqual({
      status: 'ignored',
      why: 'bot',
    });
    // Never our own, whatever is named.
    expect(hear(comment({ sender: US }), { ...SELF, botsAllowed: () => true })).toEqual({
      status: 'ignored',
      why: 'own-event',
    });
  });
});

describe('what toForgeEvent ignores', () => {
  const none = { installation: undefined };
  const ignored: Readonly<Record<IgnoredEvent, readonly Delivery[]>> = {
    'unknown-event': [
      makeDelivery('star', { action: 'created' }),
      makeDelivery('', {}),
      makeDelivery('constructor', {}),
      makeDelivery('__proto__', {}),
      makeDelivery('repository_dispatch', {}),
    ],
    'unknown-action': [
      pull('assigned'),
      pull('toString'),
      pull('edited', {}, { changes: {} }),
      issue('opened'),
      issue('deleted'),
      comment({ action: 'edited' }),
      comment({ action: 'deleted' }),
      workflowRun({}, { action: 'requested' }),
      suite({}, { action: 'requested' }),
      checkRun('requested_action'),
      installation('new_permissions_accepted'),
      installation('unsuspend'),
      makeDelivery('installation_repositories', { action: 'other' }),
      makeDelivery('repository', { action: 'edited' }),
    ],
    'bad-payload': [
      { id: 'x', name: 'push', payload: null },
      { id: 'x', name: 'push', payload: 'text' },
      { id: 'x', name: 'push', payload: [] },
      { id: 'x', name: 'installation', payload: undefined },
      push({ after: 'not a commit' }),
      push({ after: null }),
      push(inRepository({ full_name: '../etc' })),
      push(inRepository({ full_name: 'acme/..' })),
      push(inRepository({ id: 1.5 })),
      pull('opened', { number: '3' }),
      pull('labeled'),
      issue('labeled'),
      issue('closed', { issue: null }),
      comment({}, { body: null }),
      workflowRun({ head_sha: 'HEAD' }),
      suite({}, { check_suite: 1 }),
      checkRun('rerequested', { name: {} }),
      installation('created', { repositories: [{ id: 1, full_name: 'acme/one/two' }] }),
      makeDelivery('installation_repositories', { action: 'added', repositories_added: {} }),
    ],
    'no-installation': [
      push(none),
      comment(none),
      checkRun('rerequested', {}, none),
      installation('created', { ...none, repositories: [] }),
    ],
    'own-event': [
      push({ sender: US }),
      pull('opened', {}, { sender: US }),
      pull('labeled', {}, { ...label, sender: US }),
      issue('edited', { sender: US }),
      issue('closed', { sender: US }),
      comment({ sender: US }),
      comment({}, { performed_via_github_app: { id: 4242 } }),
      suite({ app: { id: 4242, slug: 'dreamos' } }),
      checkRun('created'),
      checkRun('completed'),
      checkRun('rerequested', {}, { sender: US }),
    ],
    bot: [
      comment({ sender: ROBOT }),
      // The name says it where the type does not.
      comment({ sender: { login: 'renovate[bot]' } }),
      pull('labeled', {}, { ...label, sender: ROBOT }),
      issue('labeled', { ...label, sender: ROBOT }),
      issue('edited', { sender: ROBOT }),
      checkRun('rerequested', {}, { sender: ROBOT }),
      suite({ app: { id: 4242 } }, { action: 'rerequested', sender: ROBOT }),
    ],
    archived: [push(inRepository({ archived: true })), comment(inRepository({ archived: true }))],
    disabled: [push(inRepository({ disabled: true })), workflowRun({}, inRepository({ disabled: true }))],
    'fork-repository': [
      push(inRepository({ fork: true })),
      // The fork's `main` is not ours.
      workflowRun({ head_repository: { id: 8 } }),
    ],
    'branch-deleted': [push({ deleted: true }), push({ after: '0'.repeat(40) })],
    tag: [
      push({ ref: 'refs/tags/v1' }),
      push({ ref: 'refs/tags/v1', deleted: true }),
      workflowRun({ event: 'release', head_branch: 'v1' }),
    ],
    'own-branch': [
      push({ ref: 'refs/heads/dreamos/fix/tsc-12345678' }),
      push({ ref: 'refs/heads/dreamos/lore', sender: ALICE }),
    ],
    'not-red': [
      workflowRun({ conclusion: 'success', head_branch: 'topic' }),
      workflowRun({ conclusion: null }),
      workflowRun({ conclusion: 'cancelled' }),
      workflowRun({ conclusion: 'startup_failure' }),
      suite({ conclusion: 'neutral' }),
      suite({ conclusion: 'success', head_branch: 'topic' }),
    ],
    'told-by-workflow': [suite({ app: { id: 15368, slug: 'github-actions', name: 'GitHub Actions' } })],
    'no-branch': [
      push({ ref: 'refs/notes/x' }),
      push({ ref: 'refs/heads/' }),
      workflowRun({ head_branch: null }),
      suite({ head_branch: null }),
      suite({ head_branch: null, pull_requests: [{ head: { ref: 'main', repo: { id: 8 } } }] }),
    ],
    'not-ours': [
      checkRun('rerequested', { app: { id: 1 } }),
      checkRun('completed', { app: { id: 1 } }),
      checkRun('completed', { app: null }),
      suite({}, { action: 'rerequested' }),
    ],
    suspended: [installation('suspend')],
    renamed: [
      makeDelivery('repository', { action: 'renamed' }),
      makeDelivery('repository', { action: 'transferred' }),
    ],
  };
  const each = Object.entries(ignored).flatMap(([why, list]) =>
    list.map((delivery, index) => [why, index, delivery] as const),
  );
  it.each(each)('%s (%i)', (why, _, delivery) => {
    expect(hear(delivery)).toEqual({ status: 'ignored', why });
  });
});

describe('factKey', () => {
  const key = (delivery: Delivery, id: string) => {
    const result = hear({ ...delivery, id });
    if (result.status !== 'events' || !result.events[0]) throw new Error('not told');
    return factKey(result.events[0]);
  };
  it('is one for what stays true, under whatever id it is told', () => {
    for (const delivery of [push(), comment(), workflowRun(), pull('closed', { merged: true })])
      expect(key(delivery, 'a')).toBe(key(delivery, 'b'));
  });

  it('is another one for what may happen again at the same commit', () => {
    const again = [
      pull('labeled', {}, label),
      pull('reopened'),
      issue('labeled', label),
      checkRun('rerequested'),
    ];
    for (const delivery of again) expect(key(delivery, 'a')).not.toBe(key(delivery, 'b'));
    expect(key(workflowRun({ name: 'CI' }), 'a')).not.toBe(key(workflowRun({ name: 'docs' }), 'a'));
  });

  const before = { before: 'b'.repeat(40) };
  const at = (pushed_at: number) => ({ ...before, ...inRepository({ pushed_at } as object) });
  const app = (id: number, updated_at: string) =>
    installation('created', {
      installation: { id, updated_at },
      repositories: [{ id: 1, full_name: 'acme/one' }],
    });
  it.each([
    ['another run of a workflow', workflowRun({ id: 1 }), workflowRun({ id: 2 })],
    ['a run that was started again', workflowRun({ id: 1 }), workflowRun({ id: 1, run_attempt: 2 })],
    ['a suite that ended again', suite({ updated_at: 'x' }), suite({ updated_at: 'y' })],
    ['a branch that was forced back', push(), push(before)],
    ['a branch that was forced back and forth', push(at(1)), push(at(2))],
    ['another installation', app(1, 'x'), app(2, 'x')],
    ['a repository that was added once more', app(1, 'x'), app(1, 'y')],
  ])('tells %s apart, and is one for each under whatever id', (_, first, second) => {
    expect(key(first, 'a')).not.toBe(key(second, 'a'));
    expect(key(first, 'a')).toBe(key(first, 'b'));
    expect(key(second, 'a')).toBe(key(second, 'b'));
  });
});
