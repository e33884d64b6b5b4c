#!/usr/bin/env node
/**
 * Makes a fresh clone ready, then runs what it is given: installs when node_modules is missing or older than the
 * lockfile, and puts the project's own Node first. Plain JavaScript for the system's Node (>= 20).
 *
 *   node scripts/ready.mjs [--from-caller] <program> [arguments]
 *
 * `--from-caller` runs it in the folder that npm was called from, so that relative paths mean what the user meant.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, statSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(top, 'node_modules', '.bin');
const windows = process.platform === 'win32';

function isStale() {
  const stamp = join(top, 'node_modules', '.package-lock.json');
  const lockfile = join(top, 'package-lock.json');
  if (!existsSync(stamp)) return true;
  return existsSync(lockfile) && statSync(lockfile).mtimeMs > statSync(stamp).mtimeMs;
}

/** `npm ci` empties the folder first: through a link it would empty somebody else's. */
function isBorrowed() {
  return lstatSync(join(top, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function install() {
  if (isBorrowed()) {
    process.stderr.write(
      'node_modules is a link and not up to date: install where it points to, or remove the link.\n',
    );
    process.exit(3);
  }
  process.stderr.write('Installing dependencies (npm ci), once ...\n');
  const ran = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: top,
    stdio: ['ignore', 2, 2],
    shell: windows,
  });
  if (ran.status !== 0) {
    process.stderr.write('npm ci failed; see above. Is the npm registry reachable?\n');
    process.exit(3);
  }
}

const words = process.argv.slice(2);
const fromCaller = words[0] === '--from-caller';
if (fromCaller) words.shift();
if (isStale()) install();

const [program, ...args] = words;
// The first word that is no option is a script of ours, wherever it is run.
const script = args.findIndex((word) => !word.startsWith('-'));
const own = join(bin, windows ? `${program}.cmd` : program);
const child = spawn(
  existsSync(own) ? own : program,
  args.map((word, i) => (i === script ? resolve(top, word) : word)),
  {
    cwd: fromCaller ? (process.env.INIT_CWD ?? process.cwd()) : top,
    stdio: 'inherit',
    shell: windows,
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` },
  },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
child.on('error', (error) => {
  process.stderr.write(`${program} could not be started: ${error.message}\n`);
  process.exit(3);
});
