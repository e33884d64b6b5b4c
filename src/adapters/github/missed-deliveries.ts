import type { Probot } from 'probot';
import * as z from 'zod';
import { ForgeError } from '../../domain/forge.ts';
import { Anything } from './answers.ts';
import { type Calls, openCalls } from './open-calls.ts';
import { NOWHERE, REAL_TIME } from './open-forges.ts';
import type { Time } from './retry-call.ts';

/** GitHub keeps deliveries for so long. */
const KEPT_MS = 3 * 24 * 3_600_000;
/** A thousand deliveries: who missed more begins with the newest of them. */
const MOST_PAGES = 10;
/** It is too old, or its repository or installation is gone. */
const GONE = [400, 404, 410, 422];

const Attempts = z.array(
  z
    .object({
      // Larger than a number holds exactly, on some day.
      id: z.union([z.number().int(), z.bigint()]).transform(String),
      guid: z.string(),
      delivered_at: z.string(),
      status_code: z.number(),
    })
    .transform(({ id, guid, delivered_at, status_code }) => ({
      ...{ id, guid, at: Date.parse(delivered_at) },
      isTaken: status_code >= 200 && status_code < 300,
    })),
);
type Attempt = z.infer<typeof Attempts>[number];
type Page = { readonly items: readonly Attempt[]; readonly next: string | null };

/**
 * Deliveries of the last days that GitHub could not bring are asked for again, oldest first: they come as any other does. Returns
 * how many.
 */
export async function askForMissed(probot: Probot, time: Time = REAL_TIME): Promise<number> {
  const calls = openCalls(await probot.auth(), NOWHERE, time);
  const since = time.now() - KEPT_MS;
  const newest = new Map<string, Attempt>();
  let cursor: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page: Page = await calls.page('GET /app/hook/deliveries', Attempts, cursor);
    const { items, next } = page;
    // Newest first: what a delivery came to in the end is what is met first.
    for (const one of items) if (one.at >= since && !newest.has(one.guid)) newest.set(one.guid, one);
    cursor = next;
    if (cursor === null || items.some(({ at }) => at < since)) break;
  }
  const missed = [...newest.values()].filter(({ isTaken }) => !isTaken).reverse();
  let again = 0;
  for (const { id } of missed) if (await askAgain(calls, id)) again += 1;
  return again;
}

/** False where GitHub will not bring this one any more; the others are asked for all the same. */
async function askAgain(calls: Calls, id: string): Promise<boolean> {
  try {
    await calls.call('POST /app/hook/deliveries/{delivery_id}/attempts', Anything, { delivery_id: id });
    return true;
  } catch (error) {
    if (error instanceof ForgeError && GONE.includes(error.status)) return false;
    throw error;
  }
}
