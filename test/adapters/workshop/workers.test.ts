import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { Workers } from '../../../src/adapters/workshop/workers.ts';
import { WORKER } from '../../../src/entry/app/worker-path.ts';
import { COMPILED } from '../../compiled.ts';
import { makeFolder, makeRepository } from '../../make.ts';

const folder = makeFolder();
const config = join(folder, 'dreamos.yml');
writeFileSync(config, '');
const env = { ...COMPILED, PATH: process.env.PATH ?? '', HOME: folder, XDG_CACHE_HOME: folder };
const LONG_MS = 60_000;
const order = { kind: 'checks' } as const;

/** A program in place of ours. */
function program(text: string): string {
  const path = join(makeFolder(), 'program.mjs');
  writeFileSync(path, text);
  return path;
}

function open(path: string = WORKER, { signal } = new AbortController()): Workers {
  return new Workers({ program: path, env, signal });
}

const request = { dir: folder, config, sandbox: 'auto' as const, order };
/** Says which process it is, and what it was asked for. */
const TELLING = `
  let text = '';
  for await (const chunk of process.stdin) text += chunk;
  console.log(JSON.stringify({ kind: 'forget', said: process.pid + ' ' + JSON.parse(text).order.kind }));
`;
/** Writes its number down when it begins, and when it is told to end. */
const counting = (place: string) => `
  import { appendFileSync } from 'node:fs';
  appendFileSync(${JSON.stringify(place)}, 'begun ' + process.pid + '\\n');
  process.on('SIGTERM', () => {
    appendFileSync(${JSON.stringify(place)}, 'ended ' + process.pid + '\\n');
    process.exit(0);
  });
  ${TELLING}
`;
const lines = (place: string) => (existsSync(place) ? readFileSync(place, 'utf8').trim().split('\n') : []);

async function until(isTrue: () => boolean): Promise<void> {
  for (let left = 200; !isTrue(); left -= 1) {
    if (left === 0) throw new Error('waited too long');
    await sleep(50);
  }
}

describe('Workers', () => {
  it('has an order done by a process of its own', async () => {
    const made = makeRepository({ 'package.json': '{"scripts":{"test":"node t.js"}}\n' });
    const result = await open().run({ ...request, dir: made.dir }, LONG_MS);
    expect(result).toMatchObject({ kind: 'checks', checks: [{ name: 'test', run: 'npm test' }] });
  });

  it.each(['auto', 'none'] as const)('hears sandbox: none where the app allows it: %s', async (sandbox) => {
    const made = makeRepository({ 'package.json': '{"scripts":{"test":"true"}}\n' });
    const own = join(makeFolder(), 'dreamos.yml');
    writeFileSync(own, 'sandbox: none\n');
    const heal = { isDry: true, isReportOnly: true, isForeign: false };
    const result = await open().run(
      { dir: made.dir, config: own, sandbox, order: { kind: 'heal', checks: [], ...heal } },
      LONG_MS,
    );
    if (result.kind !== 'heal') throw new Error('another kind');
    const { sandbox: state, notes } = result.outcome;
    expect(state?.name === 'switched off in the config').toBe(sandbox === 'none');
    expect(notes.some((note) => note.startsWith('sandbox: none is not heard here'))).toBe(sandbox === 'auto');
  });

  it('throws what a person should read', async () => {
    await expect(open().run({ ...request, dir: makeFolder() }, LONG_MS)).rejects.toMatchObject({
      code: 'not-a-repository',
    });
  });

  it('tells how a process ended that gave no result, with its last words', async () => {
    const failing = open(program("console.error('no room'); process.exit(7);"));
    await expect(failing.run(request, LONG_MS)).rejects.toThrow('The work ended with exit 7: no room');
    const foreign = open(program('console.log(JSON.stringify({ kind: "checks", checks: [{}] }));'));
    await expect(foreign.run(request, LONG_MS)).rejects.toThrow('The work ended with exit 0');
  });

  it('ends one that is late, and one that is not wanted any more', async () => {
    const endless = program('setInterval(() => {}, 1000);');
    await expect(open(endless).run(request, 300)).rejects.toThrow('The work ended after its 0.3 s');
    const stop = new AbortController();
    const stopped = open(endless, stop).run(request, LONG_MS);
    setTimeout(() => stop.abort(), 300);
    await expect(stopped).rejects.toMatchObject({ code: 'interrupted' });
  });

  it('gives the next order to the one that waits, and each order a process of its own', async () => {
    const place = join(makeFolder(), 'told');
    const workers = open(program(counting(place)));
    workers.warm();
    workers.warm();
    await until(() => lines(place).length === 1);
    const [waiting] = lines(place);
    const first = await workers.run(request, LONG_MS);
    const second = await workers.run(request, LONG_MS);
    expect(first).toEqual({ kind: 'forget', said: `${waiting?.slice('begun '.length)} checks` });
    expect(second).not.toEqual(first);
    expect(lines(place)).toHaveLength(2);
  });

  it('goes without one that ended before it was needed', async () => {
    const place = join(makeFolder(), 'told');
    const workers = open(program(counting(place)));
    workers.warm();
    await until(() => lines(place).length === 1);
    process.kill(Number(lines(place)[0]?.slice('begun '.length)), 'SIGKILL');
    await sleep(200);
    expect(await workers.run(request, LONG_MS)).toMatchObject({ kind: 'forget' });
  });

  it('goes on where no file descriptor is left, and works again when there are some', () => {
    const source = (path: string) => pathToFileURL(resolve('src', path)).href;
    const script = program(`
      import { closeSync, openSync } from 'node:fs';
      import { Workers } from ${JSON.stringify(source('adapters/workshop/workers.ts'))};
      const { signal } = new AbortController();
      const workers = new Workers({ program: ${JSON.stringify(program(TELLING))}, env: process.env, signal });
      const held = [];
      try {
        for (;;) held.push(openSync('/dev/null', 'r'));
      } catch {}
      workers.warm();
      const request = { dir: '/', config: '/', order: { kind: 'checks' } };
      const failed = await workers.run(request, 60_000).catch((error) => error.code);
      for (const one of held) closeSync(one);
      console.log(failed, (await workers.run(request, 60_000)).kind);
    `);
    const line = ['-c', 'ulimit -n 200 && exec "$0" "$1"', process.execPath, script];
    expect(execFileSync('/bin/sh', line, { encoding: 'utf8' })).toBe('EMFILE forget\n');
  });

  it('ends the one that waits with everything else', async () => {
    const place = join(makeFolder(), 'told');
    const stop = new AbortController();
    const workers = open(program(counting(place)), stop);
    workers.warm();
    await until(() => lines(place).length === 1);
    stop.abort();
    await until(() => lines(place).length === 2);
    expect(lines(place)[1]).toBe(lines(place)[0]?.replace('begun', 'ended'));
    workers.warm();
    await sleep(300);
    expect(lines(place)).toHaveLength(2);
  });
});
