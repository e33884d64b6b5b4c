/**
 * Kills `dreamos heal` with signal 9 at random moments (fixed seed) and says whether the repository is byte-identical, a finished
 * branch and its note aside, and whether the next run clears temp.
 *
 *   node bench/kill-nine.ts [moments, default 30]
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const ENTRY = resolve(import.meta.dirname, '..', 'src', 'entry', 'cli.ts');
const moments = Number(process.argv[2] ?? 30);
const top = mkdtempSync(join(tmpdir(), 'kill-nine-'));
const repo = join(top, 'repo');
const temp = join(top, 'tmp');
const FILES = {
  'package.json': '{"name":"made","private":true,"type":"module","scripts":{"test":"node --test"}}\n',
  'src/slug.js': "export const slugfy = (title) => title.toLowerCase().replaceAll(' ', '-');\n",
  'test/slug.test.js':
    "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { slugify } from '../src/slug.js';\ntest('slugs', () => assert.equal(slugify('A B'), 'a-b'));\n",
};
const PERSON = ['-c', 'user.name=a', '-c', 'user.email=a@b'];
const git = (...words: string[]) =>
  execFileSync('git', [...PERSON, ...words], { cwd: repo, encoding: 'utf8' }).trim();

/** Hash of every file by path, links and folders too. */
function hashAll(dir: string, at = '', all = new Map<string, string>()): Map<string, string> {
  const path = join(dir, at);
  const stat = lstatSync(path);
  if (stat.isDirectory()) for (const name of readdirSync(path)) hashAll(dir, join(at, name), all);
  const text = stat.isSymbolicLink() ? readlinkSync(path) : stat.isFile() ? readFileSync(path) : '';
  return all.set(at, createHash('sha256').update(`${stat.mode}\0`).update(text).digest('hex'));
}

/** Paths that differ. Once a branch is finished, it, its note, their logs and their objects are what was asked for. */
function differences(before: Map<string, string>, after: Map<string, string>): string[] {
  const isDone = git('branch', '--list', 'dreamos/*') !== '';
  const asked = /^\.git(\/(objects|refs|logs)(\/.*)?)?$/;
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) =>
      before.get(path) !== after.get(path) &&
      !(isDone && asked.test(path) && (!before.has(path) || path.endsWith('notes/dreamos-proof'))),
  );
}

function heal(words: readonly string[], killAfterMs: number | null): Promise<number> {
  const started = performance.now();
  return new Promise((end) => {
    const env = { PATH: process.env.PATH ?? '', HOME: top, XDG_CACHE_HOME: join(top, 'cache'), TMPDIR: temp };
    const child = spawn(process.execPath, [ENTRY, ...words], { cwd: repo, stdio: 'ignore', env });
    if (killAfterMs !== null) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    child.on('close', () => end(performance.now() - started));
  });
}

/** Numbers in [0, 1) by a linear congruential generator: the same moments each time. */
function* random(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(repo, path)), { recursive: true });
  writeFileSync(join(repo, path), text);
}
mkdirSync(temp);
git('init', '-q', '-b', 'main');
git('add', '-A');
git('commit', '-qm', 'first');
const whole = await heal(['heal'], null);
await heal(['clean', '--branches'], null);
git('update-ref', '-d', 'refs/notes/dreamos-proof');
git('gc', '-q', '--prune=now');
const numbers = random(9);
let good = 0;
for (let i = 0; i < moments; i++) {
  const before = hashAll(repo);
  const at = numbers.next().value * whole;
  await heal(['heal'], at);
  const changed = differences(before, hashAll(repo));
  await heal(['clean', '--branches'], null);
  const left = readdirSync(temp).flatMap((name) => readdirSync(join(temp, name)));
  const isGood = changed.length === 0 && left.length === 0;
  if (isGood) good += 1;
  console.log(
    `${Math.round(at)} ms: ${isGood ? 'identical, temp cleared' : `changed ${changed}; left ${left}`}`,
  );
}
console.log(`${good} of ${moments} (a whole run takes ${Math.round(whole)} ms)`);
rmSync(top, { recursive: true, force: true });
process.exitCode = good === moments ? 0 : 1;
