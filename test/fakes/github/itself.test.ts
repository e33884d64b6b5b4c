import { expect, it } from '@jest/globals';
import { asking, commit, git, makeKey, makeWidgets, urlWith } from './make-github.ts';

/** One long story that calls each route: the double must answer and tell as GitHub's description says. */
it('answers and tells what the description of GitHub says', async () => {
  const at = await makeWidgets({ checkItself: true });
  const { github, repo, ann, asAnn, asApp, dir } = at;
  const asKey = asking(github, makeKey(github), 'bearer');
  const bob = github.addUser('bob');
  const asBob = asking(github, bob.token);
  repo.setPermission('bob', 'write');
  const R = '/repos/ann/widgets';
  const failed: string[] = [];
  const ok = async (ask: typeof asApp, call: string, body?: unknown) => {
    const answer = await ask(call, body);
    if (answer.status >= 400) failed.push(`${call}: ${answer.status} ${answer.text}`);
    return answer.body;
  };
  for (const call of [
    '/app',
    '/app/hook/deliveries',
    '/app/installations',
    `/app/installations/${at.installation}`,
    `${R}/installation`,
  ])
    await ok(asKey, `GET ${call}`);
  await ok(asAnn, 'GET /user');
  await ok(asAnn, 'GET /user/repos');
  await ok(asAnn, 'POST /user/repos', { name: 'gadgets' });
  for (const call of ['/installation/repositories', '/users/ann', '/rate_limit'])
    await ok(asApp, `GET ${call}`);
  await git(dir, 'checkout', '-q', '-b', 'fix');
  const sha = await commit(dir, { 'src/add.js': 'a\nB\nc\n', 'b.bin': '\0\u0001' }, 'Fix');
  await git(dir, 'push', '-q', 'origin', 'fix');
  await ok(asAnn, `PUT ${R}/contents/docs/a%20b.md`, { message: 'Add', content: 'aGk=' });
  const file = await ok(asApp, `GET ${R}/contents/docs/a%20b.md`);
  await ok(asAnn, `PUT ${R}/contents/docs/a%20b.md`, { message: 'Edit', content: 'aG8=', sha: file.sha });
  await ok(asAnn, `POST ${R}/git/refs`, { ref: 'refs/heads/side', sha });
  await ok(asAnn, `PATCH ${R}/git/refs/heads/side`, {
    sha: await git(dir, 'rev-parse', 'main'),
    force: true,
  });
  for (const call of [
    ...['', '/branches', '/branches/fix', '/collaborators/bob/permission', '/collaborators', '/readme'],
    ...[
      '/contents/',
      '/contents/src',
      '/contents/src/add.js?ref=fix',
      '/git/ref/heads/fix',
      '/git/matching-refs/heads/',
    ],
    ...[
      '/commits',
      '/commits/fix',
      `/compare/main...fix`,
      `/git/commits/${sha}`,
      `/git/trees/fix?recursive=1`,
    ],
    ...[`/git/blobs/${await git(dir, 'rev-parse', 'fix:src/add.js')}`],
  ])
    await ok(asApp, `GET ${R}${call}`);
  await ok(asAnn, `DELETE ${R}/git/refs/heads/side`);
  // Issues
  await ok(asApp, `POST ${R}/issues`, { title: 'A', body: 'b', labels: ['dreamos'] });
  await ok(asAnn, `PATCH ${R}/issues/1`, { title: 'B', body: 'c', labels: ['bug'], assignees: ['bob'] });
  await ok(asAnn, `PATCH ${R}/issues/1`, { state: 'closed' });
  await ok(asAnn, `PATCH ${R}/issues/1`, { state: 'open' });
  const comment = await ok(asAnn, `POST ${R}/issues/1/comments`, { body: '/dreamos fix' });
  await ok(asApp, `POST ${R}/issues/comments/${comment.id}/reactions`, { content: 'eyes' });
  await ok(asApp, `POST ${R}/issues/1/reactions`, { content: 'rocket' });
  await ok(asAnn, `PATCH ${R}/issues/comments/${comment.id}`, { body: '/dreamos help' });
  await ok(asApp, `POST ${R}/labels`, { name: 'dreamos:fix', color: 'ff0000', description: 'x' });
  await ok(asApp, `PATCH ${R}/labels/dreamos%3Afix`, { color: '00ff00' });
  await ok(asApp, `POST ${R}/issues/1/labels`, { labels: ['dreamos:fix'] });
  await ok(asApp, `PUT ${R}/issues/1/labels`, { labels: ['dreamos:fix', 'bug'] });
  await ok(asApp, `DELETE ${R}/issues/1/labels/bug`);
  for (const call of [
    ...['/issues', '/issues/1', '/issues/1/comments', '/issues/comments', `/issues/comments/${comment.id}`],
    ...[
      `/issues/comments/${comment.id}/reactions`,
      '/issues/1/reactions',
      '/labels',
      '/labels/bug',
      '/issues/1/labels',
    ],
  ])
    await ok(asApp, `GET ${R}${call}`);
  await ok(asAnn, `DELETE ${R}/issues/comments/${comment.id}`);
  // Pull requests
  await ok(asApp, `POST ${R}/pulls`, {
    title: 'Fix',
    head: 'fix',
    base: 'main',
    body: 'Fixes #1',
    draft: false,
  });
  const head = await commit(dir, { 'src/add.js': 'a\nB\nC\n' }, 'More');
  await git(dir, 'push', '-q', 'origin', 'fix');
  await ok(asApp, `POST ${R}/issues/2/labels`, { labels: ['dreamos'] });
  await ok(asApp, `DELETE ${R}/issues/2/labels/dreamos`);
  await ok(asApp, `POST ${R}/issues/2/comments`, { body: 'On a pull request' });
  await ok(asApp, `PATCH ${R}/pulls/2`, { title: 'Fix it', body: 'Fixes #1.' });
  await ok(asApp, `PATCH ${R}/pulls/2`, { state: 'closed' });
  await ok(asApp, `PATCH ${R}/pulls/2`, { state: 'open' });
  await ok(asApp, `POST ${R}/pulls/2/requested_reviewers`, {
    reviewers: ['bob'],
    team_reviewers: ['makers'],
  });
  const review = await ok(asBob, `POST ${R}/pulls/2/reviews`, {
    ...{ event: 'COMMENT', body: 'Hm', commit_id: head },
    comments: [{ path: 'src/add.js', line: 2, side: 'RIGHT', body: 'Why?' }],
  });
  // Checks and CI
  const check = await ok(asApp, `POST ${R}/check-runs`, {
    name: 'dreamos/verify',
    head_sha: head,
    status: 'in_progress',
  });
  const annotation = {
    path: 'src/add.js',
    start_line: 1,
    end_line: 1,
    annotation_level: 'warning',
    message: 'm',
  };
  const output = { title: 'T', summary: 'S', annotations: [annotation] };
  await ok(asApp, `PATCH ${R}/check-runs/${check.id}`, { conclusion: 'success', output });
  await ok(asAnn, `POST ${R}/check-runs/${check.id}/rerequest`);
  await ok(asAnn, `POST ${R}/check-suites/${check.check_suite.id}/rerequest`);
  const run = repo.addWorkflowRun({ sha: head, branch: 'fix', name: 'CI', conclusion: 'failure', log: 'x' });
  const { jobs } = await ok(asApp, `GET ${R}/actions/runs/${run.id}/jobs`);
  for (const call of [
    ...['/pulls', '/pulls/2', '/pulls/2/files', '/pulls/2/commits', '/pulls/2/reviews', '/pulls/2/comments'],
    ...[`/pulls/2/reviews/${review.id}/comments`, '/pulls/2/requested_reviewers', `/commits/${head}/pulls`],
    ...[`/check-runs/${check.id}`, `/check-runs/${check.id}/annotations`, `/commits/${head}/check-runs`],
    ...[`/commits/${head}/check-suites`, `/check-suites/${check.check_suite.id}`],
    ...[`/check-suites/${check.check_suite.id}/check-runs`, '/actions/runs', `/actions/runs/${run.id}`],
    ...[`/actions/jobs/${jobs[0].id}`, `/actions/jobs/${jobs[0].id}/logs`, '/issues/2', '/issues?state=all'],
  ])
    await ok(asApp, `GET ${R}${call}`);
  await ok(asApp, `DELETE ${R}/pulls/2/requested_reviewers`, { reviewers: ['bob'] });
  await ok(asAnn, `PUT ${R}/pulls/2/merge`, { merge_method: 'squash' });
  await ok(asApp, `GET ${R}/pulls/2/merge`);
  await ok(asBob, `POST ${R}/forks`);
  const other = await github.addRepo('ann', 'other');
  github.install(other);
  await git(dir, 'push', '-q', urlWith(other, ann.token), 'main');
  other.rename('others');
  other.setArchived(true);
  other.setArchived(false);
  github.uninstall(other);
  await ok(asApp, 'DELETE /installation/token');
  github.uninstall(repo);
  await github.settled();
  expect(failed).toEqual([]);
  // There GitHub describes an account as a person and an enterprise at once.
  const mistakes = github.mistakes.filter((one) => !one.startsWith('GET /app/installations 200: /0/account'));
  expect([...new Set(mistakes)]).toEqual([]);
  expect(github.violations).toEqual([]);
});
