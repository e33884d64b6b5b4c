import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openForges } from '../../src/adapters/github/open-forges.ts';
import { openProbot } from '../../src/adapters/github/open-probot.ts';
import type { CheckRunText, Forge } from '../../src/domain/forge.ts';
import { type App, createApp } from '../../src/entry/app/create-app.ts';
import { makeSteward } from '../entry/app/app-server.ts';
import { asking, commit, git, makeWidgets, urlWith, type Widgets } from '../fakes/github/make-github.ts';

let at: Widgets;
let forge: Forge;
let main: string;
let app: App;
const steward = makeSteward();
const time = { now: Date.now, random: () => 0, sleep: async () => {} };

beforeAll(async () => {
  at = await makeWidgets();
  main = await git(at.dir, 'rev-parse', 'HEAD');
  const { app: made, api, url } = at.github;
  const credentials = { appId: made.id, privateKey: made.privateKey, webhookSecret: made.webhookSecret };
  const { id, owner, name } = at.repo;
  const probot = openProbot({ ...credentials, api }, () => {});
  const forges = openForges(probot, { appId: made.id, slug: made.slug }, time);
  forge = await forges.open({ id, owner, name, installation: at.installation });
  const github = { url, api };
  app = await createApp({
    port: 0,
    host: '127.0.0.1',
    github,
    credentials,
    setUp: { github, publicUrl: null, manifest: {}, keep: async () => '' },
    openSteward: steward.open,
    log: () => {},
  });
  await app.ready;
  at.github.deliverTo(`${app.url}/api/github/webhooks`);
});
afterAll(async () => {
  // Every call of ours is one that GitHub's description allows.
  expect(at.github.violations).toEqual([]);
  expect(at.github.deliveries.filter(({ status, sent }) => sent > 0 && status !== 200)).toEqual([]);
  await app.close();
});

/** A branch of its own from main, pushed. */
async function branch(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  await git(at.dir, 'checkout', '-q', '-B', name, main);
  const sha = await commit(at.dir, files, `Change ${name}`);
  await git(at.dir, 'push', '-q', 'origin', name);
  return sha;
}

/** What the steward was handed since the last time, once all is delivered. */
async function heard() {
  await at.github.settled();
  return steward.received.splice(0);
}

const text = (part: Partial<CheckRunText> = {}): CheckRunText => ({
  status: 'in_progress',
  conclusion: null,
  title: 'Watching',
  summary: '**so far**',
  annotations: [],
  ...part,
});
const annotate = (count: number): CheckRunText['annotations'] =>
  Array.from({ length: count }, (_, line) => ({
    path: 'src/add.js',
    startLine: line + 1,
    endLine: line + 1,
    level: 'warning',
    title: `t${line}`,
    message: 'm',
  }));

describe('the repository', () => {
  it('tells what it is, who may do what, its files, and where its branches are', async () => {
    expect(forge.self).toBe(`${at.github.app.slug}[bot]`);
    expect(await forge.facts()).toEqual({
      isOther: false,
      defaultBranch: 'main',
      isArchived: false,
      isDisabled: false,
      isFork: false,
      isPrivate: false,
      cloneUrl: at.repo.cloneUrl,
      htmlUrl: `${at.github.url}/ann/widgets`,
    });
    at.github.addUser('bob');
    expect(await forge.permissionOf('ann')).toBe('admin');
    for (const permission of ['triage', 'write', 'maintain'] as const) {
      at.repo.setPermission('bob', permission);
      expect(await forge.permissionOf('bob')).toBe(permission);
    }
    expect(await forge.permissionOf('nobody-at-all')).toBe('none');
    expect(await forge.readFile('src/add.js', 'main')).toBe('a\nb\nc\nd\ne\nf\ng\nh\n');
    expect(await forge.readFile('src', 'main')).toBeNull();
    expect(await forge.readFile('none.js', main)).toBeNull();
    expect(await forge.branchHead('main')).toBe(main);
    expect(await forge.branchHead('mai')).toBeNull();
    const sha = await branch('feat/slash', { 'a b/ü.txt': 'x\n' });
    expect(await forge.branchHead('feat/slash')).toBe(sha);
    expect(await forge.readFile('a b/ü.txt', 'feat/slash')).toBe('x\n');
  });

  it('gives a token that pushes, and does nothing else', async () => {
    const token = await forge.gitToken();
    const sha = await git(at.dir, 'rev-parse', 'HEAD');
    await git(at.dir, 'push', '-q', urlWith(at.repo, token), 'HEAD:refs/heads/dreamos/fix/by-token');
    expect(await forge.branchHead('dreamos/fix/by-token')).toBe(sha);
    const asToken = asking(at.github, token);
    expect((await asToken('POST /repos/ann/widgets/issues', { title: 'x' })).status).toBe(403);
  });
});

