import { type ChildProcessWithoutNullStreams, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import MiniSearch from 'minisearch';
import { stemmer } from 'stemmer';
import { toGitEnvironment } from '../src/adapters/git/environment.ts';
import { GitLore } from '../src/adapters/git/git-lore.ts';
import { findGitPlaces } from '../src/adapters/git/read-refs.ts';
import type { LoreHome, Progress } from '../src/domain/ports.ts';
import { type LoreIndex, openLoreIndex } from '../src/lore/index/open-index.ts';
import { commitEntries, LoreMaker, type MadeEntry } from './lore-corpus.ts';

/**
 * How quick lore is found, against SQLite's FTS5 over the same entries and MiniSearch with a stemmer over 10,000 of them.
 * Medians; the goals stand beside.
 *
 *   npm run build && node bench/lore-speed.ts [--entries 100000] [--alone] [--keep]
 *
 * `--alone` leaves the others out, which take most of the time.
 */
const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '100000' },
    alone: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});
const ENTRIES = Number(values.entries);
const FEW = Math.min(10_000, ENTRIES);
const CLI = resolve(import.meta.dirname, '..', 'dist', 'dreamos.js');
const SILENT: Progress = { step: () => ({ update() {}, done() {} }), note() {} };

if (!existsSync(CLI)) throw new Error('There is no dist/: npm run build');
const folder = mkdtempSync(join(tmpdir(), 'lore-speed-'));
const cache = join(folder, 'cache');
try {
  await measure();
} finally {
  if (values.keep) process.stdout.write(`\nkept ${folder}\n`);
  else rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const asker = new LoreMaker(99);
  const short = Array.from({ length: 500 }, () => asker.shortQuery());
  const failing = Array.from({ length: 500 }, () => asker.failingQuery());
  const repository = await makeRepository('large', ENTRIES);
  print(`${ENTRIES} entries, Node ${process.versions.node}, ${cpus().length} cores, load ${load()}\n`);
  print('| what | measured | goal |\n| --- | --: | --: |');

  const started = performance.now();
  let index = await openLoreIndex(toHome(repository), SILENT);
  row('build', seconds(performance.now() - started), '25 s');
  row('index on disk', `${(sizeOfIndex(repository) / 1e6).toFixed(1)} MB`, '35 MB');
  row('up-to-date check', ms(median(await times(200, () => index.refresh()))), '5 ms');
  index.close();

  const bare = median(starts(['-e', '0'], repository, ''));
  const cold = (query: string) => median(starts([CLI, 'lore', 'search', '--json'], repository, query)) - bare;
  row('start to first answer, short', `${ms(cold(short[0] ?? ''))} beyond Node's ${ms(bare)}`, '50 ms');
  row('start to first answer, failing test', ms(cold(failing[0] ?? '')), '80 ms');

  await measureMemory(repository, [...short, ...failing]);

  index = await openLoreIndex(toHome(repository), SILENT);
  const ask = (queries: readonly string[]) =>
    times(queries.length, (at) => index.search({ text: queries[at] ?? '', limit: 10 }));
  const before = { short: await ask(short), failing: await ask(failing) };
  row('warm, short p50, p99', both(before.short), '2, 25 ms');
  row('warm, failing test p50, p99', both(before.failing), '15, 100 ms');
  await measureUpdates(repository, index);
  const after = { short: await ask(short), failing: await ask(failing) };
  row('after 50 small updates, short', `${both(after.short)} (${ratio(before.short, after.short)})`, '1.5x');
  row(
    'after 50 small updates, failing',
    `${both(after.failing)} (${ratio(before.failing, after.failing)})`,
    '1.5x',
  );
  index.close();
  await measureMany(repository, short);

  print(`\nload at the end ${load()}`);
  if (!values.alone) await compare(before, short, failing);
}

interface Times {
  readonly short: readonly number[];
  readonly failing: readonly number[];
}

async function compare(ours: Times, short: readonly string[], failing: readonly string[]): Promise<void> {
  const maker = new LoreMaker(1);
  const entries = Array.from({ length: ENTRIES }, () => maker.entry());
  print(`\n| ${ENTRIES} entries | build | short p50, p99 | failing p50, p99 |\n| --- | --: | --: | --: |`);
  print(`| Dream.OS | see above | ${both(ours.short)} | ${both(ours.failing)} |`);
  await measureFts(entries, short, failing);
  print(`\n| ${FEW} entries | build | short p50, p99 | failing p50, p99 |\n| --- | --: | --: | --: |`);
  await measureOurs(short, failing);
  await measureMiniSearch(entries.slice(0, FEW), short, failing);
}

