import { expect, it } from '@jest/globals';
import { tellBadConfig } from '../../../src/agents/steward/tell-bad-config.ts';
import { renderMarker } from '../../../src/agents/steward/text/marker.ts';
import type { Visit } from '../../../src/agents/steward/visit.ts';
import { Config } from '../../../src/domain/config.ts';
import { DreamError } from '../../../src/domain/errors.ts';
import { LaggingForge } from './lagging-forge.ts';
import { BASE, HEAD } from './make.ts';

const at = '2026-11-24T12:00:00.000Z';
const ledger = { since: at, runs: 1, seconds: 1, lastRun: at, sha: BASE, isGreen: true };
const DASHBOARD = { body: renderMarker({ v: 1, kind: 'dashboard', ledger }) };
/** As the settings of that commit say. */
const parseConfig = async (text: string) => {
  if (text === '') throw new DreamError('bad-config', 'No.');
  return Config.parse({ github: { gate: text === 'gate' } });
};

async function tell(last: string | null, dashboard: object | null = DASHBOARD) {
  const { forge } = new LaggingForge();
  const said: unknown[] = [];
  const visit = {
    ...{ dashboard, synced: { head: HEAD } },
    forge: { ...forge, startCheck: async ({ text }: { text: object }) => said.push(text) },
    workshop: { read: async (sha: string) => (sha === BASE ? last : null) },
  } as unknown as Visit;
  await tellBadConfig(visit, 'mod: unknown key', parseConfig);
  return said;
}

it('says on the commit what is wrong, and blocks nothing', async () => {
  const told = [{ conclusion: 'neutral', summary: expect.stringContaining('mod: unknown key') }];
  expect(await tell('free')).toMatchObject(told);
  expect(await tell(null)).toMatchObject(told);
  expect(await tell('')).toMatchObject(told);
  expect(await tell('gate', null)).toMatchObject(told);
});

it('blocks where the last settings that could be read let it', async () => {
  expect(await tell('gate')).toMatchObject([{ conclusion: 'action_required' }]);
});
