import { isUtf8 } from 'node:buffer';
import * as z from 'zod';
import type { Forge, RepoRef } from '../../domain/forge.ts';
import { Collaborator, factsAs } from './answers.ts';
import { type Calls, nullFor } from './open-calls.ts';
import { GIT_NEEDS } from './routes.ts';

const Content = z.union([
  z.object({ type: z.literal('file'), encoding: z.string(), content: z.string(), sha: z.string() }),
  // A folder, or something that is no file of this repository.
  z.array(z.unknown()),
  z.object({ type: z.string() }),
]);
const Blob = z.object({ encoding: z.literal('base64'), content: z.string() });
const Ref = z.object({ object: z.object({ sha: z.string() }) });
const Token = z.object({ token: z.string().min(1) });

type RepoPart = Pick<Forge, 'facts' | 'permissionOf' | 'readFile' | 'branchHead' | 'gitToken'>;

export function forgeRepo(calls: Calls, repo: RepoRef): RepoPart {
  return {
    facts: () => calls.call('GET /repos/{owner}/{repo}', factsAs(repo.id)),
    permissionOf: async (login) =>
      (await calls.find('GET /repos/{owner}/{repo}/collaborators/{username}/permission', Collaborator, {
        username: login,
      })) ?? 'none',
    readFile: async (path, ref) => {
      const found = await calls.find('GET /repos/{owner}/{repo}/contents/{path}', Content, { path, ref });
      if (found === null || !('encoding' in found)) return null;
      // Over 1 MB GitHub tells the content's name instead of the content.
      const { encoding, content } =
        found.encoding === 'base64'
          ? found
          : await calls.call('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', Blob, { file_sha: found.sha });
      return encoding === 'base64' ? toText(Buffer.from(content, 'base64')) : null;
    },
    branchHead: async (branch) => {
      const ref = await calls
        .find('GET /repos/{owner}/{repo}/git/ref/{ref}', Ref, { ref: `heads/${branch}` })
        // An empty repository has no branches at all, and says it in a way of its own.
        .catch(nullFor(409));
      return ref?.object.sha ?? null;
    },
    gitToken: async () => {
      const { token } = await calls.call('POST /app/installations/{installation_id}/access_tokens', Token, {
        installation_id: repo.installation,
        // By id: a name may have changed.
        repository_ids: [repo.id],
        permissions: GIT_NEEDS,
      });
      return token;
    },
  };
}

function toText(bytes: Buffer): string | null {
  return isUtf8(bytes) && !bytes.includes(0) ? bytes.toString('utf8') : null;
}
