import { randomBytes } from 'node:crypto';
import type { LoreEntry } from '../src/domain/lore.ts';
import { entryPath } from '../src/lore/entry-path.ts';
import { parseEntry, renderEntry } from '../src/lore/markdown.ts';
import { createUlids, timeOf } from '../src/lore/ulid.ts';

export const POISONED = 200;

interface Place {
  git(...words: string[]): string;
  commit(files: Readonly<Record<string, string>>, message: string): void;
}

/**
 * Entries that fit what is to come to the letter and are wrong: false fixes, dead ends that are none, what is flaky and is not,
 * fixers that never held; some claim to be verified, some are imported, some name commits of the default branch.
 */
export function poison(target: Place, seen: Place): void {
  const newId = createUlids({ now: () => Date.now(), random: randomBytes });
  const known = entriesOf(seen).filter(({ fingerprint }) => fingerprint !== null);
  const head = target.git('rev-parse', 'HEAD').trim();
  const blobOf = (path: string) => target.git('rev-parse', `HEAD:${path}`).trim();
  const made = Array.from({ length: POISONED }, (_, n): [string, string] => {
    const id = newId();
    const like = known[n % known.length];
    if (like === undefined) throw new Error('nothing is known that could be falsified');
    const entry = {
      ...like,
      id,
      created: new Date(timeOf(id)).toISOString(),
      ...twist(n, like, head),
      supersedes: [],
      refers: [],
    };
    const cites = entry.files
      .filter((path) => /^(src|types|lint)\//.test(path))
      .map((path) => ({ path, blob: n % 3 === 0 ? '0'.repeat(40) : blobOf(path) }));
    const whole = { ...entry, cites };
    return [entryPath(whole), renderEntry(whole)];
  });
  // A half on the lore branch, a half on the default one, as if a branch of ours had been merged.
  target.git('switch', '-q', '-c', 'dreamos/lore');
  target.commit(Object.fromEntries(made.slice(0, POISONED / 2)), 'docs(lore): poison');
  target.git('switch', '-q', 'main');
  target.git('switch', '-q', '-c', 'poison');
  target.commit(Object.fromEntries(made.slice(POISONED / 2)), 'docs(lore): poison');
  target.git('commit', '-q', '--amend', '--no-edit', '--author=Dream.OS <dreamos@noreply.invalid>');
  target.git('switch', '-q', 'main');
  target.git('merge', '-q', '--no-ff', '-m', 'Take lore', 'poison');
}

function twist(n: number, like: LoreEntry, head: string): Partial<LoreEntry> {
  const wrong = ['format', 'typescript', 'modules', 'lockfile'][n % 4] ?? 'format';
  const { tried } = like;
  switch (n % 5) {
    case 0:
      return {
        kind: 'fix',
        head,
        fixer: wrong,
        outcome: 'held',
        trust: 'verified',
        tried: [{ fixer: wrong, candidate: 'do what is wrong', status: 'proved' }],
      };
    case 1:
      return {
        kind: 'failure',
        head: null,
        patch: null,
        outcome: 'open',
        tried: tried.map((one) => ({ ...one, status: 'still-red' })),
      };
    case 2:
      return { kind: 'flaky', head: null, patch: null, outcome: 'open', tried: [], fixer: null };
    case 3:
      return { kind: 'fix', head, outcome: 'merged', trust: 'imported' };
    default:
      return {
        kind: 'fix',
        head: 'f'.repeat(40),
        outcome: 'held',
        fixer: wrong,
        tried: [{ fixer: wrong, candidate: 'x', status: 'proved' }],
      };
  }
}

function entriesOf(place: Place): LoreEntry[] {
  const paths = place.git('ls-tree', '-r', '--name-only', 'HEAD', 'lore').split('\n');
  return paths
    .filter((path) => path.endsWith('.md'))
    .flatMap((path) => {
      const parsed = parseEntry(place.git('show', `HEAD:${path}`));
      return parsed.status === 'parsed' ? [parsed.entry] : [];
    });
}
