import type { Issue } from '../../domain/forge.ts';
import { readOwnMarker } from './text/marker.ts';
import type { Visit } from './visit.ts';

/**
 * Whether the last that we said of it is that its failure is gone: we say so when we close it for that. A person who closed it has
 * decided; one that is open and says so was opened again by a try that ended before it could say that too.
 */
export async function wasGone(
  { number }: Pick<Issue, 'number'>,
  { forge }: Pick<Visit, 'forge'>,
): Promise<boolean> {
  const told = (await forge.comments(number)).flatMap((comment) => {
    const marker = readOwnMarker(comment, forge.self);
    return marker?.kind === 'status' && /^(?:gone|returned):/.test(marker.about) ? [marker.about] : [];
  });
  return told.at(-1)?.startsWith('gone:') ?? false;
}
