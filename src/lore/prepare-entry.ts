import type { LoreEntry } from '../domain/lore.ts';
import { entryPath } from './entry-path.ts';
import { lintLore } from './lint.ts';
import { renderEntry } from './markdown.ts';
import type { Cut, Redact } from './redact.ts';
import { redactEntry } from './redact-entry.ts';

/** An entry as it may be written. */
export interface ReadyEntry {
  readonly status: 'ready';
  readonly entry: LoreEntry;
  /** From the repository's top. */
  readonly path: string;
  readonly text: string;
  readonly cuts: readonly Cut[];
}

export type PreparedEntry =
  | ReadyEntry
  /** `rule`: lint's, or `secret` when a part of one would be left. */
  | { readonly status: 'refused'; readonly rule: string; readonly why: string };

/** An entry without secrets that lint passes, as a file; or why it must not be written. */
export function prepareEntry(entry: LoreEntry, redact: Redact): PreparedEntry {
  const redacted = redactEntry(entry, redact);
  if (redacted.status === 'refused') return { status: 'refused', rule: 'secret', why: redacted.why };
  const { path, text, flaw } = lintEntry(redacted.entry, redact);
  if (flaw) return { status: 'refused', rule: flaw.rule, why: flaw.why };
  return { status: 'ready', entry: redacted.entry, path, text, cuts: redacted.cuts };
}

/** An entry as the file that it would be, and the first thing that lint has against it; null when that is nothing. */
export function lintEntry(entry: LoreEntry, redact: Redact) {
  const [path, text] = [entryPath(entry), renderEntry(entry)];
  const [flaw = null] = lintLore([{ path, text, before: null }], redact);
  return { path, text, flaw };
}
