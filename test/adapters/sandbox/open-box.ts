import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildChildEnvironment } from '../../../src/adapters/process/child-environment.ts';
import { createRunProcess } from '../../../src/adapters/process/run-process.ts';
import type { Limits } from '../../../src/adapters/sandbox/bwrap-words.ts';
import { createSandbox, type Policy } from '../../../src/adapters/sandbox/create-sandbox.ts';
import type { RunProcess } from '../../../src/domain/ports.ts';

const GIGABYTE = 1024 ** 3;
const LIMITS: Limits = { memory: 4 * GIGABYTE, processes: 2000, disk: GIGABYTE, file: GIGABYTE };

/** A home with a key, a workspace, a package of the user's, and one way to run in the sandbox and one to run without. */
export function openBox({
  dir,
  limits = LIMITS,
  path = process.env.PATH ?? '',
  known = null,
  morePackages = [],
}: {
  dir: string;
  limits?: Limits;
  path?: string;
  known?: string | null;
  morePackages?: readonly string[];
}) {
  const home = join(dir, 'home');
  const workspace = join(dir, 'workspace');
  const packages = join(home, 'clone', 'node_modules');
  for (const folder of [join(home, '.ssh'), workspace, join(packages, 'a')])
    mkdirSync(folder, { recursive: true });
  writeFileSync(join(home, '.ssh', 'key'), 'a private key');
  writeFileSync(join(packages, 'a', 'index.js'), 'module.exports = 1;\n');
  const child = { parent: { PATH: path }, home, tempHome: join(dir, 'temp-home'), nodeDir: null };
  const run = createRunProcess(child);
  const sandbox = createSandbox({
    run,
    environment: buildChildEnvironment(child, false),
    home,
    tempHome: child.tempHome,
    folder: join(dir, 'own'),
    own: [],
    known,
    limits,
  });
  const sees = { write: [workspace], read: [], packages: [packages, ...morePackages] };
  const at =
    (one: RunProcess) =>
    (command: string | readonly string[], timeoutMs = 20_000) =>
      one(command, { cwd: workspace, timeoutMs, sees });
  const notes: string[] = [];
  const wrap = (policy: Partial<Policy> = {}) =>
    at(
      sandbox.wrap({
        setting: 'auto',
        origin: 'own',
        allow: [],
        note: (text) => notes.push(text),
        ...policy,
      }),
    );
  return { dir, home, workspace, packages, notes, sandbox, wrap, inside: wrap(), outside: at(run) };
}
