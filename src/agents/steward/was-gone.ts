import type { Issue } from '../../domain/forge.ts';
import { readOwnMarker } from './text/marker.ts';
import type { Visit } from './visit.ts';

/** We say so in a comment when we close one whose failure is gone; a person who closed it has decided. */
export async function wasGone(
  { number, state }: Pick<Issue, 'number' | 'state'>,
  { forge }: Pick<Visit, 'forge'>,
): Promise<boolean> {
  if (state === 'open') return false;
  const told = (await forge.comments(number)).flatMap((comment) => {
    const marker = readOwnMarker(comment, forge.self);
    return marker?.kind === 'status' && /^(?:gone|returned):/.test(marker.about) ? [marker.about] : [];
  });
  return told.at(-1)?.startsWith('gone:') ?? false;
}
