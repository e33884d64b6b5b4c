import { join } from 'node:path';
import type { FakeUser } from '../../test/fakes/github/fake-github.ts';
import { type House, openHouse } from '../offline-github/open-house.ts';
import { Story } from './github-story.ts';
import type { Stage } from './stage.ts';

/** The whole loop on a GitHub in a box: from the first push to the dashboard. */
export async function playGitHub(stage: Stage, { isServed }: { isServed: boolean }): Promise<void> {
  const house = await openHouse({
    folder: join(stage.folder, 'house'),
    environment: { ...process.env, XDG_CACHE_HOME: join(stage.folder, 'cache') },
    log: (line) => stage.tell(`app: ${line}`),
  });
  try {
    await new Story(stage, house).play();
    if (isServed) await serve(stage, house);
  } finally {
    await house.close();
  }
}

/** Says how a person goes on by git and curl, and stays until it is interrupted. */
async function serve(stage: Stage, { github, repo, maintainer, stranger }: House): Promise<void> {
  const cloneAs = ({ login, token }: FakeUser) => repo.cloneUrl.replace('://', `://${login}:${token}@`);
  stage.say(`It stays up until Ctrl-C: ${github.url}/${repo.owner}/${repo.name}`);
  stage.tell(`git clone ${cloneAs(maintainer)}`);
  stage.tell(
    `curl -H 'Authorization: Bearer ${maintainer.token}' ${github.api}/repos/${repo.owner}/${repo.name}/pulls`,
  );
  stage.tell(`token of the maintainer, ${maintainer.login}: ${maintainer.token}`);
  stage.tell(`token of the stranger, ${stranger.login}: ${stranger.token}`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
