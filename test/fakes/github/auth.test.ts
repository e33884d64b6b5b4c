import { beforeAll, describe, expect, it } from '@jest/globals';
import { asking, makeGitHub, makeKey, makeToken, makeWidgets, type Widgets } from './make-github.ts';

let at: Widgets;
beforeAll(async () => {
  at = await makeWidgets();
});

describe('who may call', () => {
  it('takes the app by its key, and refuses a key that is not its own, or is too old or too long', async () => {
    const github = await makeGitHub();
    const asKey = (key: string) => asking(github, key, 'bearer')('GET /app');
    const seconds = Math.floor(Date.now() / 1000);
    expect((await asKey(makeKey(github))).body).toMatchObject({ id: github.app.id, slug: github.app.slug });
    expect((await asKey(makeKey(github, { exp: seconds - 1 }))).status).toBe(401);
    expect((await asKey(makeKey(github, { exp: seconds + 3600 }))).status).toBe(401);
    expect((await asKey(makeKey(github, { iss: 7 }))).status).toBe(401);
    const [head, , signature] = makeKey(github).split('.');
    const other = Buffer.from(JSON.stringify({ iat: seconds, exp: seconds + 60, iss: github.app.id }));
    expect((await asKey(`${head}.${other.toString('base64url')}.${signature}`)).status).toBe(401);
  });

  it('refuses an unknown token, and does not show a private repository to others', async () => {
    const github = await makeGitHub();
    const ann = github.addUser('ann');
    const bob = github.addUser('bob');
    await github.addRepo('ann', 'secret', { isPrivate: true });
    await github.addRepo('ann', 'open');
    expect((await asking(github, 'ghp_nobody')('GET /repos/ann/open')).status).toBe(401);
    expect((await asking(github)('GET /repos/ann/open')).status).toBe(200);
    expect((await asking(github)('GET /repos/ann/secret')).status).toBe(404);
    expect((await asking(github, bob.token)('GET /repos/ann/secret')).status).toBe(404);
    expect((await asking(github, ann.token)('GET /repos/ann/secret')).body.private).toBe(true);
    expect((await asking(github, ann.token)('GET /user')).body.login).toBe('ann');
  });

  it('narrows a token to repositories and permissions', async () => {
    const { github, installation } = at;
    const other = await github.addRepo('ann', 'other', { isPrivate: true });
    expect(github.install(other)).toBe(installation);
    const narrow = asking(
      github,
      await makeToken(github, installation, { repositories: ['widgets'], permissions: { contents: 'read' } }),
    );
    expect((await narrow('GET /installation/repositories')).body.repositories).toHaveLength(1);
    expect((await narrow('GET /repos/ann/other')).status).toBe(404);
    expect((await narrow('GET /repos/ann/widgets/contents/README.md')).status).toBe(200);
    const write = await narrow('POST /repos/ann/widgets/issues', { title: 'x' });
    expect([write.status, write.body.message]).toEqual([403, 'Resource not accessible by integration']);
    const more = asking(github, makeKey(github), 'bearer');
    const asked = { permissions: { administration: 'write' } };
    expect((await more(`POST /app/installations/${installation}/access_tokens`, asked)).status).toBe(422);
    expect((await more('GET /repos/ann/widgets/installation')).body.id).toBe(installation);
    github.uninstall(other);
    expect((await more('GET /repos/ann/other/installation')).status).toBe(404);
  });

  it('does not let the app write where it is not installed, nor a reader write', async () => {
    const { github, asApp } = at;
    await github.addRepo('ann', 'elsewhere');
    expect((await asApp('GET /repos/ann/elsewhere')).status).toBe(200);
    expect((await asApp('POST /repos/ann/elsewhere/issues', { title: 'x' })).status).toBe(403);
    const bob = asking(github, github.addUser('bob').token);
    expect((await bob('POST /repos/ann/widgets/issues/1/labels', { labels: ['bug'] })).status).toBe(403);
    expect((await bob('PUT /repos/ann/widgets/contents/x', { message: 'x', content: '' })).status).toBe(403);
  });

  it('lets nobody write into what is archived', async () => {
    const { repo, asAnn, asApp } = at;
    repo.setArchived(true);
    expect((await asAnn('GET /repos/ann/widgets')).body.archived).toBe(true);
    expect((await asApp('POST /repos/ann/widgets/issues', { title: 'x' })).status).toBe(403);
    repo.setArchived(false);
    expect((await asApp('POST /repos/ann/widgets/issues', { title: 'x' })).status).toBe(201);
  });

  it('names roles of collaborators', async () => {
    const { github, repo, asApp } = at;
    for (const login of ['bob', 'cat', 'dan']) github.addUser(login);
    repo.setPermission('bob', 'maintain');
    repo.setPermission('cat', 'triage');
    const roleOf = async (login: string) => {
      const { body } = await asApp(`GET /repos/ann/widgets/collaborators/${login}/permission`);
      return [body.permission, body.role_name];
    };
    expect(await roleOf('ann')).toEqual(['admin', 'admin']);
    expect(await roleOf('bob')).toEqual(['write', 'maintain']);
    expect(await roleOf('cat')).toEqual(['read', 'triage']);
    expect(await roleOf('dan')).toEqual(['read', 'read']);
    expect((await asApp('GET /repos/ann/widgets/collaborators/nobody/permission')).status).toBe(404);
  });
});