describe('pull requests', () => {
  it('are opened, found, edited, and their lines told', async () => {
    await heard();
    const sha = await branch('dreamos/fix/one', {
      'src/add.js': 'a\nb\nc\nD\ne\nf\ng\nh\n',
      'new.txt': 'x\n',
    });
    const made = { head: 'dreamos/fix/one', base: 'main', title: 'Fix', body: 'Why', isDraft: true };
    const pull = await forge.openPull(made);
    expect(pull).toMatchObject({
      title: 'Fix',
      body: 'Why',
      state: 'open',
      isDraft: true,
      isMerged: false,
      author: { login: forge.self, isBot: true },
      head: { branch: 'dreamos/fix/one', sha, isFork: false },
      base: { branch: 'main', sha: main },
      mergedBy: null,
    });
    await expect(forge.openPull(made)).rejects.toMatchObject({ name: 'ForgeError', status: 422 });
    expect(await forge.pull(pull.number)).toEqual(pull);
    expect(await forge.pull(9999)).toBeNull();
    expect(await forge.pulls({ state: 'open', head: 'dreamos/fix/one' })).toEqual([pull]);
    expect(await forge.pulls({ state: 'open', head: 'no/such' })).toEqual([]);
    expect(await forge.pulls({ state: 'all', base: 'other' })).toEqual([]);
    const lines = await forge.pullLines(pull.number);
    expect(lines.get('new.txt')).toEqual([[1, 1]]);
    expect(lines.get('src/add.js')).toEqual([[1, 7]]);
    await forge.requestReviewers(pull.number, ['bob'], []);
    await forge.requestReviewers(pull.number, [], []);
    await forge.editPull(pull.number, { title: 'Fix it', state: 'closed' });
    expect(await forge.pull(pull.number)).toMatchObject({ title: 'Fix it', state: 'closed', body: 'Why' });
    // What we do ourselves is heard by nobody.
    expect(await heard()).toEqual([]);
  });

  it('are drafts until they are marked as ready, which is done once', async () => {
    await heard();
    await branch('dreamos/fix/draft', { 'draft.txt': 'x\n' });
    const made = { head: 'dreamos/fix/draft', base: 'main', title: 'Draft', body: '', isDraft: true };
    const { number } = await forge.openPull(made);
    const asked = () => at.github.requests.filter(({ path }) => path === '/graphql').length;
    await forge.markReady(number);
    expect(await forge.pull(number)).toMatchObject({ isDraft: false, state: 'open' });
    expect(asked()).toBe(1);
    await forge.markReady(number);
    expect(asked()).toBe(1);
    await at.github.settled();
    expect(at.github.deliveries.at(-1)).toMatchObject({ event: 'pull_request', action: 'ready_for_review' });
    expect(await heard()).toEqual([]);
    await forge.markDraft(number);
    await forge.markDraft(number);
    expect(await forge.pull(number)).toMatchObject({ isDraft: true, state: 'open' });
    expect(asked()).toBe(2);
    expect(await heard()).toEqual([]);
    await expect(forge.markReady(9999)).rejects.toMatchObject({ name: 'ForgeError', status: 404 });
  });

  it('of a person are heard, reviewed with suggestions, and merged', async () => {
    const sha = await branch('topic', { 'src/add.js': 'a\nb\nc\nd\ne\nf\ng\nH\n' });
    const { asAnn } = at;
    const { body: made } = await asAnn('POST /repos/ann/widgets/pulls', {
      title: 'Topic',
      head: 'topic',
      base: 'main',
    });
    const ann = { login: 'ann', isBot: false };
    const common = { kind: 'pull', number: made.number, sha, branch: 'topic', author: ann, sender: ann };
    expect(await heard()).toMatchObject([
      { kind: 'push', branch: 'topic', sha, isDefault: false },
      { ...common, action: 'opened', isFork: false, label: null },
    ]);
    const suggestion = { path: 'src/add.js', body: '```suggestion\nh\n```' };
    await forge.review(made.number, {
      sha,
      body: 'Two ways',
      suggestions: [
        { ...suggestion, startLine: 8, endLine: 8 },
        { ...suggestion, startLine: 7, endLine: 8 },
      ],
    });
    expect(await forge.reviews(made.number)).toMatchObject([
      { author: { login: forge.self }, body: 'Two ways' },
    ]);
    await forge.addLabels(made.number, ['dreamos']);
    expect((await forge.pull(made.number))?.labels).toEqual(['dreamos']);
    await asAnn(`PUT /repos/ann/widgets/pulls/${made.number}/merge`, { merge_method: 'squash' });
    expect(await forge.pull(made.number)).toMatchObject({ isMerged: true, state: 'closed', mergedBy: 'ann' });
    const merged = await heard();
    expect(merged).toHaveLength(2);
    expect(merged).toContainEqual(expect.objectContaining({ ...common, action: 'merged' }));
    expect(merged).toContainEqual(expect.objectContaining({ kind: 'push', branch: 'main', isDefault: true }));
  });
});

