import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFile,
  type FileHandle,
  mkdir,
  mkdtemp,
  open,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DiskJournal } from '../../../src/adapters/engine/disk-journal.ts';
import type { ForgeEvent } from '../../../src/domain/forge-event.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dreamos-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const SHA = 'a'.repeat(40);
const push = (delivery: string, sha = SHA): ForgeEvent => ({
  kind: 'push',
  delivery,
  repo: { id: 1, owner: 'acme', name: 'widgets', installation: 9 },
  sender: { login: 'ada', isBot: false },
  branch: 'main',
  sha,
  isDefault: true,
});

const file = () => join(folder, 'journal.jsonl');
const installed = (id: number): ForgeEvent => ({
  ...{ kind: 'installed', delivery: 'one', sender: { login: 'ada', isBot: false } },
  repo: { id, owner: 'acme', name: `widgets-${id}`, installation: 9 },
});
const comment = (id: number, body: string): ForgeEvent => ({
  ...{ kind: 'comment', delivery: `c${id}`, sender: { login: 'ada', isBot: false } },
  ...{ repo: push('x').repo, number: 1, isPull: false, comment: id, body },
});
/** What the next start finds. */
const left = async () => {
  const journal = await DiskJournal.open(file());
  const events = journal.unfinished();
  await journal.close();
  return events;
};

describe('DiskJournal', () => {
  it('brings back after a restart what was not done, and knows what was', async () => {
    const first = await DiskJournal.open(file());
    const [a, b, c] = [push('a', 'a'.repeat(40)), push('b', 'b'.repeat(40)), push('c', 'c'.repeat(40))];
    for (const event of [a, b, c]) await first.accept(event);
    await first.done(b);
    await first.close();
    await appendFile(file(), '{"taken":{"kind":"pu');
    const second = await DiskJournal.open(file());
    expect(second.unfinished()).toEqual([a, c]);
    expect(await second.accept(push('d', 'b'.repeat(40)))).toBe('known');
    await second.close();
  });

  it('brings back the events of one delivery that are not done, each for its repository', async () => {
    const journal = await DiskJournal.open(file());
    for (const id of [1, 2, 3]) expect(await journal.accept(installed(id))).toBe('new');
    await journal.done(installed(1));
    expect(journal.unfinished()).toEqual([installed(2), installed(3)]);
    await journal.close();
    expect(await left()).toEqual([installed(2), installed(3)]);
  });

  it('knows what an earlier version wrote down as done', async () => {
    const lines = [{ taken: push('a') }, { taken: push('b', 'b'.repeat(40)) }, { done: 'a' }];
    await writeFile(file(), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    expect(await left()).toEqual([push('b', 'b'.repeat(40))]);
  });

  it('keeps what is not done, however much came and was done since', async () => {
    const old = push('old');
    await writeFile(
      file(),
      [
        { taken: old },
        ...Array.from({ length: 45 }, (_, n) => ({
          known: Array.from({ length: 1000 }, (_, m) => `k${n}-${m}`),
        })),
      ]
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(''),
    );
    const journal = await DiskJournal.open(file());
    expect(journal.unfinished()).toEqual([old]);
    expect(await journal.accept(push('again'))).toBe('known');
    await journal.close();
    const text = await readFile(file(), 'utf8');
    expect([text.includes('k0-0'), text.includes('k44-999')]).toEqual([false, true]);
  });

  it('does not grow for ever, nor keep what was said once it is done', async () => {
    const journal = await DiskJournal.open(file(), { mostGrown: 10_000 });
    for (let n = 0; n < 100; n++) {
      await journal.accept(comment(n, 'x'.repeat(1000)));
      if (n !== 7) await journal.done(comment(n, ''));
    }
    await journal.close();
    expect((await stat(file())).size).toBeLessThan(30_000);
    expect(await left()).toEqual([comment(7, 'x'.repeat(1000))]);
    const text = await readFile(file(), 'utf8');
    expect(text.match(/x{1000}/g)).toHaveLength(1);
    const again = await DiskJournal.open(file());
    expect(await again.accept({ ...comment(3, ''), delivery: 'other' })).toBe('known');
    await again.close();
  });

  it('loses nothing to a line that the disk had no room for', async () => {
    const journal = await DiskJournal.open(file());
    const handle = await open(file());
    const proto = Object.getPrototypeOf(handle) as FileHandle;
    await handle.close();
    const whole = proto.appendFile;
    // Half of it is there when the disk is full.
    proto.appendFile = async function (this: FileHandle, text) {
      await whole.call(this, String(text).slice(0, 60));
      throw new Error('ENOSPC: no space left on device');
    };
    try {
      await expect(journal.accept(push('a', 'a'.repeat(40)))).rejects.toThrow('ENOSPC');
    } finally {
      proto.appendFile = whole;
    }
    expect(await journal.accept(push('b', 'b'.repeat(40)))).toBe('new');
    await journal.close();
    expect(await left()).toEqual([push('b', 'b'.repeat(40))]);
  });

  it('is not begun anew where it cannot be read', async () => {
    await mkdir(file());
    await expect(DiskJournal.open(file())).rejects.toThrow('EISDIR');
    await rm(file(), { recursive: true });
    // Whoever could not open it does not keep it from the next.
    expect(await left()).toEqual([]);
  });

  it('is for one process, and says what to do; a process that was killed holds it no more', async () => {
    const program = join(folder, 'other.mjs');
    await writeFile(
      program,
      `import { DiskJournal } from ${JSON.stringify(pathToFileURL(resolve('src/adapters/engine/disk-journal.ts')).href)};
       await DiskJournal.open(${JSON.stringify(file())});
       console.log('open');
       setInterval(() => {}, 1000);`,
    );
    const other = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await once(other.stdout, 'data');
      await expect(DiskJournal.open(file())).rejects.toMatchObject({
        code: 'bad-usage',
        message: `Another server works in ${folder}.`,
        hint: expect.stringContaining('DREAMOS_DATA'),
      });
    } finally {
      other.kill('SIGKILL');
      await once(other, 'exit');
    }
    const journal = await DiskJournal.open(file());
    await expect(DiskJournal.open(file())).rejects.toMatchObject({ code: 'bad-usage' });
    await journal.close();
    expect(await left()).toEqual([]);
  });
});
