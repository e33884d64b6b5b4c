import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { COMPILED } from '../../compiled.ts';
import { makeFolder, TOP } from '../../make.ts';

const ENTRY = join(TOP, 'src', 'entry', 'cli.ts');

export interface Survived {
  readonly exit: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What `--json` printed; an empty object without it. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what the tests assert.
  readonly json: any;
  /** Absolute temp folder of this run. */
  readonly temp: string;
}

export interface HealOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly temp?: string;
  /** Words before `node`: another user, limits, a mount. */
  readonly wrap?: readonly string[];
  /** Told the process's id when it has started. */
  readonly onStart?: (pid: number) => void;
}

const cache = makeFolder();

/** Environment of a user with a home, a cache and a temp folder of this test's own. */
function environmentOf(temp: string): Record<string, string> {
  return { ...COMPILED, PATH: process.env.PATH ?? '', HOME: cache, XDG_CACHE_HOME: cache, TMPDIR: temp };
}

/** Types a command as a user would, with a temp folder of its own to look into afterwards. */
export function heal(dir: string, words: readonly string[], options: HealOptions = {}): Promise<Survived> {
  const temp = options.temp ?? join(makeFolder(), 'tmp');
  mkdirSync(temp, { recursive: true });
  const [program = '', ...args] = [
    ...(options.wrap ?? []),
    process.execPath,
    ENTRY,
    ...words.slice(0, 1),
    '--quiet',
    ...words.slice(1),
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: dir,
      env: { ...environmentOf(temp), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => (said.stdout += chunk));
    child.stderr.on('data', (chunk) => (said.stderr += chunk));
    child.on('error', reject);
    child.on('spawn', () => options.onStart?.(child.pid ?? 0));
    child.on('close', (exit, signal) => {
      const json = words.includes('--json') && said.stdout.startsWith('{') ? JSON.parse(said.stdout) : {};
      resolve({ exit, signal, ...said, json, temp });
    });
  });
}
