import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DiskRecords } from '../../../src/adapters/engine/disk-records.ts';
import { InlineEngine, triggerKey } from '../../../src/adapters/engine/inline-engine.ts';
import type { Outcome } from '../../../src/domain/outcome.ts';
import type { Ports } from '../../../src/domain/ports.ts';
import type { Trigger } from '../../../src/domain/trigger.ts';
import { makeFolder } from '../../make.ts';

const OUTCOME: Outcome = {
  status: 'green',
  base: 'a'.repeat(40),
  incidents: [],
  notes: [],
  lore: { written: [] },
  seconds: { total: 1, checks: 1, installs: 0 },
};
const TRIGGER: Trigger = {
  kind: 'heal',
  sha: 'a'.repeat(40),
  checks: [],
  packages: [],
  onlyChecks: [],
  onlyTest: null,
  fixers: [],
  leaveAlone: [],
  flakyRuns: 2,
  budgetSeconds: 1,
  maxCandidates: 1,
  dryRun: true,
  lore: { recall: false, write: false },
};

function makeRecords(cacheDir = makeFolder()) {
  let at = Date.UTC(2026, 0, 1);
  return {
    cacheDir,
    records: new DiskRecords({ cacheDir, repository: '/some/where', now: () => new Date(at++) }),
  };
}

describe('DiskRecords', () => {
  it('lists what was saved, newest first, and survives a torn or foreign file', async () => {
    const { records, cacheDir } = makeRecords();
    await records.save(records.nextId(), OUTCOME);
    await records.save(records.nextId(), { ...OUTCOME, base: 'b'.repeat(40) });
    const [folder = ''] = readdirSync(join(cacheDir, 'runs'));
    writeFileSync(join(cacheDir, 'runs', folder, '20990101000000000-aaaaaa.json'), '{"version":1,"at":"2099');
    writeFileSync(join(cacheDir, 'runs', folder, '20990101000000001-aaaaaa.json'), '{"version":2}');
    expect((await records.list(10)).map((record) => record.outcome.base[0])).toEqual(['b', 'a']);
  });

  it('keeps the last fifty', async () => {
    const { records } = makeRecords();
    for (let i = 0; i < 53; i++) await records.save(records.nextId(), OUTCOME);
    expect(await records.list(100)).toHaveLength(50);
  });

  it('gives up quietly where nothing can be written', async () => {
    const file = join(makeFolder(), 'a-file');
    writeFileSync(file, '');
    const { records } = makeRecords(file);
    expect(await records.save(records.nextId(), OUTCOME)).toBe(false);
    expect(await records.list(10)).toEqual([]);
  });
});

describe('InlineEngine', () => {
  it('runs a trigger that comes twice at once only once, and records the outcome', async () => {
    const { records } = makeRecords();
    let runs = 0;
    const agent = {
      name: 'counts',
      accepts: () => true,
      run: async () => ({ ...OUTCOME, notes: [`run ${++runs}`] }),
    };
    const engine = new InlineEngine(records);
    const ports = { run: records.nextId() } as Ports;
    const both = await Promise.all([
      engine.start(agent, TRIGGER, ports),
      engine.start(agent, TRIGGER, ports),
    ]);
    expect(both.map((outcome) => outcome.notes)).toEqual([['run 1'], ['run 1']]);
    expect(await records.list(10)).toHaveLength(1);
    expect(triggerKey('a', TRIGGER)).not.toBe(triggerKey('b', TRIGGER));
  });
});
