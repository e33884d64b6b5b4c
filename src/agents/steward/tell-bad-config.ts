import { CONFIG_HOME } from '../../domain/config-home.ts';
import { fenceText } from '../../lore/quote.ts';
import { keepCheck } from './keep-check.ts';
import { CHECKS } from './labels.ts';
import type { Visit } from './visit.ts';

/** Settings that cannot be read stop everything, and say so on the commit. */
export async function tellBadConfig({ forge, synced }: Visit, why: string): Promise<string> {
  await keepCheck(
    forge,
    { name: CHECKS.watch, sha: synced.head },
    {
      status: 'completed',
      conclusion: 'action_required',
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
