import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normaliseMessage } from '../../src/repair/normalise.ts';

/** What Node 16, 20, 22 and 24 said of the same mistake. */
const wordings: readonly (readonly string[])[] = [
  ["Cannot read property 'x' of undefined", "Cannot read properties of undefined (reading 'x')"],
  ["Cannot set property 'x' of null", "Cannot set properties of null (setting 'x')"],
  [
    'Unexpected token } in JSON at position 5',
    'Unexpected token \'}\', "{"a":}" is not valid JSON',
    "Expected property name or '}' in JSON at position 1",
    "Expected property name or '}' in JSON at position 1 (line 1 column 2)",
    'Unexpected end of JSON input',
    '"undefined" is not valid JSON',
  ],
  [
    "Expected values to be strictly equal:\n+ actual - expected\n\n+ 'hello'\n- 'world'",
    "Expected values to be strictly equal:\n\n'hello' !== 'world'\n",
  ],
  [
    'Expected values to be strictly deep-equal:\n+ actual - expected ... Lines skipped\n\n  [\n    1,\n+   4,\n-   5,\n    5,\n...\n    9\n  ]',
    'Expected values to be strictly deep-equal:\n+ actual - expected\n\n  [\n    1,\n+   4,\n    5,\n-   5,\n    6\n  ]\n',
  ],
  ['undefined is not iterable (cannot read property Symbol(Symbol.iterator))', 'undefined is not iterable'],
  [
    'Must use import to load ES Module: /home/a/x.js\nrequire() of ES modules is not supported.',
    'require() of ES Module /srv/b/x.js from /srv/b/y.js not supported.\nInstead change the require',
  ],
  [
    'The "path" argument must be of type string. Received type number',
    'The "path" argument must be of type string. Received type number (1)',
  ],
  ["Cannot find module './nope'\nRequire stack:\n- /tmp/fmt/a.test.cjs", "Cannot find module './nope'"],
];

describe('normaliseMessage', () => {
  it.each(wordings)('has one wording for %s', (...said) => {
    expect(new Set(said.map((message) => normaliseMessage(message, null))).size).toBe(1);
  });

  it.each([
    [
      "Cannot find module '/root/a b/repo/src/x.js' imported from /root/a b/repo/test/y.js",
      "Cannot find module 'src/x.js' imported from test/y.js",
    ],
    [
      "Cannot find module 'C:\\Users\\J D\\repo\\src\\x.js' imported from C:\\Users\\J D\\repo\\test\\y.js",
      "Cannot find module 'src/x.js' imported from test/y.js",
    ],
    ['src\\foo\\bar.ts(3,5): error', 'src/foo/bar.ts: error'],
    ["open 'C:\\Users\\J\\AppData\\Local\\Temp\\foo-ab12CD\\a.json'", "open 'a.json'"],
    ["mkdir '/tmp/foo-ab12CD'", "mkdir 'foo-<drawn>'"],
    ['in /home/x/repo/node_modules/chai/lib/chai.js:12:5', 'in node_modules/chai/lib/chai.js'],
    ['Type \'import("/r/x/src/a").A\' is bad', 'Type \'import("a").A\' is bad'],
    ['Module \'"/r/x/test/a"\' has none', 'Module \'"test/a"\' has none'],
    ['Module \'"test/a"\' has none', 'Module \'"test/a"\' has none'],
    ['fetch http://127.0.0.1:53412/a/b.js failed', 'fetch http://127.0.0.1:<port>/a/b.js failed'],
    ['expected /users/1 to equal /users/2', 'expected /users/1 to equal /users/2'],
  ])('makes paths the same everywhere: %s', (message, plain) => {
    expect(normaliseMessage(message, 'test/y.js')).toBe(plain);
  });

  it.each([
    [
      'connect ECONNREFUSED 127.0.0.1:53412 took 12ms',
      'connect ECONNREFUSED 127.0.0.1:<port> took <duration>',
    ],
    ['connect ECONNREFUSED ::1:5432', 'connect ECONNREFUSED ::1:5432'],
    ['address already in use :::3000', 'address already in use :::<port>'],
    ['Exceeded timeout of 5000 ms for a test.', 'Exceeded timeout of <duration> for a test.'],
    ['at 12:30:01 pid 123 failed 0x7fff5fbff8a0', 'at <time> pid <id> failed <address>'],
    ['no commit 1a2b3c4d5e6f in 2026-11-24T03:52:16Z', 'no commit <sha> in <time>'],
    ['no 7be99fe2-76c3-4af9-9bc9-3895aa766578', 'no <uuid>'],
    ['no 01ARZ3NDEKTSV4RRFFQ69G5FAV', 'no <ulid>'],
    ["'x' is already declared on line 3 column 7.", "'x' is already declared."],
    ['Unexpected token (3:7)', 'Unexpected token'],
  ])('takes out what is drawn or measured: %s', (message, plain) => {
    expect(normaliseMessage(message, null)).toBe(plain);
  });

  it.each([
    'expected 3 to be 4',
    "expected '3 s' to be '5 s'",
    "expected '2024-01-02' to be '2024-01-03'",
    'File has too many lines (305). Maximum allowed is 300.',
    'x\n- 3 s\n+ 5 s',
    "It's the user's 'took 3 s' here",
    'Expected 2 arguments, but got 1.',
  ])('leaves what is meant: %s', (message) => {
    expect(normaliseMessage(message, null)).toBe(message);
  });

  it('drops code frames, markers and stacks', () => {
    const message =
      'Unexpected token (3:7)\n\n  1 | foo\n> 2 | bar\n    |  ^\n\n    at parse (/home/x/a.js:3:7)';
    expect(normaliseMessage(message, null)).toBe('Unexpected token');
  });

  it('changes nothing more when it is used twice', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(...wordings.flat(), "a '/tmp/x-ab12CD/y.js' took 3 ms"),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), (lines) => {
        const once = normaliseMessage(lines.join('\n'), 'src/a.ts');
        expect(normaliseMessage(once, 'src/a.ts')).toBe(once);
      }),
      { numRuns: 500, seed: 5 },
    );
  });

  it('is quick with long messages', () => {
    const hostile = [
      "'".repeat(50_000),
      'a/'.repeat(50_000),
      'Unexpected '.repeat(20_000),
      '1:'.repeat(50_000),
      ' \n'.repeat(50_000),
    ];
    const started = performance.now();
    for (const message of hostile) normaliseMessage(message, 'src/a.ts');
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
