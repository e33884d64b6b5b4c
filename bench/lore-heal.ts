/**
 * What lore costs a heal: a small broken repository with so many entries in its history, healed with lore and without, in
 * turns, by the built command. Own seconds are those beyond the checks and installs; medians. Wants a quiet machine.
 *
 *   npm run build && node bench/lore-heal.ts [entries, default 10000] [rounds, default 5]
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { commitEntries, LoreMaker } from './lore-corpus.ts';

const CLI = resolve(import.meta.dirname, '..', 'dist', 'dreamos.js');
const entries = Number(process.argv[2] ?? 10_000);
const rounds = Number(process.argv[3] ?? 5);
const FILES = {
  'package.json': '{"name":"made","private":true,"type":"module","scripts":{"test":"node t.js"}}\n',
  'src/slug.js': "export const slugfy = (title) => title.toLowerCase().replaceAll(' ', '-');\n",
  't.js': "import { slugify } from './src/slug.js';\nif (slugify('A B') !== 'a-b') throw new Error('no');\n",
};
const Answer = z.object({ status: z.string(), seconds: z.object({ total: z.number(), checks: z.number() }) });

const dir = mkdtempSync(join(tmpdir(), 'dreamos-bench-'));
for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}
git('init', '-q', '-b', 'main');
git('add', '-A');
git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '-qm', 'Start');
const maker = new LoreMaker(7);
await commitEntries(
  dir,
  Array.from({ length: entries }, () => maker.entry()),
);
git('reset', '-q', '--hard');

const ways = { with: ['heal'], without: ['heal', '--no-lore'] } as const;
const own = { with: [] as number[], without: [] as number[] };
process.stdout.write(`load ${loadavg().map((load) => load.toFixed(1))}, ${entries} entries\n`);
process.stdout.write(`first, which builds the index: ${heal(ways.with).toFixed(2)} s of our own\n`);
heal(ways.with);
for (let round = 0; round < rounds; round++)
  for (const way of ['with', 'without'] as const) own[way].push(heal(ways[way]));
for (const [way, taken] of Object.entries(own)) {
  const sorted = [...taken].sort((a, b) => a - b);
  process.stdout.write(
    `${way} lore: median ${sorted[Math.floor(rounds / 2)]?.toFixed(2)} s of our own, from ${sorted[0]?.toFixed(2)}\n`,
  );
}
rmSync(dir, { recursive: true, force: true });

/** Heals once and takes the branch away again, that each round has the same to do; lore that was written stays. */
function heal(words: readonly string[]): number {
  const ran = spawnSync(process.execPath, [CLI, '-C', dir, ...words, '--json', '--quiet'], {
    encoding: 'utf8',
  });
  const { status, seconds } = Answer.parse(JSON.parse(ran.stdout));
  if (status !== 'healed') throw new Error(`the heal ended ${status}`);
  const branches = git('for-each-ref', '--format=%(refname)', 'refs/heads/dreamos/fix')
    .split('\n')
    .filter(Boolean);
  for (const branch of branches) git('update-ref', '-d', branch);
  return seconds.total - seconds.checks;
}

function git(...words: string[]): string {
  return execFileSync('git', words, { cwd: dir, encoding: 'utf8' });
}
