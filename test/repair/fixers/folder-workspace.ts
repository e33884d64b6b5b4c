import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Verdict } from '../../../src/domain/outcome.ts';
import type { Patch } from '../../../src/domain/patch.ts';
import type { RunOptions, Workspace } from '../../../src/domain/ports.ts';
import type { Failure, Ran } from '../../../src/domain/report.ts';
import type { Fixer, Site } from '../../../src/repair/fixer.ts';

/** Files by path; what a scenario starts from. */
export type Files = Readonly<Record<string, string>>;

/** A workspace over a temp folder, for fixers that only read and run. */
export async function makeWorkspace(files: Files): Promise<Workspace & { remove(): Promise<void> }> {
  const top = await mkdtemp(path.join(tmpdir(), 'dreamos-fixer-'));
  const root = path.join(top, 'repo');
  const scratch = path.join(top, 'scratch');
  await mkdir(scratch, { recursive: true });
  await writeFiles(root, files);
  return {
    root,
    scratch,
    base: '0'.repeat(40),
    read: (file) => readFile(path.join(root, file), 'utf8').catch(() => null),
    files: async () => Object.keys(files).filter((file) => !file.startsWith('node_modules/')),
    apply: async (patch) => {
      await writeFiles(root, afterOf(patch));
      return { applied: true };
    },
    reset: () => writeFiles(root, files),
    diff: async () => '',
    changes: async () => [],
    run: (command, options) => run(command, path.join(root, options.cwd ?? '.'), options),
    remove: () => rm(top, { recursive: true, force: true }),
  };
}

/** What the files of a patch become; deletions are not asked of these fixers. */
export function afterOf(patch: Patch): Files {
  return Object.fromEntries(patch.files.map((file) => [file.path, file.after ?? '']));
}

async function writeFiles(root: string, files: Files): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
}

function run(
  command: string | readonly string[],
  cwd: string,
  options: Omit<RunOptions, 'cwd'>,
): Promise<Ran> {
  const started = performance.now();
  const [program = '', ...words] = typeof command === 'string' ? ['/bin/sh', '-c', command] : command;
  const env = { PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin`, HOME: tmpdir(), ...options.env };
  return new Promise((resolve) => {
    const child = spawn(program, words, { cwd, env, timeout: options.timeoutMs });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => {
      output += error.message;
    });
    child.on('close', (exit, signal) => {
      const ms = performance.now() - started;
      const sha256 = createHash('sha256').update(output).digest('hex');
      resolve({ exit, signal, timedOut: signal !== null, ms, output, bytes: output.length, sha256 });
    });
  });
}

/** A failure of a check with only what matters to the test. */
export function makeFailure(failure: Partial<Failure>): Failure {
  return {
    check: 'test',
    tool: 'node-test',
    rule: null,
    file: null,
    line: null,
    column: null,
    testPath: null,
    message: '',
    expected: null,
    actual: null,
    frames: [],
    ...failure,
  };
}

/** Where a fixer works in a test. */
export function makeSite(
  workspace: Workspace,
  failures: readonly Failure[],
  overrides: Partial<Site> = {},
): Site {
  const [first, ...others] = failures.map((failure, index) => ({ ...failure, fingerprint: String(index) }));
  if (!first) throw new Error('a site needs a failure');
  const { check } = first;
  const ran = { exit: 1, signal: null, timedOut: false, ms: 1, output: '', bytes: 0, sha256: '' };
  return {
    workspace,
    incident: { fingerprint: '0', check, cause: 'a test', failures: [first, ...others] },
    report: { check, command: `npm run ${check}`, status: 'red', ran, failures: [...failures] },
    renamesOf: async () => [],
    left: () => 60_000,
    signal: new AbortController().signal,
    culprit: async () => ({ status: 'unknown', why: 'not asked' }),
    tryOut: async () => [],
    ...overrides,
  };
}

/** All that a fixer offers when every candidate is red, in order, and its last words. */
export async function exhaust(
  fixer: Fixer,
  site: Site,
): Promise<{ patches: Patch[]; advice: string | null }> {
  const red: Verdict = { status: 'still-red', left: 1, why: '', ms: 1 };
  const offers = fixer.propose(site);
  const patches: Patch[] = [];
  for (let next = await offers.next(); ; next = await offers.next(next.value.map(() => red))) {
    if (next.done) return { patches, advice: next.value };
    patches.push(...next.value);
  }
}

/** The project's own folder of dependencies. */
export const DEPENDENCIES = fileURLToPath(new URL('../../../node_modules', import.meta.url));