describe('issues', () => {
  it('are opened, labelled, edited, found by label, and heard when a person closes them', async () => {
    const issue = await forge.openIssue({ title: 'Cannot fix', body: 'B', labels: ['dreamos:needs-human'] });
    expect(issue).toMatchObject({ state: 'open', labels: ['dreamos:needs-human'], isPull: false });
    await forge.addLabels(issue.number, ['dreamos:stop', 'dreamos:stop']);
    await forge.removeLabel(issue.number, 'dreamos:stop');
    await forge.removeLabel(issue.number, 'dreamos:stop');
    await forge.editIssue(issue.number, { body: 'C' });
    expect(await forge.issue(issue.number)).toEqual({ ...issue, body: 'C' });
    expect(await forge.issue(9999)).toBeNull();
    const found = (state: 'open' | 'closed') => forge.issues({ label: 'dreamos:needs-human', state });
    expect((await found('open')).map(({ number }) => number)).toEqual([issue.number]);
    expect(await found('closed')).toEqual([]);
    expect(await heard()).toEqual([]);
    await at.asAnn(`PATCH /repos/ann/widgets/issues/${issue.number}`, { state: 'closed' });
    expect(await heard()).toMatchObject([{ kind: 'issue', action: 'closed', number: issue.number }]);
  });

  it('have labels to pick, each made once and then left as it is', async () => {
    const label = { name: 'dreamos:pick', color: '1d76db', description: 'Pick me.' };
    await forge.makeLabel(label);
    await at.asAnn('PATCH /repos/ann/widgets/labels/dreamos:pick', { color: 'ffffff' });
    await forge.makeLabel(label);
    expect((await at.asAnn('GET /repos/ann/widgets/labels/dreamos:pick')).body).toMatchObject({
      ...label,
      color: 'ffffff',
    });
    const long = { ...label, name: 'dreamos:long', description: 'x'.repeat(101) };
    await expect(forge.makeLabel(long)).rejects.toMatchObject({ name: 'ForgeError', status: 422 });
  });

  it('are listed where the app opened them, pull requests among them, whatever labels they have', async () => {
    const before = (await forge.issues({ state: 'all' })).map(({ number }) => number);
    await at.asAnn('POST /repos/ann/widgets/issues', { title: 'Hers', labels: ['dreamos'] });
    const { number } = await forge.openIssue({ title: 'Ours', body: '', labels: [] });
    await branch('dreamos/fix/listed', { 'listed.txt': 'x\n' });
    const made = { head: 'dreamos/fix/listed', base: 'main', title: 'Pull', body: 'B', isDraft: false };
    const pull = await forge.openPull(made);
    const { createdAt, htmlUrl } = pull;
    const listed = async () =>
      (await forge.issues({ state: 'all' })).filter((one) => !before.includes(one.number));
    const row = { number: pull.number, title: 'Pull', body: 'B', isPull: true, createdAt, htmlUrl };
    expect(await listed()).toMatchObject([
      { ...row, state: 'open', isMerged: false },
      { number, title: 'Ours', isPull: false, isMerged: false },
    ]);
    await at.asAnn(`PUT /repos/ann/widgets/pulls/${pull.number}/merge`, {});
    expect(await listed()).toMatchObject([{ ...row, state: 'closed', isMerged: true }, { number }]);
    expect((await forge.issues({ state: 'open' })).map((one) => one.number)).not.toContain(pull.number);
    await heard();
  });

  it('are listed whole, over many pages', async () => {
    const { number } = await forge.openIssue({ title: 'Long', body: '', labels: [] });
    for (let index = 0; index < 105; index += 1)
      await at.asAnn(`POST /repos/ann/widgets/issues/${number}/comments`, { body: `c${index}` });
    const bodies = (await forge.comments(number)).map(({ body }) => body);
    expect(bodies).toEqual(Array.from({ length: 105 }, (_, index) => `c${index}`));
    const events = await heard();
    expect(events.map((event) => event.kind === 'comment' && event.body)).toEqual(bodies);
  });

  it('are answered: comments, and reactions to them', async () => {
    const { number } = await forge.openIssue({ title: 'Talk', body: '', labels: [] });
    const mine = await forge.comment(number, 'one');
    expect(mine).toMatchObject({ author: { login: forge.self, isBot: true }, body: 'one' });
    await forge.editComment(mine.id, 'two');
    const { body: hers } = await at.asAnn(`POST /repos/ann/widgets/issues/${number}/comments`, {
      body: '/dreamos help',
    });
    await forge.react(hers.id, 'eyes');
    await forge.react(hers.id, 'eyes');
    const { body: reactions } = await at.asAnn(`GET /repos/ann/widgets/issues/comments/${hers.id}/reactions`);
    expect(reactions).toMatchObject([{ content: 'eyes' }]);
    expect((await forge.comments(number)).map(({ body }) => body)).toEqual(['two', '/dreamos help']);
    expect(await heard()).toMatchObject([
      { kind: 'comment', number, isPull: false, comment: hers.id, body: '/dreamos help' },
    ]);
  });
});

