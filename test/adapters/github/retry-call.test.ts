import { describe, expect, it } from '@jest/globals';
import {
  CALL_MS,
  type Failed,
  planRetry,
  retryCall,
  type Tried,
} from '../../../src/adapters/github/retry-call.ts';
import { isHarmless, ROUTES, type Route } from '../../../src/adapters/github/routes.ts';
import { toFailed } from '../../../src/adapters/github/to-failed.ts';

const failed = (status: number, more: Partial<Failed> = {}): Failed => ({
  status,
  isUndone: false,
  retryAfterMs: null,
  ...more,
});
const FIRST: Tried = { attempts: 1, spentMs: 0, isHarmless: true, random: 0.5 };
const WRITE: Tried = { ...FIRST, isHarmless: false };

describe('planRetry', () => {
  it.each([0, 408, 500, 502, 503, 504])('tries a harmless call again after %i', (status) => {
    expect(planRetry(failed(status), FIRST)).toBe(750);
  });

  it.each([301, 400, 401, 403, 404, 409, 410, 422])('does not try again after %i', (status) => {
    expect(planRetry(failed(status), FIRST)).toBeNull();
  });

  it.each([0, 408, 500, 502, 503])('never repeats a write that may have been done: %i', (status) => {
    expect(planRetry(failed(status), WRITE)).toBeNull();
  });

  it('repeats a write that cannot have been done', () => {
    expect(planRetry(failed(0, { isUndone: true }), WRITE)).toBe(750);
    expect(planRetry(failed(403, { isUndone: true, retryAfterMs: 5000 }), WRITE)).toBe(5500);
  });

  it('waits longer each time, and not for ever', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7].map((attempts) =>
      planRetry(failed(503), { ...FIRST, attempts, random: 0.999 }),
    );
    expect(waits).toEqual([1000, 1999, 3998, 7996, 15_992, null, null]);
  });

  it('waits as long as GitHub asks, and gives up where that is too long', () => {
    expect(planRetry(failed(429, { retryAfterMs: 60_000 }), FIRST)).toBe(60_500);
    expect(planRetry(failed(429, { retryAfterMs: 60_000 }), { ...FIRST, spentMs: 60_000 })).toBeNull();
    expect(planRetry(failed(429, { retryAfterMs: CALL_MS }), FIRST)).toBeNull();
    expect(planRetry(failed(503), { ...FIRST, spentMs: CALL_MS })).toBeNull();
  });
});

describe('retryCall', () => {
  it('ends within its deadline whatever happens, with the last error', async () => {
    let now = 0;
    let calls = 0;
    const time = {
      now: () => now,
      random: () => 0.9,
      sleep: async (ms: number) => {
        now += ms;
      },
    };
    const attempt = async () => {
      calls += 1;
      now += 29_000;
      throw new Error(`attempt ${calls}`);
    };
    const how = { isHarmless: true, toFailed: () => failed(0), time };
    await expect(retryCall(attempt, how)).rejects.toThrow('attempt 4');
    expect(now).toBeLessThan(CALL_MS + 30_000);
  });
});

describe('toFailed', () => {
  const NOW = 1_700_000_000_000;
  const thrown = (status: number, headers: object | null, message = 'no', url = 'https://x/repos/a/b') => ({
    status,
    message,
    request: { url },
    ...(headers ? { response: { headers } } : {}),
  });
  const read = (error: unknown, route = 'POST /repos/{owner}/{repo}/issues') => toFailed(error, NOW, route);

  it('knows a limit by what GitHub says of it, and other refusals by nothing', () => {
    expect(read(thrown(403, { 'retry-after': '7' }))).toEqual(
      failed(403, { isUndone: true, retryAfterMs: 7000 }),
    );
    const reset = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 30) };
    expect(read(thrown(429, reset))).toEqual(failed(429, { isUndone: true, retryAfterMs: 31_000 }));
    const said = 'You have exceeded a secondary rate limit.';
    expect(read(thrown(403, {}, said))).toEqual(failed(403, { isUndone: true, retryAfterMs: 60_000 }));
    expect(read(thrown(403, { 'x-ratelimit-remaining': '4999' }, 'Resource not accessible'))).toEqual(
      failed(403),
    );
    expect(read(thrown(503, { 'retry-after': '3' }))).toEqual(failed(503, { retryAfterMs: 3000 }));
  });

  it('tells no answer from an answer of 500, and what never left from what may have', () => {
    expect(read(thrown(500, {}))).toEqual(failed(500));
    expect(read(thrown(500, null))).toEqual(failed(0));
    const refused = { ...thrown(500, null), cause: { cause: { code: 'ECONNREFUSED' } } };
    expect(read(refused)).toEqual(failed(0, { isUndone: true }));
    const reset = { ...thrown(500, null), cause: { cause: { code: 'ECONNRESET' } } };
    expect(read(reset)).toEqual(failed(0));
    for (const odd of [null, undefined, 'text', new Error('x'), { status: 'x' }])
      expect(read(odd)).toEqual(failed(0));
  });

  it('knows that a call was never made when there was no token for it', () => {
    const url = 'https://x/app/installations/9/access_tokens';
    expect(read(thrown(502, {}, 'bad', url))).toEqual(failed(502, { isUndone: true }));
  });
});

describe('isHarmless', () => {
  it('counts no POST but those that leave nothing twice', () => {
    const posts = (Object.keys(ROUTES) as Route[]).filter((route) => route.startsWith('POST '));
    expect(posts.filter(isHarmless).map((route) => route.split('/').at(-1))).toEqual([
      'attempts',
      'access_tokens',
      'requested_reviewers',
      'graphql',
      'labels',
      'labels',
      'reactions',
    ]);
    expect(isHarmless('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}')).toBe(false);
    expect(isHarmless('PATCH /repos/{owner}/{repo}/issues/{issue_number}')).toBe(true);
  });
});
