import { isLockfile } from '../protected-path.ts';
import { addedLines } from '../reading/changed-lines.ts';
import type { Rule } from '../rule.ts';

const TOKENS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/, 'a private key'],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, 'an AWS key'],
  [/\bgh[pousr]_[A-Za-z0-9]{30,}\b|\bgithub_pat_[A-Za-z0-9_]{40,}\b/, 'a GitHub token'],
  [/\bglpat-[\w-]{20,}/, 'a GitLab token'],
  [/\bnpm_[A-Za-z0-9]{30,}\b|_authToken\s*=\s*(?!\$\{)\S{8,}/, 'an npm token'],
  [/\bxox[abeoprs]-[\w-]{10,}|hooks\.slack\.com\/services\/T\w+\/B\w+\/\w{8,}/, 'a Slack token'],
  [
    /\bdiscord(?:app)?\.com\/api\/webhooks\/\d+\/[\w-]{30,}|\b[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,}\b/,
    'a Discord token',
  ],
  [/\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,}/, 'a Stripe key'],
  [/\bsk-(?:[a-z]+-)*[A-Za-z0-9_-]{20,}/, 'an API key'],
  [/\bAIza[\w-]{35}\b|\bya29\.[\w-]{20,}/, 'a Google key'],
  [/\bSG\.[\w-]{16,}\.[\w-]{16,}/, 'a SendGrid key'],
  [/\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/, 'a signed web token'],
  [
    /\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/'"`$<{]+:(?![^@\s]*(?:\$\{|<|password|secret|changeme|example|xxx|\*{3}))[^\s:@/'"`]{6,}@(?!localhost|127\.|0\.0\.0\.0|example)/i,
    'a password in an address',
  ],
];
const NAMED =
  /(?:password|passwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|auth[-_]?key|client[-_]?secret|credential)[\w-]*['"]?\s*(?:[:=]|=>)\s*(['"`])([^'"`\s]{20,})\1/i;
const PLACEHOLDER =
  /example|sample|placeholder|dummy|changeme|change-me|your[-_]|xxxx|test|fake|\*{4}|0{6}|1234567|abcdef|<|\$\{|process\.env|redacted|lorem/i;
/** Bits per character: words stay below, keys do not. */
const RANDOM = 3.6;

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
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits > RANDOM;
}