async function makeRepository(name: string, many: number): Promise<string> {
  const dir = join(folder, name);
  execFileSync('git', ['init', '-q', '-b', 'main', dir]);
  const maker = new LoreMaker(1);
  function* entries() {
    for (let n = 0; n < many; n++) yield maker.entry();
  }
  await commitEntries(dir, entries(), 'refs/heads/main', true);
  return dir;
}

function toHome(dir: string): LoreHome {
  const places = findGitPlaces(dir);
  if (places === null) throw new Error(`no repository at ${dir}`);
  const env = toGitEnvironment({ PATH: process.env.PATH ?? '' });
  return {
    source: new GitLore({ places, branch: 'dreamos/lore', env }),
    folders: [join(places.commonDir, 'dreamos', 'lore')],
  };
}

function sizeOfIndex(dir: string): number {
  const place = join(dir, '.git', 'dreamos', 'lore');
  return readdirSync(place).reduce((sum, name) => sum + statSync(join(place, name)).size, 0);
}

/** Wall-clock of 15 whole processes, after two that fill caches. */
function starts(words: readonly string[], cwd: string, input: string): number[] {
  const env = { PATH: process.env.PATH ?? '', HOME: cache, XDG_CACHE_HOME: cache };
  return Array.from({ length: 17 }, () => {
    const started = performance.now();
    const ended = spawnSync(process.execPath, words, { cwd, input, env });
    if (ended.status !== 0) throw new Error(String(ended.stderr));
    return performance.now() - started;
  }).slice(2);
}

async function measureMemory(dir: string, queries: readonly string[]): Promise<void> {
  const asked = openLines(dir);
  await asked.ask('a first question');
  const open = residentOf(asked.child);
  for (const query of queries) await asked.ask(query);
  row('memory open / after 1,000 queries', `${open} / ${residentOf(asked.child)} MB`, '80 / 130 MB');
  await asked.end();
}

function residentOf({ pid }: ChildProcessWithoutNullStreams): number {
  if (process.platform !== 'linux') return Number.NaN;
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}

/** A process that answers lines. */
function openLines(dir: string) {
  const env = { PATH: process.env.PATH ?? '', HOME: cache, XDG_CACHE_HOME: cache };
  const child = spawn(process.execPath, [CLI, 'lore', 'search', '--jsonl'], { cwd: dir, env });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (query: string): Promise<number> => {
    child.stdin.write(`${JSON.stringify({ id: 1, query, limit: 100 })}\n`);
    const answer = JSON.parse((await lines.next()).value ?? '{}') as { hits?: unknown[] };
    if (answer.hits === undefined) throw new Error(`no answer: ${JSON.stringify(answer)}`);
    return answer.hits.length;
  };
  const end = () => {
    const ended = once(child, 'close');
    child.stdin.end();
    return ended;
  };
  return { child, ask, end };
}

async function measureUpdates(dir: string, index: LoreIndex): Promise<void> {
  const maker = new LoreMaker(12345);
  const add = async (many: number) => {
    await commitEntries(
      dir,
      Array.from({ length: many }, () => maker.entry()),
    );
    const [took = 0] = await times(1, () => index.refresh());
    return took;
  };
  const ten: number[] = [];
  for (let n = 0; n < 9; n++) ten.push(await add(10));
  row('10 new entries', ms(median(ten)), '120 ms');
  const thousand: number[] = [];
  for (let n = 0; n < 5; n++) thousand.push(await add(1000));
  row('1,000 new entries', `${ms(median(thousand))} (slowest ${ms(Math.max(...thousand))})`, '600 ms');
  const small: number[] = [];
  for (let n = 0; n < 50; n++) small.push(await add(1 + (n % 3)));
  row('50 small updates', `${ms(median(small))} each (slowest ${ms(Math.max(...small))})`, '');
}

/** Eight processes ask while commits come in; each must see the newest. */
async function measureMany(dir: string, queries: readonly string[]): Promise<void> {
  const all = Array.from({ length: 8 }, () => openLines(dir));
  await Promise.all(all.map(({ ask }) => ask('a first question')));
  const took: number[] = [];
  let stale = 0;
  for (let round = 0; round < 5; round++) {
    const word = `zyx${'abcde'[round]}`;
    await commitEntries(dir, [{ path: `lore/many-${round}.md`, text: `# ${word}\n` }]);
    const seen = await Promise.all(all.map(({ ask }) => ask(word)));
    stale += seen.filter((many) => many !== 1).length;
    for (const query of queries.slice(round * 10, round * 10 + 10))
      await Promise.all(all.map(async ({ ask }) => took.push(...(await times(1, () => ask(query))))));
  }
  await Promise.all(all.map(({ end }) => end()));
  row('8 processes at once, short', `${both(took)}, ${stale} stale, 0 errors`, 'no error, none stale');
}

