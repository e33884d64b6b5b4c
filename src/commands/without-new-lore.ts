import type { CommandContext } from '../domain/command.ts';
import type { FileChange } from '../domain/patch.ts';

/**
 * A change without the new entries of lore that travel with it. What is under `lore/` and is no clean new entry stays a
 * part of the change.
 */
export async function withoutNewLore(
  changes: readonly FileChange[],
  { machine }: Pick<CommandContext, 'machine'>,
): Promise<readonly FileChange[]> {
  const added = changes.filter(isAddedLore);
  if (added.length === 0) return changes;
  const [{ lintLore }, { createRedact }] = await Promise.all([
    import('../lore/lint.ts'),
    import('../lore/redact.ts'),
  ]);
  const files = added.map(({ path, after }) => ({ path, text: after, before: null }));
  const flawed = new Set(lintLore(files, createRedact(machine)).map(({ path }) => path));
  const entries = new Set(added.filter(({ path }) => !flawed.has(path)));
  return changes.filter((change) => !entries.has(change));
}

/** A whole new ordinary file with the name of an entry. */
function isAddedLore(change: FileChange): boolean {
  const isNew = change.before === null && change.beforeMode === null && change.renamedFrom === null;
  const isWhole = change.after !== null && !change.binary && change.hunks === undefined;
  const isPlain = (change.afterMode ?? '100644') === '100644';
  return isNew && isWhole && isPlain && /^lore\/\d{4}\/\d\d\/[^/]+\.md$/.test(change.path);
}