describe('checks', () => {
  it('are started, updated with all annotations, and found again', async () => {
    const run = await forge.startCheck({ name: 'dreamos/watch', sha: main, externalId: 'x1', text: text() });
    expect(run).toMatchObject({ status: 'in_progress', conclusion: null, isOurs: true, externalId: 'x1' });
    const done = text({ status: 'completed', conclusion: 'neutral', annotations: annotate(120) });
    await forge.updateCheck(run.id, done);
    await forge.updateCheck(run.id, done);
    const found = (await forge.checkRuns(main)).filter(({ id }) => id === run.id);
    expect(found).toEqual([{ ...run, status: 'completed', conclusion: 'neutral' }]);
    const path = `GET /repos/ann/widgets/check-runs/${run.id}/annotations?per_page=100`;
    expect((await at.asAnn(path)).body).toHaveLength(100);
    expect((await at.asAnn(`${path}&page=2`)).body).toHaveLength(20);
    expect(await heard()).toEqual([]);
  });

  it('survive an answer that is lost: nothing is shown twice', async () => {
    const match = /^PATCH \/repos\/ann\/widgets\/check-runs/;
    at.github.faults.add({ match, times: 1, drop: 'after', only: 'app' });
    at.github.faults.add({ match, times: 1, drop: 'before', only: 'app' });
    const whole = text({ status: 'completed', conclusion: 'failure', annotations: annotate(90) });
    const run = await forge.startCheck({ name: 'dreamos/proof', sha: main, externalId: 'x2', text: whole });
    const path = `GET /repos/ann/widgets/check-runs/${run.id}/annotations?per_page=100`;
    expect((await at.asAnn(path)).body).toHaveLength(90);
    expect((await forge.checkRuns(main))[0]).toMatchObject({ id: run.id, conclusion: 'failure' });
  });

  it('of the repository are heard, once, and their logs are read', async () => {
    await heard();
    const one = { sha: main, branch: 'main', name: 'CI' };
    at.repo.addWorkflowRun({ ...one, conclusion: 'success', log: 'fine\n' });
    const red = at.repo.addWorkflowRun({ ...one, conclusion: 'failure', log: 'FAIL src/add.js\n' });
    expect(await heard()).toMatchObject([
      { kind: 'ci-green', sha: main, name: 'CI' },
      { kind: 'ci-red', sha: main, branch: 'main', isDefault: true, name: 'CI' },
    ]);
    const runs = await forge.failedRuns(main);
    expect(runs).toMatchObject([{ id: red.id, name: 'CI', sha: main, conclusion: 'failure' }]);
    expect(await forge.runLog(red.id)).toBe('FAIL src/add.js\n');
  });
});

