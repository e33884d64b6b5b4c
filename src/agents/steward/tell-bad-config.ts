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
      title: '.github/dreamos.yml cannot be read',
      summary: `Nothing is done until it is mended: ${toText(why)}\n\nTry it on a laptop: \`dreamos validate\`.`,
      annotations: [],
    },
  );
  return `bad config: ${why}`;
}

/** As code, so that nothing in it is a link, a mention or a tag. */
function toText(why: string): string {
  const ticks = '`'.repeat(Math.max(3, ...[...why.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `\n\n${ticks}text\n${why}\n${ticks}`;
}
