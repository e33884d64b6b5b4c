import type { ProbotOctokit } from 'probot';
import type * as z from 'zod';
import { ForgeError, type RepoRef } from '../../domain/forge.ts';
import { ATTEMPT_MS, retryCall, type Time } from './retry-call.ts';
import { isHarmless, type Route } from './routes.ts';
import { toFailed, UnreadableAnswer } from './to-failed.ts';

export type Octokit = InstanceType<typeof ProbotOctokit>;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

/** Calls of one repository: each has a deadline, is retried where that is harmless, and is read by a schema. */
export interface Calls {
  call<T>(route: Route, schema: z.ZodType<T>, parameters?: CallParameters): Promise<T>;
  /** The same, but null for 404. */
  find<T>(route: Route, schema: z.ZodType<T>, parameters?: CallParameters): Promise<T | null>;
  /** All pages of a list, in GitHub's order, each item once though lists shift while they are read. */
  list<T extends { readonly id: number | string }>(
    route: Route,
    page: z.ZodType<readonly T[]>,
    parameters?: CallParameters,
  ): Promise<readonly T[]>;
  /** A page of a list that is read on by a cursor; `next` null: it is the last. */
  page<T>(
    route: Route,
    page: z.ZodType<T>,
    cursor: string | null,
  ): Promise<{ readonly items: T; readonly next: string | null }>;
  /** One mutation of GraphQL. An answer with `errors` is a failure, though its status is 200. */
  mutate(mutation: string, variables: Readonly<Record<string, string>>): Promise<void>;
  /** Where a call is redirected to; null for 404 and 410. */
  redirect(route: Route, parameters?: CallParameters): Promise<string | null>;
  readonly time: Time;
}
type CallParameters = Readonly<Record<string, unknown>> & { readonly isHarmless?: boolean };

const PAGE = 100;
/** A list that is longer is a fault, and not waited for: 30,000 items. */
const MOST_PAGES = 300;

export function openCalls(octokit: Octokit, repo: RepoRef, time: Time): Calls {
  const attempts = async <T>(
    route: Route,
    harmless: boolean,
    attempt: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    const failedAt = (error: unknown) => toFailed(error, time.now(), route);
    const timed = () => attempt(AbortSignal.timeout(ATTEMPT_MS));
    try {
      return await retryCall(timed, { isHarmless: harmless, toFailed: failedAt, time });
    } catch (error) {
      const { status, retryAfterMs } = failedAt(error);
      const said = error instanceof Error ? error.message : String(error);
      throw new ForgeError(`${route}: ${status || 'no answer'}: ${said}`, status, {
        cause: error,
        retryAfterMs,
      });
    }
  };
  const ask = <T>(route: Route, parameters: CallParameters, read: (answer: Answer) => T): Promise<T> => {
    const { isHarmless: harmless = isHarmless(route), request, ...rest } = parameters;
    return attempts(route, harmless, async (signal) => {
      const how = { ...(request as object | undefined), signal };
      const all = { ...(ofRepo(route) ? { owner: repo.owner, repo: repo.name } : {}), ...rest, request: how };
      return read((await octokit.request(route, all)) as Answer);
    });
  };
  const call: Calls['call'] = (route, schema, parameters = {}) =>
    ask(route, parameters, ({ data }) => readAs(schema, data));
  const find: Calls['find'] = (route, schema, parameters) =>
    call(route, schema, parameters).catch(nullFor(404));
  return {
    time,
    call,
    find,
    list: async (route, page, parameters = {}) => {
      const found = new Map<number | string, Awaited<ReturnType<typeof readPage>>['items'][number]>();
      const readPage = (number: number) =>
        ask(route, { ...parameters, per_page: PAGE, page: number }, ({ data, headers }) => ({
          items: readAs(page, data),
          isLast: !/rel="next"/.test(String(headers.link ?? '')),
        }));
      for (let number = 1; ; number += 1) {
        const { items, isLast } = await readPage(number);
        for (const item of items) if (!found.has(item.id)) found.set(item.id, item);
        if (isLast) return [...found.values()];
        if (number >= MOST_PAGES) throw new ForgeError(`${route}: more than ${MOST_PAGES} pages`, 0);
      }
    },
    page: (route, page, cursor) =>
      ask(route, { per_page: PAGE, ...(cursor === null ? {} : { cursor }) }, ({ data, headers }) => ({
        items: readAs(page, data),
        next: cursorIn(String(headers.link ?? '')),
      })),
    mutate: async (mutation, variables) => {
      // Not by its route: on a GitHub of one's own it stands beside REST, not below it, and octokit knows where.
      const attempt = (signal: AbortSignal) =>
        octokit.graphql(mutation, { ...variables, request: { signal } });
      await attempts('POST /graphql', isHarmless('POST /graphql'), attempt);
    },
    redirect: (route, parameters = {}) =>
      ask(route, { ...parameters, request: { redirect: 'manual' } }, ({ headers }) => {
        const location = headers.location;
        if (typeof location !== 'string') throw new UnreadableAnswer('no redirect');
        return location;
      }).catch(nullFor(404, 410)),
  };
}

/** What a path does not take would be sent in the body. */
function ofRepo(route: Route): boolean {
  return route.includes('{owner}');
}

function cursorIn(link: string): string | null {
  const next = /<([^>]*)>;\s*rel="next"/.exec(link)?.[1];
  return next === undefined ? null : new URL(next, 'https://github.invalid').searchParams.get('cursor');
}

/** For `catch`: what is not there is null. */
export function nullFor(...statuses: readonly number[]): (error: unknown) => null {
  return (error) => {
    if (error instanceof ForgeError && statuses.includes(error.status)) return null;
    throw error;
  };
}

function readAs<T>(schema: z.ZodType<T>, data: unknown): T {
  const read = schema.safeParse(data);
  if (read.success) return read.data;
  const [first] = read.error.issues;
  throw new UnreadableAnswer(`not as expected at ${first?.path.join('.') || 'the top'}: ${first?.message}`);
}
