import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

describe('DiskJournal', () => {
  it('takes a delivery once, and a fact once under whatever id', async () => {
    const journal = await DiskJournal.open(join(folder, 'below', 'journal.jsonl'));
    expect(await journal.accept(push('one'))).toBe('new');
    expect(await journal.accept(push('one', 'b'.repeat(40)))).toBe('known');
    expect(await journal.accept(push('two'))).toBe('known');
    expect(await journal.accept(push('three', 'c'.repeat(40)))).toBe('new');
    await journal.close();
  });

  it('brings back after a restart what was not done, and knows what was', async () => {
    const path = join(folder, 'journal.jsonl');
    const first = await DiskJournal.open(path);
    const [a, b, c] = [push('a', 'a'.repeat(40)), push('b', 'b'.repeat(40)), push('c', 'c'.repeat(40))];
    for (const event of [a, b, c]) await first.accept(event);
    await first.done(b);
    await first.close();
    await appendFile(path, '{"taken":{"kind":"pu');
    const second = await DiskJournal.open(path);
    expect(second.unfinished()).toEqual([a, c]);
    expect(await second.accept(push('d', 'b'.repeat(40)))).toBe('known');
    await second.close();
    expect((await readFile(path, 'utf8')).trim().split('\n')).toHaveLength(4);
  });
});
