import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { COMPILED } from '../compiled.ts';
import { type MadeRepository, makeFolder, makeRepository, TOP } from '../make.ts';

export interface Ended {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const cache = makeFolder();

/** Types a command as a user would: the real entry, a process of its own, no terminal. */
export function dreamos(cwd: string, words: readonly string[], input = ''): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(TOP, 'src', 'entry', 'cli.ts'), ...words], {
      cwd,
      env: {
        ...COMPILED,
        PATH: process.env.PATH ?? '',
        HOME: cache,
        XDG_CACHE_HOME: cache,
        SECRET_TOKEN: 'hunter2',
      },
    });
    const ended = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => (ended.stdout += chunk));
    child.stderr.on('data', (chunk) => (ended.stderr += chunk));
    child.on('error', reject);
    child.on('close', (exit) => resolve({ exit, ...ended }));
    child.stdin.end(input);
  });
}

/** What tests need not do again each time: start npm, and see three times that a failure is no flaky one. */
const QUICK = 'checks: { test: node --test }\nflakyRuns: 1\n';

/** A repository whose tests are run by node:test: no dependencies, quick. */
export function makeTested(files: Readonly<Record<string, string>>): MadeRepository {
  const manifest = { name: 'made', private: true, type: 'module', scripts: { test: 'node --test' } };
  return makeRepository({
    'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
    '.gitignore': 'node_modules/\n',
    '.github/dreamos.yml': QUICK,
    ...files,
  });
}

/** A repository that is type-checked by our own TypeScript. */
export function makeTyped(files: Readonly<Record<string, string>>): MadeRepository {
  const manifest = {
    name: 'made',
    private: true,
    type: 'module',
    scripts: { typecheck: 'tsc --noEmit -p .' },
  };
  const config = {
    compilerOptions: { strict: true, module: 'nodenext', target: 'es2022', types: [], lib: ['es2022'] },
    include: ['src'],
  };
  const repo = makeRepository({
    'package.json': JSON.stringify(manifest),
    'tsconfig.json': JSON.stringify(config),
    '.gitignore': 'node_modules/\n',
    ...files,
  });
  mkdirSync(join(repo.dir, 'node_modules', '.bin'), { recursive: true });
  symlinkSync(join(TOP, 'node_modules', 'typescript'), join(repo.dir, 'node_modules', 'typescript'));
  symlinkSync('../typescript/bin/tsc', join(repo.dir, 'node_modules', '.bin', 'tsc'));
  return repo;
}
