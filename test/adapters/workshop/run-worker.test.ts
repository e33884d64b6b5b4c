import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runWorker } from '../../../src/adapters/workshop/run-worker.ts';
import { WORKER } from '../../../src/entry/app/worker-path.ts';
import { COMPILED } from '../../compiled.ts';
import { makeFolder, makeRepository } from '../../make.ts';

const folder = makeFolder();
const config = join(folder, 'dreamos.yml');
writeFileSync(config, '');
const env = { ...COMPILED, PATH: process.env.PATH ?? '', HOME: folder, XDG_CACHE_HOME: folder };
const options = { program: WORKER, env, timeoutMs: 60_000, signal: new AbortController().signal };
const order = { kind: 'checks' } as const;

/** A program in place of ours. */
function program(text: string): string {
  const path = join(makeFolder(), 'program.mjs');
  writeFileSync(path, text);
  return path;
}

describe('runWorker', () => {
  it('has an order done by a process of its own', async () => {
    const made = makeRepository({ 'package.json': '{"scripts":{"test":"node t.js"}}\n' });
    const result = await runWorker({ dir: made.dir, config, order }, options);
    expect(result).toMatchObject({ kind: 'checks', checks: [{ name: 'test', run: 'npm test' }] });
  });

  it('throws what a person should read', async () => {
    const request = { dir: makeFolder(), config, order };
    await expect(runWorker(request, options)).rejects.toMatchObject({ code: 'not-a-repository' });
  });

  it('tells how a process ended that gave no result, with its last words', async () => {
    const failing = program("console.error('no room'); process.exit(7);");
    await expect(runWorker({ dir: folder, config, order }, { ...options, program: failing })).rejects.toThrow(
      'The work ended with exit 7: no room',
    );
    const foreign = program('console.log(JSON.stringify({ kind: "checks", checks: [{}] }));');
    await expect(runWorker({ dir: folder, config, order }, { ...options, program: foreign })).rejects.toThrow(
      'The work ended with exit 0',
    );
  });

  it('ends one that is late, and one that is not wanted any more', async () => {
    const endless = program('setInterval(() => {}, 1000);');
    const request = { dir: folder, config, order };
    await expect(runWorker(request, { ...options, program: endless, timeoutMs: 300 })).rejects.toThrow(
      'The work ended after its 0.3 s',
    );
    const stop = new AbortController();
    const stopped = runWorker(request, { ...options, program: endless, signal: stop.signal });
    setTimeout(() => stop.abort(), 300);
    await expect(stopped).rejects.toMatchObject({ code: 'interrupted' });
  });
});