describe('faults', () => {
  it('of a moment are not noticed by who asks', async () => {
    const match = /^GET \/repos\/ann\/widgets$/;
    at.github.faults.add({ match, times: 2, status: 503, only: 'app' });
    at.github.faults.add({ match, times: 1, drop: 'before', only: 'app' });
    expect((await forge.facts()).defaultBranch).toBe('main');
  });

  it('in opening something are told, and it is there once', async () => {
    at.github.faults.add({ match: /^POST .*\/issues$/, times: 1, drop: 'after', only: 'app' });
    const wanted = { title: 'Once', body: '', labels: ['once'] };
    await expect(forge.openIssue(wanted)).rejects.toMatchObject({ name: 'ForgeError', status: 0 });
    expect(await forge.issues({ label: 'once', state: 'all' })).toHaveLength(1);
  });

  it('of a limit are waited for, and what was refused is done once', async () => {
    const body = { message: 'You have exceeded a secondary rate limit.' };
    const headers = { 'retry-after': '1' };
    at.github.faults.add({ match: /^POST .*\/issues$/, status: 403, headers, body, only: 'app' });
    await forge.openIssue({ title: 'Limit', body: '', labels: ['limit'] });
    expect(await forge.issues({ label: 'limit', state: 'all' })).toHaveLength(1);
  });
});

describe('deliveries', () => {
  it('sent again are known by their id', async () => {
    await branch('again', { 'x.txt': 'x\n' });
    const [first] = await heard();
    await at.github.redeliver(first?.delivery ?? '');
    expect(await heard()).toEqual([first]);
  });

  it('of another repository of the owner tell that the app came to it', async () => {
    const other = await at.github.addRepo('ann', 'other');
    at.github.install(other);
    expect(await heard()).toMatchObject([
      { kind: 'installed', repo: { owner: 'ann', name: 'other', id: other.id } },
    ]);
    at.github.uninstall(other);
    expect(await heard()).toMatchObject([{ kind: 'removed', repo: { id: other.id } }]);
  });
});
