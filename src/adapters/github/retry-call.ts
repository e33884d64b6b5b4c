/** How a call failed, as far as it matters for trying again. */
export interface Failed {
  /** HTTP's, 0 where no answer came or it could not be read. */
  readonly status: number;
  /** True where GitHub cannot have done anything: no connection, no token, or refused for a limit. */
  readonly isUndone: boolean;
  /** How long GitHub asks us to wait; null where it does not. */
  readonly retryAfterMs: number | null;
}

export interface Tried {
  /** 1 after the first one failed. */
  readonly attempts: number;
  /** Since the first one began. */
  readonly spentMs: number;
  /** A second call changes nothing that the first one did not. */
  readonly isHarmless: boolean;
  /** In [0, 1): so that many who failed together do not come back together. */
  readonly random: number;
}

/** Of one attempt. */
export const ATTEMPT_MS = 30_000;
/** Of a call with all its attempts and waits. */
export const CALL_MS = 120_000;
const MOST_ATTEMPTS = 6;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 16_000;

/** How long to wait before the next attempt, in milliseconds; null: give up. Pure. */
export function planRetry(failed: Failed, { attempts, spentMs, isHarmless, random }: Tried): number | null {
  if (attempts >= MOST_ATTEMPTS) return null;
  if (!isPassing(failed) || !(isHarmless || failed.isUndone)) return null;
  const backoff = Math.min(FIRST_WAIT_MS * 2 ** (attempts - 1), LONGEST_WAIT_MS) * (0.5 + random / 2);
  // Never sooner than GitHub asks for: a caller that comes back too soon is shut out for longer.
  const wait = failed.retryAfterMs === null ? backoff : failed.retryAfterMs + random * FIRST_WAIT_MS;
  return spentMs + wait < CALL_MS ? Math.ceil(wait) : null;
}

/** True for what may be otherwise in a moment. */
function isPassing({ status, retryAfterMs }: Failed): boolean {
  return status === 0 || status === 408 || status >= 500 || retryAfterMs !== null;
}

export interface Time {
  now(): number;
  sleep(ms: number): Promise<void>;
  random(): number;
}

/** Tries until it succeeds or `planRetry` gives up; throws what the last attempt threw. */
export async function retryCall<T>(
  attempt: () => Promise<T>,
  how: { readonly isHarmless: boolean; readonly toFailed: (error: unknown) => Failed; readonly time: Time },
): Promise<T> {
  const { isHarmless, toFailed, time } = how;
  const start = time.now();
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      const tried = { attempts, spentMs: time.now() - start, isHarmless, random: time.random() };
      const wait = planRetry(toFailed(error), tried);
      if (wait === null) throw error;
      await time.sleep(wait);
    }
  }
}
