import { CONFIG_HOME } from '../../../domain/config-home.ts';
import { count } from '../../../domain/count.ts';
import { quoteInline, quoteProse } from '../../../lore/quote.ts';
import type { Observed } from './marker.ts';

/** What would have been opened in a week of observing. */
export function renderObserved({ fixes, isCut }: Observed): string {
  const next = `${quoteInline('mode: propose')} in ${quoteInline(CONFIG_HOME)} lets me open what I prove.`;
  if (fixes.length === 0)
    return `A week of observing is over: I would have opened no pull request, for I could prove no fix. ${next}`;
  const many = `${isCut ? 'more than ' : ''}${count(fixes.length, 'pull request')}`;
  return [
    `A week of observing is over: I would have opened ${many}, all proved. Here ${fixes.length === 1 ? 'it is' : isCut ? 'are the first' : 'they are'}:`,
    '',
    ...fixes.map(
      ({ fingerprint, check, cause, since }) =>
        `- ${quoteInline(check, 60)}: ${quoteProse(cause, 160)} (${quoteInline(fingerprint.slice(0, 8))}, seen ${since.slice(0, 10)})`,
    ),
    '',
    next,
  ].join('\n');
}