async function measureFts(
  entries: readonly MadeEntry[],
  short: readonly string[],
  failing: readonly string[],
): Promise<void> {
  const database = new DatabaseSync(join(folder, 'fts.sqlite'));
  database.exec(
    "pragma synchronous = off; create virtual table entry using fts5 (title, text, content = '', tokenize = 'porter unicode61'); begin",
  );
  const insert = database.prepare('insert into entry (rowid, title, text) values (?, ?, ?)');
  const started = performance.now();
  for (const [at, { text }] of entries.entries()) insert.run(at, ...toFields(text));
  database.exec('commit');
  const build = performance.now() - started;
  const search = database.prepare(
    'select rowid from entry where entry match ? order by bm25(entry, 2.4, 0.6) limit 10',
  );
  const ask = (queries: readonly string[]) =>
    times(queries.length, (at) => Promise.resolve(search.all(toMatch(queries[at] ?? ''))));
  const [some, few] = [short.slice(0, 100), failing.slice(0, 30)];
  print(`| FTS5, porter | ${seconds(build)} | ${both(await ask(some))} | ${both(await ask(few))} |`);
  database.close();
}

function toFields(text: string): [string, string] {
  const at = text.indexOf('\n# ');
  const end = text.indexOf('\n', at + 3);
  return [text.slice(at + 3, end), text.slice(end)];
}

function toMatch(query: string): string {
  const words = new Set(query.toLowerCase().match(/[a-z][a-z0-9]+/g) ?? []);
  return [...words].map((word) => `"${word}"`).join(' OR ');
}

async function measureOurs(short: readonly string[], failing: readonly string[]): Promise<void> {
  const dir = await makeRepository('small', FEW);
  const started = performance.now();
  const index = await openLoreIndex(toHome(dir), SILENT);
  const build = performance.now() - started;
  const ask = (queries: readonly string[]) =>
    times(queries.length, (at) => index.search({ text: queries[at] ?? '', limit: 10 }));
  print(`| Dream.OS | ${seconds(build)} | ${both(await ask(short))} | ${both(await ask(failing))} |`);
  index.close();
}

async function measureMiniSearch(
  entries: readonly MadeEntry[],
  short: readonly string[],
  failing: readonly string[],
): Promise<void> {
  const search = new MiniSearch<{ id: number; title: string; text: string }>({
    fields: ['title', 'text'],
    processTerm: (term) => stemmer(term.toLowerCase()),
  });
  const started = performance.now();
  search.addAll(
    entries.map(({ text }, id) => {
      const [title, body] = toFields(text);
      return { id, title, text: body };
    }),
  );
  const build = performance.now() - started;
  const ask = (queries: readonly string[]) =>
    times(queries.length, (at) => Promise.resolve(search.search(queries[at] ?? '')));
  const [some, few] = [short.slice(0, 200), failing.slice(0, 30)];
  print(`| MiniSearch, stems | ${seconds(build)} | ${both(await ask(some))} | ${both(await ask(few))} |`);
}

async function times(many: number, work: (at: number) => Promise<unknown>): Promise<number[]> {
  const took: number[] = [];
  for (let at = 0; at < many; at++) {
    const started = performance.now();
    await work(at);
    took.push(performance.now() - started);
  }
  return took;
}

function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}

function both(numbers: readonly number[]): string {
  return `${quantile(numbers, 0.5).toFixed(1)}, ${ms(quantile(numbers, 0.99))}`;
}

function ratio(before: readonly number[], after: readonly number[]): string {
  return `${(median(after) / median(before)).toFixed(2)}x`;
}

function ms(number: number): string {
  return `${number.toFixed(number < 10 ? 1 : 0)} ms`;
}

function seconds(number: number): string {
  return `${(number / 1000).toFixed(1)} s`;
}

/** Processes that wanted a core in the last minute: with more than there are cores, all times are longer. */
function load(): string {
  return (loadavg()[0] ?? 0).toFixed(1);
}

function row(what: string, measured: string, goal: string): void {
  print(`| ${what} | ${measured} | ${goal} |`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
