import { describe, expect, it } from '@jest/globals';
import type { FileChange } from '../../../src/domain/patch.ts';
import { guard, rules } from '../../../src/repair/guard/index.ts';
import { cart, cartTest, packageJson } from './corpus/bases.ts';
import { create, edit } from './corpus/case.ts';

const rulesOf = (changes: readonly FileChange[], options = {}) =>
  guard(changes, options).findings.map(({ rule }) => rule);

/** A lockfile of npm, version 3, with these packages. */
function lock(packages: Readonly<Record<string, object>>): string {
  return `${JSON.stringify({ lockfileVersion: 3, packages: { '': { name: 'shop' }, ...packages } }, null, 2)}\n`;
}
const lodash = {
  version: '4.17.21',
  resolved: 'https://registry.npmjs.org/lodash/-/lodash-4.17.21.tgz',
  integrity: 'sha512-a==',
};
function lockChange(packages: Readonly<Record<string, object>>): FileChange {
  return { ...create('package-lock.json', lock(packages)), before: lock({ 'node_modules/lodash': lodash }) };
}

describe('guard', () => {
  it('allows an empty patch', () => {
    expect(guard([])).toEqual({ allowed: true, findings: [] });
  });

  it('names rule, file, line and reason', () => {
    const [finding] = guard([edit(cart, 'item.prise', '(item as any).prise')]).findings;
    expect(finding).toEqual({
      rule: 'type-silenced',
      file: 'src/cart/cart.ts',
      line: 17,
      why: expect.stringContaining('any'),
    });
  });

  it('gives lines of the file also for a patch without its base', () => {
    const hunk = { before: 'a();\n', beforeLine: 40, after: '// @ts-ignore\na();\n', afterLine: 42 };
    const change = { ...create('src/a.ts', ''), before: hunk.before, after: hunk.after, hunks: [hunk] };
    expect(guard([change]).findings.map(({ line }) => line)).toEqual([42]);
  });

  it('gives the old line of what was taken away', () => {
    const [finding] = guard([edit(cartTest, '    expect(cart.total()).toBe(470);\n', '')]).findings;
    expect(finding).toMatchObject({ rule: 'test-removed', line: 22 });
  });

  it('leaves alone what the config names', () => {
    const change = edit(cart, 'item.prise', 'item.price');
    expect(rulesOf([change], { leaveAlone: ['src/cart/**'] })).toEqual(['leave-alone']);
    expect(rulesOf([change], { leaveAlone: ['src/*/cart.t?'] })).toEqual(['leave-alone']);
    expect(rulesOf([change], { leaveAlone: ['src'] })).toEqual(['leave-alone']);
    expect(rulesOf([change], { leaveAlone: ['*.ts', 'src/*.ts', 'cart.ts'] })).toEqual([]);
  });

  it('takes another limit of size, for the change and not for the file', () => {
    const big = {
      path: 'src/data.ts',
      text: `export const data = '${'x'.repeat(400_000)}';\nexport const size = 1;\n`,
    };
    expect(rulesOf([edit(big, 'size = 1', 'size = 2')])).toEqual([]);
    expect(rulesOf([create(big.path, big.text)])).toEqual(['oversize']);
    expect(rulesOf([create(big.path, big.text)], { maxBytes: 1_000_000 })).toEqual([]);
  });

  it('bounds all files together', () => {
    const many = Array.from({ length: 6 }, (_, index) =>
      create(`src/data${index}.ts`, `export const data = '${'x'.repeat(200_000)}';\n`),
    );
    expect(rulesOf(many)).toEqual(['oversize']);
  });

  it('does not take a suppression that moved to another file for a new one, but counts', () => {
    const from = { path: 'src/a.ts', text: '// @ts-ignore\nrun(1);\nrun(2);\n' };
    const gone = edit(from, '// @ts-ignore\nrun(1);\n', '');
    expect(rulesOf([gone, create('src/b.ts', '// @ts-ignore\nrun(1);\n')])).toEqual([]);
    expect(rulesOf([gone, create('src/b.ts', '// @ts-ignore\nrun(1);\n// @ts-ignore\nrun(1);\n')])).toEqual([
      'suppression-added',
    ]);
  });

  it('refuses code nested too deeply to be judged in a test', () => {
    const deep = `${'['.repeat(50_000)}1${']'.repeat(50_000)};\n`;
    expect(guard([{ ...create('test/a.test.js', deep), before: '1;\n' }]).allowed).toBe(false);
  });

  it('judges a file of a megabyte within two seconds', () => {
    const line = (index: number) =>
      `export const f${index} = (value: number): string => String(value + ${index}).padStart(8, '0');\n`;
    const text = Array.from({ length: 12_000 }, (_, index) => line(index)).join('');
    const start = performance.now();
    expect(guard([edit({ path: 'src/big.ts', text }, '+ 6000)', '- 6000)')]).allowed).toBe(true);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it('has rules with names of their own and a summary each', () => {
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    for (const { name, summary } of rules) {
      expect(name).toMatch(/^[a-z-]+$/);
      expect(summary).toMatch(/\.$/);
    }
  });
});

describe('guard for the lockfile fixer', () => {
  const allow = { allow: 'lockfile' };

  it('refuses lockfiles to all others', () => {
    expect(rulesOf([lockChange({ 'node_modules/lodash': lodash })])).toEqual(['lockfile-changed']);
  });

  it('allows packages of the registry with their hashes', () => {
    const zod = {
      version: '3.23.8',
      resolved: 'https://registry.npmjs.org/zod/-/zod-3.23.8.tgz',
      integrity: 'sha512-b==',
    };
    expect(rulesOf([lockChange({ 'node_modules/lodash': lodash, 'node_modules/zod': zod })], allow)).toEqual(
      [],
    );
  });

  it.each([
    ['git', { version: '1.0.0', resolved: 'git+ssh://git@github.com/a/b.git#0123', integrity: 'sha512-c==' }],
    ['another host', { version: '1.0.0', resolved: 'https://evil.example/x.tgz', integrity: 'sha512-c==' }],
    [
      'plain http',
      { version: '1.0.0', resolved: 'http://registry.npmjs.org/x/-/x-1.0.0.tgz', integrity: 'sha512-c==' },
    ],
    ['nowhere', { version: '1.0.0', resolved: 'https://registry.npmjs.org/x/-/x-1.0.0.tgz' }],
    ['a link outside', { resolved: '../../elsewhere', link: true }],
    [
      'an install script',
      {
        version: '1.0.0',
        resolved: 'https://registry.npmjs.org/x/-/x-1.0.0.tgz',
        integrity: 'sha512-c==',
        hasInstallScript: true,
      },
    ],
  ])('refuses a package from %s', (_, entry) => {
    expect(rulesOf([lockChange({ 'node_modules/lodash': lodash, 'node_modules/x': entry })], allow)).toEqual([
      'lockfile-source',
    ]);
  });

  it('refuses another hash of the same version', () => {
    expect(
      rulesOf([lockChange({ 'node_modules/lodash': { ...lodash, integrity: 'sha512-z==' } })], allow),
    ).toEqual(['lockfile-source']);
  });

  it('reads the lockfiles of others by line', () => {
    const yarn = {
      path: 'yarn.lock',
      text: 'a@1:\n  version "1.0.0"\n  resolved "https://registry.yarnpkg.com/a/-/a-1.0.0.tgz#1"\n  integrity sha512-a==\n',
    };
    expect(rulesOf([edit(yarn, 'a-1.0.0', 'a-1.0.1')], allow)).toEqual([]);
    expect(rulesOf([edit(yarn, 'https://registry.yarnpkg.com', 'https://evil.example')], allow)).toEqual([
      'lockfile-source',
    ]);
    expect(
      rulesOf([edit(yarn, 'https://registry.yarnpkg.com/a', 'git+https://github.com/a')], allow),
    ).toEqual(['lockfile-source']);
  });

  it('lets nothing else through', () => {
    expect(rulesOf([edit(packageJson, '"vitest run --coverage"', '"true"')], allow)).toEqual([
      'manifest-changed',
    ]);
  });
});

describe('guard on paths', () => {
  it.each([
    '/etc/passwd',
    'C:/x.ts',
    '../x.ts',
    'src/../../x.ts',
    'src\\x.ts',
    'a//b.ts',
    './x.ts',
    '',
    '.git/config',
    'sub/.Git/hooks/x',
    'src/nul',
    'src/a. /b',
    'src/a\nb.ts',
    'src/\u202ets.exe',
  ])('refuses %j', (path) => {
    expect(rulesOf([create(path, 'export {};\n')])).toContain('path-outside');
  });

  it.each([
    'src/a b.ts',
    'src/été.ts',
    '.github/FUNDING.yml',
    'src/[id]/(group)/@slot/page.tsx',
    'a/.hidden/x.ts',
    'docs/con-text.md',
  ])('allows %j', (path) => {
    expect(rulesOf([create(path, '\n')])).toEqual([]);
  });
});
