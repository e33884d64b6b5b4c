import * as z from 'zod';
import { afterPush } from '../after-push.ts';
import { ZERO } from '../bare-repo.ts';
import { type Call, json, list, notFound, nothing, parseBody, Refusal, writerOf } from '../call.ts';
import { toGitCommit } from '../render/to-commit.ts';
import { apiOf } from '../render/to-repository.ts';
import { type Route, repoRoute } from '../router.ts';
import type { Json } from '../rows.ts';
import { nodeId } from '../world.ts';

/** The git data API, as far as branches are read and moved by it. */
export const refRoutes: readonly Route[] = [
  repoRoute('GET', '/git/ref/{ref}', 'contents:read', 'read', async (call) => {
    const name = refOf(call);
    const sha = await call.repo.git.ref(name);
    if (sha === null) throw notFound();
    return json(toRef(call, name, sha));
  }),
  repoRoute('GET', '/git/matching-refs/{ref}', 'contents:read', 'read', async (call) => {
    const prefix = refOf(call);
    const refs = [...(await call.repo.git.refs())].filter(([name]) => name.startsWith(prefix));
    return list(refs, ([name, sha]) => toRef(call, name, sha));
  }),
  repoRoute('POST', '/git/refs', 'contents:write', 'write', async (call) => {
    const { ref, sha } = parseBody(call, z.object({ ref: z.string(), sha: z.string() }));
    const { git } = call.repo;
    if (!/^refs\/(heads|tags)\/./.test(ref) || (await git.run(['check-ref-format', ref])).code !== 0)
      throw new Refusal(422, 'Reference name must start with refs/heads/ or refs/tags/');
    if ((await git.resolve(sha)) !== sha) throw new Refusal(422, 'Object does not exist');
    if ((await git.ref(ref)) !== null) throw new Refusal(422, 'Reference already exists');
    if (!(await git.updateRef(ref, sha, ZERO))) throw new Refusal(422, 'Reference cannot be created');
    await afterPush(call.world, call.repo, [{ ref, before: ZERO, after: sha }], writerOf(call));
    return json(toRef(call, ref, sha), 201);
  }),
  repoRoute('PATCH', '/git/refs/{ref}', 'contents:write', 'write', async (call) => {
    const { sha, force } = parseBody(call, z.object({ sha: z.string(), force: z.boolean().optional() }));
    const { git } = call.repo;
    const ref = refOf(call);
    const before = await git.ref(ref);
    if (before === null) throw new Refusal(422, 'Reference does not exist');
    if ((await git.resolve(sha)) !== sha) throw new Refusal(422, 'Object does not exist');
    if (force !== true && !(await git.contains(sha, before)))
      throw new Refusal(422, 'Update is not a fast forward');
    await git.updateRef(ref, sha, before);
    await afterPush(
      call.world,
      call.repo,
      before === sha ? [] : [{ ref, before, after: sha }],
      writerOf(call),
    );
    return json(toRef(call, ref, sha));
  }),
  repoRoute('DELETE', '/git/refs/{ref}', 'contents:write', 'write', async (call) => {
    const ref = refOf(call);
    const before = await call.repo.git.ref(ref);
    if (before === null) throw new Refusal(422, 'Reference does not exist');
    await call.repo.git.updateRef(ref, null, before);
    await afterPush(call.world, call.repo, [{ ref, before, after: ZERO }], writerOf(call));
    return nothing();
  }),
  repoRoute('GET', '/git/commits/{sha}', 'contents:read', 'read', async (call) => {
    const commit = await call.repo.git.commit(shaOf(call));
    if (commit === null) throw notFound();
    return json(toGitCommit(call.world, call.repo, commit));
  }),
  repoRoute('GET', '/git/trees/{sha}', 'contents:read', 'read', async (call) => {
    const { git } = call.repo;
    const tree = await git.parse(`${call.params.sha}^{tree}`);
    if (tree === null) throw notFound();
    const api = `${apiOf(call.world, call.repo)}/git`;
    const options = call.query.has('recursive') ? ['-r', '-t'] : [];
    const entries = await git.entriesBy(options, tree);
    const shown = entries.map(({ path, mode, type, sha, size }) => ({
      ...{ path, mode, type, sha, url: `${api}/${type}s/${sha}` },
      ...(type === 'blob' ? { size } : {}),
    }));
    return json({ sha: tree, url: `${api}/trees/${tree}`, tree: shown, truncated: false });
  }),
  repoRoute('GET', '/git/blobs/{sha}', 'contents:read', 'read', async (call) => {
    const sha = shaOf(call);
    const content = await call.repo.git.blob(sha).catch(() => null);
    if (content === null) throw notFound();
    const url = `${apiOf(call.world, call.repo)}/git/blobs/${sha}`;
    const facts = { sha, node_id: nodeId('B', sha), size: content.length, url };
    return json({ ...facts, content: content.toString('base64'), encoding: 'base64' });
  }),
];

const refOf = (call: Call): string => `refs/${call.params.ref ?? ''}`;

function shaOf(call: Call): string {
  const sha = call.params.sha ?? '';
  if (!/^[0-9a-f]{40}$/.test(sha)) throw notFound();
  return sha;
}

function toRef(call: Call, ref: string, sha: string): Json {
  const api = `${apiOf(call.world, call.repo)}/git`;
  return {
    ref,
    node_id: nodeId('REF', `${call.repo.id}${ref}`),
    url: `${api}/${ref}`,
    object: { sha, type: 'commit', url: `${api}/commits/${sha}` },
  };
}
