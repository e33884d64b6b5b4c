import type { App } from '../../src/entry/app/create-app.ts';
import type { FakeGitHub, FakeRepo, FakeUser } from '../../test/fakes/github/fake-github.ts';
import { startFakeGitHub } from '../../test/fakes/github/start-fake-github.ts';
import { openOfflineApp } from './open-app.ts';

/** A GitHub on this machine with one empty repository, and our app running and installed on it. */
export interface House {
  readonly github: FakeGitHub;
  readonly repo: FakeRepo;
  readonly maintainer: FakeUser;
  /** Somebody who may read what is public, no more. */
  readonly stranger: FakeUser;
  readonly app: App;
  /** Resolves when no delivery is under way and nothing is worked on. */
  calm(): Promise<void>;
  close(): Promise<void>;
}

export interface HouseOptions {
  /** Absolute folder for all that is kept; it is the caller's to remove. */
  readonly folder: string;
  /** Of the GitHub; by default any that is free. */
  readonly port?: number;
  /** Environment of the app and of its work. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A line an event. */
  readonly log: (line: string) => void;
}

export async function openHouse(options: HouseOptions): Promise<House> {
  const { folder, port } = options;
  const github = await startFakeGitHub({
    folder: `${folder}/github`,
    ...(port === undefined ? {} : { port }),
  });
  try {
    return await settleIn(github, options);
  } catch (error) {
    await github.close();
    throw error;
  }
}

async function settleIn(github: FakeGitHub, { folder, environment, log }: HouseOptions): Promise<House> {
  const maintainer = github.addUser('ada');
  const stranger = github.addUser('mallory');
  const repo = await github.addRepo('ada', 'widgets');
  const { app, calm } = await openOfflineApp(github, {
    ...{ dataDir: `${folder}/data`, environment, log, parallel: 1 },
  });
  github.install(repo);
  return {
    ...{ github, repo, maintainer, stranger, app, calm },
    close: async () => {
      await app.close();
      await github.close();
    },
  };
}
