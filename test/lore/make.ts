import fc from 'fast-check';
import type { LoreEntry } from '../../src/domain/lore.ts';
import { LoreKind, LoreOutcome, Tried, Trust } from '../../src/domain/lore.ts';
import { blank } from '../../src/lore/blank.ts';
import { toBody } from '../../src/lore/markdown.ts';

export const ID = '01M862KT9SD9W76CY6B9CVDTFW';

/** An entry with something in it. */
export function makeEntry(changed: Partial<LoreEntry> = {}): LoreEntry {
  return {
    ...blank,
    id: ID,
    kind: 'decision',
    created: '2026-11-24T06:00:00.000Z',
    title: 'Workspaces borrow objects',
    body: 'Because `git worktree` writes into the clone.',
    ...changed,
  };
}

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const digits = fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ');
const id = fc
  .tuple(fc.constantFrom(...'01234567'), fc.string({ unit: digits, minLength: 25, maxLength: 25 }))
  .map((parts) => parts.join(''));
/** What YAML, markdown and terminals trip over. */
const nasty = fc.constantFrom(
  ...[
    '---',
    '...',
    '# ',
    '- ',
    ': ',
    ' #',
    '"',
    "'",
    '\\',
    '[',
    ']',
    '{',
    '}',
    '`',
    '```',
    '~~~',
    '<!--',
    '-->',
  ],
  ...['yes', 'no', 'null', '~', '1e3', '0x1f', '.5', '2026-11-24', '\u202e', '\ufeff', '\u200b', '\u{e0041}'],
  ...[
    '|',
    '>',
    '&a',
    '*a',
    '!t',
    '%',
    '@',
    ',',
    '\t',
    '  ',
    '\u{1f600}',
    'é',
    '</details>',
    '[x](javascript:a)',
  ],
);
const words = fc.array(fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 8 })), {
  minLength: 1,
  maxLength: 6,
});
const line = words
  .map((parts) => parts.join(' ').replace(/[\p{Cc}\u2028\u2029\ufeff\ud800-\udfff]/gu, ''))
  .filter((text) => text !== '');
const path = line
  .map((text) => text.replace(/^\/+/, ''))
  .filter((text) => text !== '' && !/(?:^|\/)\.\.(?:\/|$)/.test(text));
const sha = fc.oneof(
  hex(40),
  hex(64),
  fc.constant('1'.repeat(39).concat('e')),
  fc.constant(`1e${'7'.repeat(38)}`),
);
const instant = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
const few = <T>(of: fc.Arbitrary<T>) => fc.array(of, { maxLength: 3 });
const body = fc
  .array(fc.oneof(line, nasty, fc.constant('\n'), fc.constant('    code')), { maxLength: 12 })
  .map((lines) => toBody(lines.join('\n').replace(/\r|\0/g, '')).toWellFormed());

/** Any entry that the schema accepts. */
export const anyEntry: fc.Arbitrary<LoreEntry> = fc.record({
  id,
  kind: fc.constantFrom(...LoreKind.options),
  created: instant,
  agent: maybe(line),
  run: maybe(line),
  event: maybe(line),
  base: maybe(sha),
  head: maybe(sha),
  patch: maybe(hex(64)),
  check: maybe(line),
  rule: maybe(line),
  fingerprint: maybe(hex(64)),
  signature: maybe(line),
  files: few(path),
  tests: few(line),
  fixer: maybe(line),
  tried: few(
    fc.record({ fixer: line, candidate: line, status: fc.constantFrom(...Tried.shape.status.options) }),
  ),
  candidates: maybe(fc.nat()),
  seconds: maybe(fc.double({ min: 0, max: 1e6, noNaN: true }).map((one) => (one === 0 ? 0 : one))),
  outcome: maybe(fc.constantFrom(...LoreOutcome.options)),
  cites: few(fc.record({ path, blob: sha })),
  confidence: maybe(fc.constantFrom(0, 0.25, 0.7, 1)),
  trust: maybe(fc.constantFrom(...Trust.options)),
  supersedes: few(id),
  refers: few(id),
  expires: maybe(instant),
  tags: few(fc.constantFrom('heal', 'a-b', '2026', 'no', 'null', '1e3', '0x1')),
  title: line.map((text) => text.slice(0, 200).toWellFormed().trim()).filter((text) => text !== ''),
  body,
});
