import * as z from 'zod';
import type { Failed } from './retry-call.ts';

/** What octokit throws: `status` is 500 too where no answer came at all, and only then there is no `response`. */
const Thrown = z.object({
  status: z.number(),
  message: z.string(),
  response: z.object({ headers: z.record(z.string(), z.unknown()) }).optional(),
  request: z.object({ url: z.string() }).optional(),
  cause: z.unknown().optional(),
});
/** What octokit throws for an answer of GraphQL with `errors`: its status was 200. */
const Refused = z.object({
  message: z.string(),
  headers: z.record(z.string(), z.unknown()),
  errors: z.array(z.object({ type: z.string().nullish() })).min(1),
});
/** By the first error's type. One without a type is a fault of GitHub's, and may pass. */
const STATUS_OF: Readonly<Record<string, number>> = {
  FORBIDDEN: 403,
  INSUFFICIENT_SCOPES: 403,
  RATE_LIMITED: 429,
  NOT_FOUND: 404,
};
const Caused = z.object({ code: z.string().optional(), cause: z.unknown().optional() });

/** An answer that is not what GitHub promises: cut off, or of somebody between us. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

/** The request never left, so nothing can have been done. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** GitHub asks for a minute at least where it names no time. */
const SECONDARY_MS = 60_000;
const TOKENS = /\/access_tokens$/;

export function toFailed(error: unknown, now: number, route: string): Failed {
  const { status, message, response, request, cause } = read(error);
  if (!response) return { status: 0, isUndone: NEVER_SENT.has(codeOf(cause)), retryAfterMs: null };
  const limitMs = status === 403 || status === 429 ? limitOf(response.headers, message, now) : null;
  const asked = status >= 500 ? retryAfter(response.headers) : null;
  // A call begins by getting a token, where there is none yet: when that fails, the call itself was never made.
  const hasNoToken = TOKENS.test(request?.url ?? '') && !TOKENS.test(route);
  return { status, isUndone: limitMs !== null || hasNoToken, retryAfterMs: limitMs ?? asked };
}

function read(error: unknown): z.infer<typeof Thrown> {
  const thrown = Thrown.safeParse(error);
  if (thrown.success) return thrown.data;
  const refused = Refused.safeParse(error);
  if (refused.success) {
    const { message, headers, errors } = refused.data;
    const type = errors[0]?.type;
    return { status: type ? (STATUS_OF[type] ?? 422) : 502, message, response: { headers } };
  }
  return { status: 0, message: error instanceof Error ? error.message : String(error) };
}

/** How long a limit lasts from now; null where it was refused for another reason. */
function limitOf(headers: Readonly<Record<string, unknown>>, message: string, now: number): number | null {
  const asked = retryAfter(headers);
  if (asked !== null) return asked;
  const reset = Number(headers['x-ratelimit-reset']);
  if (headers['x-ratelimit-remaining'] === '0' && reset > 0) return Math.max(0, reset * 1000 - now) + 1000;
  return /secondary rate limit|abuse detection/i.test(message) ? SECONDARY_MS : null;
}

/** Seconds, as GitHub writes it. */
function retryAfter(headers: Readonly<Record<string, unknown>>): number | null {
  const seconds = Number.parseFloat(String(headers['retry-after'] ?? ''));
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}

/** The code of the innermost cause that has one. */
function codeOf(cause: unknown): string {
  const caused = Caused.safeParse(cause);
  if (!caused.success) return '';
  return codeOf(caused.data.cause) || (caused.data.code ?? '');
}
