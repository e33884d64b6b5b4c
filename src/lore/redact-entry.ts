import { LoreEntry } from '../domain/lore.ts';
import { mapStrings } from './map-strings.ts';
import type { Cut, Redact } from './redact.ts';

export type RedactedEntry =
  | { readonly status: 'clean'; readonly entry: LoreEntry; readonly cuts: readonly Cut[] }
  /** It must not be written. */
  | { readonly status: 'refused'; readonly why: string };

/** Fields that are words: something may be cut out of them. In every other field a hit refuses the entry. */
const WORDS: readonly (keyof LoreEntry)[] = ['title', 'body', 'tests', 'tried', 'rule', 'signature'];

/** An entry without secrets, or why there is none. What cannot be cut without a part being left is refused as a whole. */
export function redactEntry(entry: LoreEntry, redact: Redact): RedactedEntry {
  const cuts: Cut[] = [];
  const stuck: string[] = [];
  const clean = (text: string, key: string) => {
    const redacted = redact(text);
    cuts.push(...redacted.cuts);
    const isWords = WORDS.some((one) => one === key);
    stuck.push(
      ...(isWords ? redacted.stuck : [...redacted.stuck, ...redacted.cuts]).map(
        ({ what }) => `${what} in \`${key}\``,
      ),
    );
    return redacted.text;
  };
  const fields = Object.entries(entry).map(([key, value]) => [
    key,
    mapStrings(value, (text) => clean(text, key)),
  ]);
  const parsed = LoreEntry.safeParse(Object.fromEntries(fields));
  if (stuck.length > 0) return { status: 'refused', why: `${stuck[0]} cannot be cut cleanly` };
  if (!parsed.success) return { status: 'refused', why: 'what is left without its secrets is no entry' };
  return { status: 'clean', entry: parsed.data, cuts };
}
