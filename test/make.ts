import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll } from '@jest/globals';
import type { Failure, Ran } from '../src/domain/report.ts';

export const TOP = resolve(import.meta.dirname, '..');

const made: string[] = [];
afterAll(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
});

/** A temp folder that is gone after the test file. */
export function makeFolder(name = 'dreamos-test-'): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), name)));
  made.push(dir);
  return dir;
}

export interface MadeRepository {
  readonly dir: string;
  git(...args: string[]): string;
  /** Writes files (null deletes one) and commits all; returns the SHA. */
  commit(files: Readonly<Record<string, string | null>>, message?: string): string;
  write(files: Readonly<Record<string, string | null>>): void;
}

/** A real git repository in a temp folder, with one commit of the files. */
export function makeRepository(files: Readonly<Record<string, string>>, dir = makeFolder()): MadeRepository {
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: dir,
      encoding: 'utf8',
      env: GIT_ENV,
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  const write: MadeRepository['write'] = (changed) => {
    for (const [path, text] of Object.entries(changed)) {
      const target = join(dir, path);
      mkdirSync(dirname(target), { recursive: true });
      if (text === null) rmSync(target);
      else writeFileSync(target, text);
    }
  };
  git('init', '-q', '-b', 'main');
  const commit: MadeRepository['commit'] = (changed, message = 'change') => {
    write(changed);
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', message);
    return git('rev-parse', 'HEAD');
  };
  commit(files, 'first');
  return { dir, git, commit, write };
}

const GIT_ENV = {
  PATH: process.env.PATH ?? '',
  HOME: tmpdir(),
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
};

/** One hash over every file, link and folder below a place, with modes: the same before and after means untouched. */
export function hashFolder(dir: string, skip: (path: string) => boolean = () => false): string {
  const hash = createHash('sha256');
  const visit = (path: string) => {
    if (skip(path)) return;
    const stat = lstatSync(join(dir, path));
    hash.update(`${path}\0${stat.mode}\0`);
    if (stat.isSymbolicLink()) hash.update(readlinkSync(join(dir, path)));
    else if (stat.isDirectory())
      for (const name of readdirSync(join(dir, path)).sort()) visit(join(path, name));
    else hash.update(readFileSync(join(dir, path)));
  };
  visit('');
  return hash.digest('hex');
}

/** What a run may add to a repository: objects, refs of ours with their logs, and the index of lore. */
export function isOurs(path: string): boolean {
  return /^\.git\/(dreamos|objects|refs\/(heads\/dreamos|notes)|logs\/refs\/(heads\/dreamos|notes))/.test(
    path,
  );
}

export function makeFailure(overrides: Partial<Failure> = {}): Failure {
  return {
    check: 'test',
    tool: 'text',
    rule: null,
    file: 'src/a.ts',
    line: 1,
    column: 1,
    testPath: null,
    message: 'it failed',
    expected: null,
    actual: null,
    frames: [],
    ...overrides,
  };
}

export function makeRan(overrides: Partial<Ran> = {}): Ran {
  return {
    exit: 0,
    signal: null,
    timedOut: false,
    ms: 1,
    output: '',
    bytes: 0,
    sha256: '0'.repeat(64),
    ...overrides,
  };
}
