import * as z from 'zod';
import type { Json, RepoRow, UserRow } from './rows.ts';
import type { Who, World } from './world.ts';

/** One request of the REST API, after who may do what was looked at. */
export interface Call {
  readonly world: World;
  readonly who: Who;
  readonly method: string;
  /** Without prefix and query. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly accept: string;
  /** The repository of `/repos/{owner}/{repo}`; asking for it elsewhere is a mistake of the double. */
  readonly repo: RepoRow;
}

export type Answer =
  | {
      readonly kind: 'json';
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'none'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'text'; readonly status: number; readonly type: string; readonly text: string | Buffer }
  | {
      readonly kind: 'list';
      readonly items: readonly unknown[];
      /** Called with a page of the items and how many there are in all. */
      readonly wrap: (page: readonly unknown[], total: number) => unknown;
      /** Made of rows of a page only: what is dear to render is rendered when it is shown. */
      readonly render: (item: never) => unknown;
    };

export const json = (body: unknown, status = 200): Answer => ({ kind: 'json', status, body });
export const nothing = (status = 204, headers = {}): Answer => ({ kind: 'none', status, headers });
export const text = (type: string, content: string | Buffer): Answer => ({
  kind: 'text',
  status: 200,
  type,
  text: content,
});

export function list<T>(items: readonly T[], render: (item: T) => unknown, name?: string): Answer {
  const wrap = (page: readonly unknown[], total: number): unknown =>
    name === undefined ? page : { total_count: total, [name]: page };
  return { kind: 'list', items, wrap, render };
}

/** An answer that is no success. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: Json;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, more: Json = {}, headers = {}) {
    super(message);
    this.status = status;
    this.body = {
      message,
      ...more,
      documentation_url: 'https://docs.github.com/rest',
      status: String(status),
    };
    this.headers = headers;
  }
}

export const notFound = (): Refusal => new Refusal(404, 'Not Found');

export function invalid(resource: string, field: string, code: string, message?: string): Refusal {
  const error = { resource, field, code, ...(message === undefined ? {} : { message }) };
  return new Refusal(422, 'Validation Failed', { errors: [error] });
}

/** The body by a schema, or 422 as GitHub words it. Unknown keys are left out, as there. */
export function parseBody<T>(call: Call, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(call.body ?? {});
  if (parsed.success) return parsed.data;
  throw new Refusal(422, `Invalid request.\n\n${z.prettifyError(parsed.error)}`);
}

/** A number of the path; 404 where it is none. */
export function numberOf(call: Call, name: string): number {
  const number = Number(call.params[name]);
  if (!Number.isSafeInteger(number)) throw notFound();
  return number;
}

/** Who writes: a person, or the app's own account. */
export function writerOf(call: Call): UserRow {
  if (call.who.kind === 'user' || call.who.kind === 'installation') return call.who.user;
  throw new Refusal(401, 'Requires authentication');
}
