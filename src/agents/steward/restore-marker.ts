import type { Issue, PullRequest } from '../../domain/forge.ts';
import { MOST_BODY } from './text/keep-edits.ts';
import { readMarker, readOwnMarker, renderMarker } from './text/marker.ts';
import type { Visit } from './visit.ts';

/**
 * The body of ours with its hidden mark again, where a person wrote it anew and the mark went with the rest; null where it is there,
 * or is none of ours. The words are the person's, and what it is about stays what it is about.
 */
export function markedAgain(
  { author, body }: Pick<Issue | PullRequest, 'author' | 'body'>,
  before: string,
  { forge }: Pick<Visit, 'forge'>,
): string | null {
  if (author.login !== forge.self || readMarker(body) !== null) return null;
  const marker = readOwnMarker({ author, body: before }, forge.self);
  if (marker === null) return null;
  const whole = `${body.trimEnd()}\n\n${renderMarker(marker)}`;
  return whole.length > MOST_BODY ? null : whole;
}
