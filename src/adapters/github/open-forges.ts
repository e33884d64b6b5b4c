import { setTimeout as sleep } from 'node:timers/promises';
import type { Probot } from 'probot';
import * as z from 'zod';
import type { RepoRef } from '../../domain/forge.ts';
import type { Forges } from '../../domain/steward.ts';
import type { Self } from './delivery.ts';
import { createForge } from './octokit-forge.ts';
import { openCalls } from './open-calls.ts';
import { ATTEMPT_MS, type Time } from './retry-call.ts';

const App = z.object({ id: z.number().int(), slug: z.string().min(1) });

/** For calls of the app itself, which are about no repository. */
export const NOWHERE: RepoRef = { id: 0, owner: '', name: '', installation: 0 };

export const REAL_TIME: Time = { now: Date.now, sleep: (ms) => sleep(ms), random: Math.random };

/** The deadline of what octokit asks for by itself, a token above all, which has none. */
export const fetchWithDeadline: typeof globalThis.fetch = (url, init) =>
  globalThis.fetch(url, { ...init, signal: init?.signal ?? AbortSignal.timeout(ATTEMPT_MS) });

/** Who the app is, asked of GitHub: proves that its id and key belong together. */
export async function readSelf(
  probot: Probot,
  time: Time = REAL_TIME,
): Promise<Pick<Self, 'appId' | 'slug'>> {
  const { id, slug } = await openCalls(await probot.auth(), NOWHERE, time).call('GET /app', App);
  return { appId: id, slug };
}

/** A forge for each repository that the app is installed in. */
export function openForges(
  probot: Probot,
  self: Pick<Self, 'appId' | 'slug'>,
  time: Time = REAL_TIME,
): Forges {
  return {
    self: `${self.slug}[bot]`,
    open: async (repo) => {
      const octokit = await probot.auth(repo.installation);
      return createForge({ octokit, repo, self, time, fetch: fetchWithDeadline });
    },
  };
}
