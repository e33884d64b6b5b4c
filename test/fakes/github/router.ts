import type { Answer, Call } from './call.ts';
import type { FakePermission } from './fake-github.ts';

/** Who may call a route. */
export type Need =
  /** Anybody with any token or none. */
  | { readonly kind: 'anyone' }
  | { readonly kind: 'person' }
  /** The app by its own key. */
  | { readonly kind: 'app' }
  | { readonly kind: 'installation' }
  | {
      readonly kind: 'repo';
      /** One of these permissions at this level; what the app's tokens need. */
      readonly app: readonly string[];
      readonly level: 'read' | 'write';
      /** What a person needs; null: apps only. */
      readonly person: FakePermission | null;
    };

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly need: Need;
  readonly run: (call: Call) => Answer | Promise<Answer>;
}

/** A route of a repository. `needs`: `contents:write`, `issues|pull_requests:read`. `person` is read where it is not said. */
export function repoRoute(
  method: string,
  path: string,
  needs: string,
  person: FakePermission | null,
  run: Route['run'],
): Route {
  const [names = '', level] = needs.split(':');
  const need: Need = {
    kind: 'repo',
    app: names.split('|'),
    level: level === 'write' ? 'write' : 'read',
    person,
  };
  return { method, path: `/repos/{owner}/{repo}${path}`, need, run };
}

/** What may hold a slash, written as it is. */
const LONG = new Set(['path', 'ref', 'branch', 'basehead']);

export interface Matched {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the first route that fits; names of its path come decoded. */
export function makeRouter(routes: readonly Route[]): (method: string, path: string) => Matched | null {
  const compiled = routes.map((route) => ({
    route,
    pattern: new RegExp(
      `^${route.path.replace(/\{(\w+)\}/g, (_, name) => `(?<${name}>${LONG.has(name) ? '.*' : '[^/]+'})`)}$`,
    ),
  }));
  return (method, path) => {
    for (const { route, pattern } of compiled) {
      if (route.method !== method) continue;
      const found = pattern.exec(path);
      if (found) return { route, params: decodeAll(found.groups ?? {}) };
    }
    return null;
  };
}

function decodeAll(groups: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decode(value)]));
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
