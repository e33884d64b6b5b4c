import type { Comment, Forge } from '../../domain/forge.ts';
import { readOwnMarker, renderMarker } from './text/marker.ts';

/** A comment of ours that is there once: `about` is its identity. Said again it is edited in place. */
export async function say(forge: Forge, number: number, about: string, text: string): Promise<void> {
  const body = `${text.trimEnd()}\n\n${renderMarker({ v: 1, kind: 'status', about })}`;
  const there = (await forge.comments(number)).find((comment) => isAbout(comment, forge.self, about));
  if (there === undefined) await forge.comment(number, body);
  else if (there.body !== body) await forge.editComment(there.id, body);
}

/** Whether a comment is ours, and has that identity. */
export function isAbout(comment: Comment, self: string, about: string): boolean {
  const marker = readOwnMarker(comment, self);
  return marker?.kind === 'status' && marker.about === about;
}
