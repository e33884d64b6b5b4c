import type { Annotation } from '../../../domain/forge.ts';
import { showInvisible } from '../../../lore/invisible.ts';
import { cut, toLine } from '../../../lore/quote.ts';

const MOST_MESSAGE = 4000;

/** A title of a check run or an annotation: GitHub shows both as plain text. */
export function plainTitle(text: string): string {
  return cut(toLine(text), 200) || 'red';
}

/** What an annotation says. */
export function plainMessage(text: string): string {
  return cut(showInvisible(text).trim(), MOST_MESSAGE) || '(no message)';
}

/** The same is annotated once. */
export function distinct(all: readonly Annotation[]): Annotation[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}
