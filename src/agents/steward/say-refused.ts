import type { Refused } from '../../domain/workshop.ts';
import { quoteInline } from '../../lore/quote.ts';
import type { Visit } from './visit.ts';

/** The dashboard has room for so much of a reason. */
const MOST_REASON = 65;

/** A person wants to know whose rule it is; the whole reason is in the log of the app. */
export function sayRefused({ refused }: Refused, { log, redact }: Pick<Visit, 'log' | 'redact'>): string {
  log(`a push was refused: ${refused}`);
  return `GitHub does not take its branch: ${quoteInline(redact(refused), MOST_REASON)}`;
}
