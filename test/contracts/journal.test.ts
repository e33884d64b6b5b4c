import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DiskJournal } from '../../src/adapters/engine/disk-journal.ts';
import type { ForgeEvent } from '../../src/domain/forge-event.ts';
import type { Journal } from '../../src/domain/journal.ts';
import { ADA, MemoryJournal, REPO } from '../agents/steward/steward-house.ts';
import { makeFolder } from '../make.ts';

const push = (delivery: string, letter: string, id = 1): ForgeEvent => ({
  ...{ kind: 'push', delivery, sender: ADA, repo: { ...REPO, id } },
  ...{ branch: 'main', sha: letter.repeat(40), isDefault: true },
});

const KINDS: readonly [string, () => Promise<Journal>][] = [
  ['DiskJournal', () => DiskJournal.open(join(makeFolder(), 'below', 'journal.jsonl'))],
  ['MemoryJournal', async () => new MemoryJournal()],
];

describe.each(KINDS)('%s', (_, open) => {
  it('takes a delivery once, and a fact once under whatever id', async () => {
    const journal = await open();
    expect(await journal.accept(push('one', 'a'))).toBe('new');
    expect(await journal.accept(push('one', 'b'))).toBe('known');
    expect(await journal.accept(push('two', 'a'))).toBe('known');
    expect(await journal.accept(push('three', 'c'))).toBe('new');
    await journal.close();
  });

  it('takes an event for each repository of a delivery, and has those that are not done in order', async () => {
    const journal = await open();
    for (const id of [1, 2, 3]) expect(await journal.accept(push('one', 'a', id))).toBe('new');
    await journal.done(push('one', 'a', 2));
    expect(journal.unfinished()).toEqual([push('one', 'a', 1), push('one', 'a', 3)]);
    expect(await journal.accept(push('two', 'a', 2))).toBe('known');
    await journal.close();
  });
});
