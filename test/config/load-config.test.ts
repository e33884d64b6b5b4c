import { describe, expect, it } from '@jest/globals';
import { parseConfig, parseYaml } from '../../src/config/load-config.ts';
import { DreamError } from '../../src/domain/errors.ts';

/** The lines of the one error that the text leads to. */
function problemsOf(text: string): string[] {
  try {
    parseConfig(text, 'dreamos.yml');
  } catch (error) {
    if (!(error instanceof DreamError)) throw error;
    expect(error.code).toBe('bad-config');
    expect(error.hint).toContain('dreamos validate');
    return error.message.split('\n');
  }
  throw new Error('it was accepted');
}

describe('parseConfig', () => {
  it.each(['', '# nothing but a comment\n', '{}', '---\n'])('takes %j as the defaults', (text) => {
    expect(parseConfig(text, 'dreamos.yml')).toEqual({
      mode: 'propose',
      checks: {},
      detect: true,
      fixers: { format: true, typescript: true, modules: true, lockfile: true, regression: true },
      budget: { seconds: 300, candidates: 200 },
      leaveAlone: [],
      flakyRuns: 2,
      sandbox: 'auto',
      allow: [],
      lore: { write: true, branch: 'dreamos/lore' },
      github: {
        prove: false,
        gate: false,
        caps: { pullsPerHour: 2, openPulls: 3, openIssues: 10, attempts: 3, commandsPerHour: 20 },
        healPulls: true,
        reviewers: 'none',
        signOff: 'auto',
        bots: [],
        hours: null,
      },
      timeout: 600,
    });
  });

  it('refuses __proto__ as a name, which would vanish', () => {
    expect(problemsOf('checks:\n  __proto__: { run: x }\n')).toEqual([
      'dreamos.yml:2: `__proto__` cannot be a name',
    ]);
  });

  it('reads what is written and leaves the rest as it is', () => {
    const text = [
      '# yaml-language-server: $schema=../dreamos.schema.json',
      'mode: observe',
      'checks:',
      '  lint: false',
      '  unit: npx vitest run',
      '  test: { timeout: 60 }',
      '  web: { run: make, cwd: packages/web }',
      'fixers: { format: false }',
      'budget: { seconds: 20 }',
      'leaveAlone: [dist/**]',
    ].join('\n');
    expect(parseConfig(text, 'dreamos.yml')).toMatchObject({
      mode: 'observe',
      checks: {
        lint: false,
        unit: { run: 'npx vitest run' },
        test: { timeout: 60 },
        web: { run: 'make', cwd: 'packages/web' },
      },
      fixers: { format: false, typescript: true },
      budget: { seconds: 20, candidates: 200 },
      leaveAlone: ['dist/**'],
    });
  });

  it('reads JSON as well', () => {
    expect(parseConfig('{"checks": {"lint": false}}', 'dreamos.json').checks).toEqual({ lint: false });
  });

  it.each([
    ['budgte: 1', 'dreamos.yml:1: budgte: unknown key; did you mean `budget`?'],
    ['leavealone: []', 'dreamos.yml:1: leavealone: unknown key; did you mean `leaveAlone`?'],
    ['fixers:\n  fromat: true', 'dreamos.yml:2: fixers.fromat: unknown key; did you mean `format`?'],
    ['checks:\n  a:\n    rum: x', 'dreamos.yml:3: checks.a.rum: unknown key; did you mean `run`?'],
    ['seconds: 3', 'dreamos.yml:1: seconds: unknown key; it belongs under `budget`'],
    ['budget:\n  mode: observe', 'dreamos.yml:2: budget.mode: unknown key; it belongs at the top'],
    ['budget:\n  x: 1', 'dreamos.yml:2: budget.x: unknown key; known here: `seconds`, `candidates`'],
    [
      'mode: obsrve',
      'dreamos.yml:1: mode: expected `propose`, `observe` or `off`, found "obsrve"; did you mean `observe`?',
    ],
    ['detect: yes', 'dreamos.yml:1: detect: expected `true` or `false`, found "yes"'],
    ['checks:', 'dreamos.yml:1: checks: expected a mapping, found nothing'],
    ['timeout: "5"', 'dreamos.yml:1: timeout: expected a number, found "5"'],
    ['timeout: 0', 'dreamos.yml:1: timeout: must be more than 0, found 0'],
    ['flakyRuns: 99', 'dreamos.yml:1: flakyRuns: must be at most 20, found 99'],
    ['budget: { candidates: 1.5 }', 'dreamos.yml:1: budget.candidates: expected a whole number, found 1.5'],
    ['leaveAlone: src', 'dreamos.yml:1: leaveAlone: expected a list, found "src"'],
    ['leaveAlone:\n  - a\n  - 5', 'dreamos.yml:3: leaveAlone.1: expected text, found 5'],
    ['checks:\n  a: 5', 'dreamos.yml:2: checks.a: expected `false`, text or a mapping, found 5'],
    ['checks:\n  a: ""', 'dreamos.yml:2: checks.a: must not be empty'],
    ['checks:\n  a: off', 'dreamos.yml:2: checks.a: write `false` to leave a check out, found "off"'],
    [
      'checks:\n  a: { cwd: ../b }',
      'dreamos.yml:2: checks.a.cwd: a folder inside the repository, relative to its top and with `/`, found "../b"',
    ],
    [
      'checks:\n  a b: x',
      'dreamos.yml:2: checks.a b: a check name has letters, digits, `.`, `_` and `-`, and begins with a letter or digit',
    ],
    ['- a', 'dreamos.yml:1: expected a mapping, found a list'],
    ['mode: off\nmode: off', 'dreamos.yml:2: `mode` is given twice; keep one'],
    ['checks:\n\tlint: x', 'dreamos.yml:2: indent with spaces, not with tabs'],
    ['mode: off\n---\nmode: off', 'dreamos.yml:2: only one document is read; a second one begins here'],
    ['? [a]\n: b', 'dreamos.yml:1: a key must be text'],
    ['mode: !secret x', 'dreamos.yml:1: Unresolved tag: !secret'],
    ['x'.repeat(300_000), 'dreamos.yml: too large: 300000 bytes; at most 262144 are read'],
    ['['.repeat(200_000), 'dreamos.yml: nested too deeply'],
  ])('says of %.40j just what is wrong', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it('refuses aliases that multiply', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x,x]', 'b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]'];
    bomb.push('c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]', 'd: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]');
    expect(problemsOf(bomb.join('\n'))).toEqual([expect.stringContaining('alias')]);
  });

  it('tells all problems at once, in the order of the lines', () => {
    expect(problemsOf('zzz: 1\nmode: x\nfixers:\n  a: 1\n').map((line) => line.split(': ')[0])).toEqual([
      'dreamos.yml:1',
      'dreamos.yml:2',
      'dreamos.yml:4',
    ]);
  });

  it('stops counting after twenty', () => {
    const text = Array.from({ length: 25 }, (_, index) => `key${index}: 1`).join('\n');
    expect(problemsOf(text).at(-1)).toBe('and 5 more');
  });

  it('is not fooled by names of built-in properties', () => {
    expect(problemsOf('__proto__: { mode: off }')).toHaveLength(1);
    expect(problemsOf('constructor: x')).toHaveLength(1);
  });
});

describe('parseYaml', () => {
  it('gives the value, or undefined for what is no YAML', () => {
    expect(parseYaml("packages:\n  - 'a/*'\n  - '!**/test'\n")).toEqual({ packages: ['a/*', '!**/test'] });
    expect(parseYaml('a: [')).toBeUndefined();
  });
});
