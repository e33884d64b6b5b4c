import type { Issue, PullRequest } from '../../domain/forge.ts';
import type { Incident } from '../../domain/incident.ts';
import { isPersons } from './find-ours.ts';
import { readMarker } from './text/marker.ts';

/** What was named beside the place where it was said: an incident by the beginning of its fingerprint, a check. */
export interface Named {
  readonly id?: string | null;
  readonly check?: string | null;
}

/**
 * Which incidents are asked for by who wants a look again. What is asked for sets aside caps, hours and what a person closed, so it
 * is no more than what was named, or what the place is about: all that is red in a person's pull request, else its one incident.
 */
export function askedFor(
  { id = null, check = null }: Named,
  place: Pick<Issue, 'body'> | Pick<PullRequest, 'body' | 'head' | 'author'> | null,
): (incident: Pick<Incident, 'fingerprint' | 'check'>) => boolean {
  const isWhole = place !== null && 'head' in place && isPersons(place);
  const marker = place === null || isWhole ? null : readMarker(place.body);
  const own = marker?.kind === 'pull' || marker?.kind === 'issue' ? marker.fingerprint : null;
  return (incident) => {
    if (id !== null) return incident.fingerprint.startsWith(id);
    if (check !== null && incident.check !== check) return false;
    return own === null ? isWhole || check !== null : incident.fingerprint === own;
  };
}
