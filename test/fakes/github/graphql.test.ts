import { beforeAll, expect, it } from '@jest/globals';
import {
  asking,
  commit,
  git,
  makeHook,
  makeToken,
  makeWidgets,
  type Posted,
  type Widgets,
} from './make-github.ts';

let at: Widgets;
let posted: Posted[];
let node: string;
const REPO = '/repos/ann/widgets';
const READY = `mutation ($pull: ID!) {
  markPullRequestReadyForReview(input: { pullRequestId: $pull }) { pullRequest { isDraft } }
}`;
const FIELD = 'markPullRequestReadyForReview';
const isDraft = async () => (await at.asAnn(`GET ${REPO}/pulls/1`)).body.draft;

beforeAll(async () => {
  at = await makeWidgets({ checkItself: true });
  ({ posted } = await makeHook(at.github));
  await git(at.dir, 'checkout', '-q', '-b', 'fix');
  await commit(at.dir, { 'src/add.js': 'x\n' }, 'Fix');
  await git(at.dir, 'push', '-q', 'origin', 'fix');
  const made = await at.asApp(`POST ${REPO}/pulls`, { title: 'Fix', head: 'fix', base: 'main', draft: true });
  node = made.body.node_id;
});

it('refuses whoever may not write, in an answer of 200', async () => {
  const bob = at.github.addUser('bob');
  const narrow = await makeToken(at.github, at.installation, { permissions: { contents: 'write' } });
  for (const token of [bob.token, narrow]) {
    const { status, body } = await asking(at.github, token)('POST /graphql', {
      query: READY,
      variables: { pull: node },
    });
    expect([status, body.data[FIELD], body.errors[0].type]).toEqual([200, null, 'FORBIDDEN']);
  }
  const lost = await at.asApp('POST /graphql', { query: READY, variables: { pull: 'PR_none' } });
  expect(lost.body.errors[0].type).toBe('NOT_FOUND');
  expect((await asking(at.github)('POST /graphql', { query: READY, variables: { pull: node } })).status).toBe(
    401,
  );
  expect(await isDraft()).toBe(true);
});

it('makes a draft ready, once, and tells it', async () => {
  const ready = () => posted.filter(({ payload }) => payload.action === 'ready_for_review');
  for (let times = 0; times < 2; times += 1) {
    const { body } = await at.asApp('POST /graphql', { query: READY, variables: { pull: node } });
    expect(body).toEqual({ data: { [FIELD]: { pullRequest: { isDraft: false } } } });
  }
  await at.github.settled();
  expect(await isDraft()).toBe(false);
  expect(ready()).toHaveLength(1);
  expect(ready()[0]?.payload.pull_request.draft).toBe(false);
  expect(at.github.violations).toEqual([]);
  expect(at.github.mistakes).toEqual([]);
});

it('makes it a draft again', async () => {
  const query = READY.replace(FIELD, 'convertPullRequestToDraft');
  const { body } = await at.asApp('POST /graphql', { query, variables: { pull: node } });
  expect(body).toEqual({ data: { convertPullRequestToDraft: { pullRequest: { isDraft: true } } } });
  await at.github.settled();
  expect(await isDraft()).toBe(true);
  expect(posted.filter(({ payload }) => payload.action === 'converted_to_draft')).toHaveLength(1);
  expect(at.github.mistakes).toEqual([]);
});

it('holds anything else to be a call that GitHub does not have', async () => {
  await at.asApp('POST /graphql', { query: 'query { viewer { login } }' });
  await at.asApp('POST /graphql', { query: READY, variables: {} });
  expect(at.github.violations).toHaveLength(2);
  expect(at.github.violations[0]).toContain('viewer');
});
