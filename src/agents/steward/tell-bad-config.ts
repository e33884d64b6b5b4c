import { CONFIG_HOME } from '../../domain/config-home.ts';
import { fenceText } from '../../lore/quote.ts';
import { keepCheck } from './keep-check.ts';
import { readLedger } from './keep-dashboard.ts';
import { CHECKS } from './labels.ts';
import type { StewardPorts } from './steward-ports.ts';
import type { Visit } from './visit.ts';

/** Settings that cannot be read stop everything, and say so on the commit. They block as the last ones did that could be read. */
export async function tellBadConfig(
  visit: Visit,
  why: string,
  parseConfig: StewardPorts['parseConfig'],
): Promise<string> {
  const { forge, synced } = visit;
  await keepCheck(
    forge,
    { name: CHECKS.watch, sha: synced.head },
    {
      status: 'completed',
      conclusion: (await isGate(visit, parseConfig)) ? 'action_required' : 'neutral',
      title: `${CONFIG_HOME} cannot be read`,
      summary: [
        'Nothing is done until it is mended:',
        '',
        ...fenceText(why),
        '',
        'Try it on a laptop: `dreamos validate`.',
      ].join('\n'),
      annotations: [],
    },
  );
  return `bad config: ${why}`;
}

async function isGate(visit: Visit, parseConfig: StewardPorts['parseConfig']): Promise<boolean> {
  const last = readLedger(visit);
  const text = last === null ? null : await visit.workshop.read(last.sha, CONFIG_HOME);
  const config = text === null ? null : await parseConfig(text).catch(() => null);
  return config?.github.gate ?? false;
}
