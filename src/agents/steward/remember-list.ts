import type { Forge, Issue } from '../../domain/forge.ts';

/** A list is asked for again after so long, for people write too, milliseconds. */
export const REMEMBERED_MS = 10_000;

/** All that changes something on the forge, or begins work that takes minutes. */
const WRITES = [
  'openPull',
  'editPull',
  'markReady',
  'markDraft',
  'review',
  'openIssue',
  'editIssue',
  'addLabels',
  'removeLabel',
  'comment',
  'editComment',
  'startCheck',
  'updateCheck',
] as const satisfies readonly (keyof Forge)[];

/**
 * A forge, for one event, that asks once for the list of what is ours while nothing is written: one look at a repository needs it for
 * each incident, and after some years it has many pages.
 */
export function rememberList(forge: Forge, now: () => number): Forge {
  const lists = new Map<string, { readonly at: number; readonly rows: readonly Issue[] }>();
  const forgetting =
    (name: (typeof WRITES)[number]) =>
    async (...words: never[]) => {
      try {
        return await (forge[name] as (...words: never[]) => Promise<unknown>)(...words);
      } finally {
        lists.clear();
      }
    };
  return {
    ...forge,
    ...Object.fromEntries(WRITES.map((name) => [name, forgetting(name)])),
    issues: async (filter) => {
      const key = `${filter.state} ${filter.label ?? ''}`;
      const known = lists.get(key);
      if (known !== undefined && now() - known.at < REMEMBERED_MS) return known.rows;
      const at = now();
      const rows = await forge.issues(filter);
      lists.set(key, { at, rows });
      return rows;
    },
  };
}
