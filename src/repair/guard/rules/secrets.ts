import { entropyOf, RANDOM_BITS, SECRET_TOKENS } from '../../../domain/secrets.ts';
import { isLockfile } from '../protected-path.ts';
import { addedLines } from '../reading/changed-lines.ts';
import type { Rule } from '../rule.ts';

const TOKENS: readonly (readonly [RegExp, string])[] = [
  ...SECRET_TOKENS,
  [
    /\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/'"`$<{]+:(?![^@\s]*(?:\$\{|<|password|secret|changeme|example|xxx|\*{3}))[^\s:@/'"`]{6,}@(?!localhost|127\.|0\.0\.0\.0|example)/i,
    'a password in an address',
  ],
];
const NAMED =
  /(?:password|passwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|auth[-_]?key|client[-_]?secret|credential)[\w-]*['"]?\s*(?:[:=]|=>)\s*(['"`])([^'"`\s]{20,})\1/i;
const PLACEHOLDER =
  /example|sample|placeholder|dummy|changeme|change-me|your[-_]|xxxx|test|fake|\*{4}|0{6}|1234567|abcdef|<|\$\{|process\.env|redacted|lorem/i;
/** Directions of writing can be turned so that code reads other than it runs. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/;

export const secretAdded: Rule = {
  name: 'secret-added',
  summary: 'No token, key or password may be added.',
  check(change, context) {
    if (isLockfile(change.path)) return [];
    return context.view(change).pieces.flatMap(({ before, after }) =>
      addedLines(before?.text ?? '', after?.text ?? '', after?.firstLine ?? 1).flatMap(({ text, line }) => {
        const what = secretIn(text);
        return what === null ? [] : [{ line, why: `it looks like ${what}` }];
      }),
    );
  },
};

export const invisibleText: Rule = {
  name: 'invisible-text',
  summary: 'No characters may be added that make code read other than it runs.',
  check: (change, context) =>
    context.view(change).pieces.flatMap(({ before, after }) =>
      addedLines(before?.text ?? '', after?.text ?? '', after?.firstLine ?? 1)
        .filter(({ text }) => TURNING.test(text))
        .map(({ line }) => ({
          line,
          why: 'a character turns the direction of writing, so the line reads other than it runs',
        })),
    ),
};

function secretIn(line: string): string | null {
  // Longer lines hold data; a token in them is still found at its usual places.
  const text = line.slice(0, 4_000);
  for (const [pattern, what] of TOKENS) {
    const match = pattern.exec(text)?.[0];
    if (match !== undefined && !/example|xxxx|placeholder|your[-_]|fake|dummy/i.test(match)) return what;
  }
  const value = NAMED.exec(text)?.[2];
  return value !== undefined && !PLACEHOLDER.test(value) && isRandom(value) ? 'a secret' : null;
}

function isRandom(value: string): boolean {
  if (!/\d/.test(value) || !/[a-z]/i.test(value) || !/^[\w+/=.~-]+$/.test(value)) return false;
  return entropyOf(value) > RANDOM_BITS;
}
