import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { buildChildEnvironment } from '../src/adapters/process/child-environment.ts';
import { createRunProcess } from '../src/adapters/process/run-process.ts';
import { createSandbox } from '../src/adapters/sandbox/create-sandbox.ts';
import { findOwnFiles } from '../src/adapters/sandbox/own-files.ts';
import { loadEnvironment } from '../src/config/load-environment.ts';
import type { RunProcess } from '../src/domain/ports.ts';

/**
 * What the sandbox costs a run: one command with it and without, in turns, medians in milliseconds. Wants a quiet machine.
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
const sandbox = createSandbox({
  run: plain,
  environment: buildChildEnvironment(child, false),
  home: environment.home,
  tempHome: child.tempHome,
  folder: join(dir, 'own'),
  own: findOwnFiles(),
  known: null,
});
const shutIn = sandbox.wrap({ setting: 'require', origin: 'own', allow: [], note: () => {} });

const began = performance.now();
const { level, name } = await sandbox.examine();
process.stdout.write(`level ${level} (${name}), found in ${(performance.now() - began).toFixed(1)} ms\n`);
for (const command of [['/bin/true'], ['node', '-e', '0']]) {
  const times = { plain: [] as number[], shutIn: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.plain.push(await measure(plain, command));
    times.shutIn.push(await measure(shutIn, command));
  }
  const [a, b] = [median(times.plain), median(times.shutIn)];
  process.stdout.write(
    `${command.join(' ')}: plain ${a.toFixed(1)}, shut in ${b.toFixed(1)}, difference ${(b - a).toFixed(1)} ms (medians of ${rounds})\n`,
  );
}
rmSync(dir, { recursive: true, force: true });

async function measure(run: RunProcess, command: readonly string[]): Promise<number> {
  const started = performance.now();
  await run(command, {
    cwd: workspace,
    timeoutMs: 30_000,
    sees: { write: [workspace], read: [], packages: [] },
  });
  return performance.now() - started;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
