/** What is compared as a whole and not by words. */
export type ExactKind =
  | 'fingerprint'
  | 'signature'
  | 'rule'
  | 'file'
  | 'kind'
  | 'agent'
  | 'outcome'
  | 'refers'
  | 'path';

/** A term that no word can be. Fingerprints are cut: 16 digits tell all of a repository's apart. */
export function toExact(kind: ExactKind, value: string): string {
  return `=${kind}:${value.slice(0, kind === 'fingerprint' ? 16 : 300).toWellFormed()}`;
}
