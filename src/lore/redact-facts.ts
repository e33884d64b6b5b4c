import { mapStrings } from './map-strings.ts';
import type { Redact } from './redact.ts';

/** Fields that something is found by, or that are one of a few words: a secret has no place in them. */
const KEPT = new Set([
  ...['fingerprint', 'incident', 'remaining', 'id', 'written', 'sha', 'sha256', 'patchSha256', 'provedAt'],
  ...['base', 'head', 'commit', 'branch', 'patch'],
  ...['kind', 'status', 'outcome', 'result', 'recorded'],
]);

/** Plain data whose every text is without secrets, at any depth, but for what something is found by. */
export function redactFacts<T>(facts: T, redact: Redact): T {
  const known = new Map<string, string>();
  const clean = (text: string) => {
    const shown = known.get(text) ?? redactText(text, redact);
    known.set(text, shown);
    return shown;
  };
  return mapStrings(facts, (text, key) => (KEPT.has(key) ? text : clean(text)));
}

/** A text without secrets. One that they cannot be cut out of cleanly is not shown at all. */
export function redactText(text: string, redact: Redact): string {
  const { text: left, stuck } = redact(text);
  return stuck[0] === undefined ? left : `Not shown here: it holds ${stuck[0].what}.`;
}
