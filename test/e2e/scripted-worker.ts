/**
 * Stands for the program that works, in the story of `app-story.ts`: it looks at the files instead of running them, and tells
 * what the real one told of them once (`story-outcomes.json`). What it writes into the mirror is written by git.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WorkRequest, type WorkResult } from '../../src/domain/work-order.ts';

const FIX = 'dreamos/fix/test-4c4e7761';
const LORE = 'dreamos/lore';
const ENTRY = 'lore/entries.md';

const { dir, order } = WorkRequest.parse(JSON.parse(readFileSync(0, 'utf8')));
const told = JSON.parse(readFileSync(new URL('./story-outcomes.json', import.meta.url), 'utf8'));

function git(words: readonly string[], input?: string, env: Readonly<Record<string, string>> = {}): string {
  const who = { NAME: 'Dream.OS', EMAIL: 'dreamos@noreply.invalid' };
  const all = {
    ...{ GIT_AUTHOR_NAME: who.NAME, GIT_AUTHOR_EMAIL: who.EMAIL },
    ...{ GIT_COMMITTER_NAME: who.NAME, GIT_COMMITTER_EMAIL: who.EMAIL },
    ...{ GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', PATH: process.env.PATH ?? '' },
  };
  const stdio: ['pipe', 'pipe', 'ignore'] = ['pipe', 'pipe', 'ignore'];
  return execFileSync('git', words, { cwd: dir, env: { ...all, ...env }, input: input ?? '', stdio })
    .toString()
    .trim();
}

function ask(...words: readonly string[]): string | null {
  try {
    return git(words);
  } catch {
    return null;
  }
}

/** A commit with one file otherwise, on top of another. Written again it is the same one. */
function write(
  branch: string,
  { parent, path, text }: { parent: string; path: string; text: string },
): string {
  const index = { GIT_INDEX_FILE: join(dir, 'story-index'), GIT_AUTHOR_DATE: DATE, GIT_COMMITTER_DATE: DATE };
  git(['read-tree', parent], undefined, index);
  const blob = git(['hash-object', '-w', '--stdin'], text);
  git(['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`], undefined, index);
  const commit = git(
    ['commit-tree', git(['write-tree'], undefined, index), '-p', parent, '-m', 'Story'],
    '',
    index,
  );
  git(['update-ref', `refs/heads/${branch}`, commit]);
  return commit;
}
const DATE = '2026-01-01T00:00:00Z';

/** One line more on the lore branch, unless it says so already. */
function remember(line: string): number {
  const tip = ask('rev-parse', '--verify', '--quiet', `refs/heads/${LORE}`);
  const known = tip === null ? '' : `${ask('show', `${tip}:${ENTRY}`) ?? ''}\n`;
  if (known.split('\n').includes(line)) return 0;
  write(LORE, { parent: tip ?? git(['rev-parse', 'HEAD']), path: ENTRY, text: `${known}${line}\n` });
  return 1;
}

function heal(): WorkResult {
  const base = git(['rev-parse', 'HEAD']);
  const slug = ask('show', `${base}:slug.js`) ?? '';
  const isTaxed = ask('cat-file', '-e', `${base}:tax.js`) !== null;
  const status = slug.includes('slugfy') ? 'healed' : isTaxed ? 'escalated' : 'green';
  const fixed = { parent: base, path: 'slug.js', text: `${slug.replace('slugfy', 'slugify')}\n` };
  const commit = status === 'healed' ? write(FIX, fixed) : '';
  if (status !== 'green') remember(`${status} ${base}`);
  return {
    kind: 'heal',
    outcome: JSON.parse(
      JSON.stringify(told[status]).replaceAll('{base}', base).replaceAll('{commit}', commit),
    ),
  };
}

function work(): WorkResult {
  switch (order.kind) {
    case 'checks':
      return {
        kind: 'checks',
        checks: ask('cat-file', '-e', 'HEAD:.github/dreamos.yml') === null ? [] : told.checks,
      };
    case 'heal':
      return heal();
    case 'settle':
      return { kind: 'settle', moved: remember('merged') };
    default:
      return { kind: 'error', code: 'internal', message: 'This is not in the story.', hint: '' };
  }
}

process.stdout.write(JSON.stringify(work()));
