import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { buildChildEnvironment } from '../src/adapters/process/child-environment.ts';
import { createRunProcess } from '../src/adapters/process/run-process.ts';
import { createSandbox, type Policy } from '../src/adapters/sandbox/create-sandbox.ts';
import { findOwnFiles } from '../src/adapters/sandbox/own-files.ts';
import { loadEnvironment } from '../src/config/load-environment.ts';
import type { RunProcess } from '../src/domain/ports.ts';

/**
 * What the sandbox costs a run: one command with it and without, in turns, in milliseconds. Wants a quiet machine.
 *
 *   node bench/sandbox.ts [rounds]
 */
const rounds = Number(process.argv[2] ?? 40);
const environment = loadEnvironment();
const dir = mkdtempSync(join(tmpdir(), 'dreamos-bench-'));
const workspace = join(dir, 'workspace');
mkdirSync(workspace);
const child = {
  parent: environment.raw,
  home: environment.home,
  tempHome: join(dir, 'home'),
  nodeDir: null,
};
const plain = createRunProcess(child);
const POLICY: Policy = { setting: 'require', origin: 'own', allow: [], note: () => {} };
const sandbox = open();
const ways: readonly { name: string; run: RunProcess; packages: readonly string[] }[] = [
  { name: 'plain', run: plain, packages: [] },
  ...[0, 1, 20].map((count) => ({
    name: `shut in, ${count} folders of packages`,
    run: sandbox.wrap(POLICY),
    packages: Array.from({ length: count }, (_, index) => makePackages(index)),
  })),
];

process.stdout.write(`load ${loadavg().map((load) => load.toFixed(1))} on ${availableParallelism()} cores\n`);
const { level, name } = await timed('found', () => sandbox.examine());
await timed('known from before', () => open().state(POLICY));
process.stdout.write(`level ${level} (${name})\n`);
for (const command of [['/bin/true'], ['node', '-e', '0']]) {
  const times = new Map(ways.map((way) => [way, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const way of ways) times.get(way)?.push(await measure(way, command));
  }
  for (const [way, taken] of times) {
    const sorted = taken.sort((x, y) => x - y);
    const at = (part: number) => (sorted[Math.floor(rounds * part)] ?? 0).toFixed(1);
    process.stdout.write(
      `${command.join(' ')}: ${way.name}: median ${at(0.5)} ms, fastest tenth ${at(0.1)} ms\n`,
    );
  }
}
rmSync(dir, { recursive: true, force: true });

function open() {
  return createSandbox({
    run: plain,
    environment: buildChildEnvironment(child, false),
    home: environment.home,
    tempHome: child.tempHome,
    folder: join(dir, 'own'),
    own: findOwnFiles(),
    known: join(dir, 'known.json'),
  });
}

function makePackages(index: number): string {
  const folder = join(dir, `packages-${index}`, 'node_modules');
  mkdirSync(folder, { recursive: true });
  return folder;
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  process.stdout.write(`${what}: ${(performance.now() - began).toFixed(1)} ms\n`);
  return result;
}

async function measure(
  { run, packages }: (typeof ways)[number],
  command: readonly string[],
): Promise<number> {
  const started = performance.now();
  await run(command, { cwd: workspace, timeoutMs: 30_000, sees: { write: [workspace], read: [], packages } });
  return performance.now() - started;
}
