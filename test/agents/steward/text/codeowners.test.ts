import { describe, expect, it } from '@jest/globals';
import { readCodeowners } from '../../../../src/agents/steward/text/codeowners.ts';
import { statOf } from '../../../../src/agents/steward/text/stat-of.ts';
import { PATCH } from '../make.ts';

describe('readCodeowners', () => {
  const owners = (text: string, ...paths: string[]) => {
    const { logins, teams } = readCodeowners(text, paths);
    return [...logins, ...teams].join(' ');
  };

  it.each([
    ['* @all', 'src/a.ts', 'all'],
    ['* @all', '.github/x', 'all'],
    ['*.js @js', 'src/deep/a.js', 'js'],
    ['*.js @js', 'a.jsx', ''],
    ['/build/logs/ @doc', 'build/logs/a/b.txt', 'doc'],
    ['/build/logs/ @doc', 'x/build/logs/a.txt', ''],
    ['docs/* @doc', 'docs/a.md', 'doc'],
    ['docs/* @doc', 'docs/deep/a.md', ''],
    ['apps/ @app', 'x/apps/a', 'app'],
    ['apps/ @app', 'apps', ''],
    ['/docs @doc', 'docs/deep/a.md', 'doc'],
    ['/docs @doc', 'src/docs/a.md', ''],
    ['src/docs @doc', 'src/docs/a.md', 'doc'],
    ['src/docs @doc', 'x/src/docs/a.md', ''],
    ['**/logs @doc', 'a/b/logs/x', 'doc'],
    ['**/logs @doc', 'logs/x', 'doc'],
    ['a/**/z.ts @doc', 'a/z.ts', 'doc'],
    ['a/**/z.ts @doc', 'a/b/c/z.ts', 'doc'],
    ['a/** @doc', 'a/b/c', 'doc'],
    ['file?.ts @q', 'file1.ts', 'q'],
    ['file?.ts @q', 'file/.ts', ''],
    ['a\\ b.txt @space', 'a b.txt', 'space'],
    ['\\#x @hash', '#x', 'hash'],
    ['a.ts @x # why', 'a.ts', 'x'],
    ['# a.ts @x', 'a.ts', ''],
    ['src/ @octo/team @ada', 'src/a', 'ada octo/team'],
    ['src/ me@example.com', 'src/a', ''],
    ['SRC/ @x', 'src/a', ''],
    ['a+b(c).ts @x', 'a+b(c).ts', 'x'],
    ['!a.ts @x', 'a.ts', ''],
    ['[ab].ts @x', 'a.ts', ''],
    ['a.ts @x y', 'a.ts', ''],
    ['a.ts @x;rm', 'a.ts', ''],
    ['', 'a.ts', ''],
  ])('%j owns %s: %j', (text, path, expected) => {
    expect(owners(text, path)).toBe(expected);
  });

  it('lets the last line that matches decide, also when it names nobody', () => {
    expect(owners('* @all\n*.ts @ts\r\n/gen/ \n', 'a.ts')).toBe('ts');
    expect(owners('*.ts @ts\n* @all', 'a.ts')).toBe('all');
    expect(owners('* @all\n/gen/', 'gen/a.ts')).toBe('');
    expect(owners('*.ts @ts @all\n*.md @md @all', 'a.ts', 'b.md', 'c.ts')).toBe('ts all md');
  });

  it('answers quickly to any pattern', () => {
    const started = Date.now();
    for (const glob of [
      '*a'.repeat(30),
      '**/'.repeat(30),
      '*'.repeat(500),
      `${'a*'.repeat(6)}b`,
      `${'a*'.repeat(3)}b`,
      '**/*a*a*b/**/*a*a*b',
    ])
      readCodeowners(`${glob} @x`, [`${'a'.repeat(200)}/${'a'.repeat(200)}`]);
    expect(Date.now() - started).toBeLessThan(3000);
  });
});

describe('statOf', () => {
  it('counts lines by file', () => {
    expect(statOf(PATCH)).toEqual([{ path: 'src/app.ts', added: 1, removed: 1 }]);
  });

  it('is not misled by lines that look like headers', () => {
    const patch = [
      'diff --git a/a.txt b/a.txt',
      '--- a/a.txt',
      '+++ b/a.txt',
      '@@ -1,2 +1,2 @@',
      '--- old',
      '+++ new',
      ' diff --git a/x b/x',
      'diff --git a/b.txt b/b.txt',
      'new file mode 100644',
      '--- /dev/null',
      '+++ b/b.txt',
      '@@ -0,0 +1 @@',
      '+x',
      '\\ No newline at end of file',
      '',
    ].join('\n');
    expect(statOf(patch)).toEqual([
      { path: 'a.txt', added: 1, removed: 1 },
      { path: 'b.txt', added: 1, removed: 0 },
    ]);
    expect(statOf('')).toEqual([]);
  });
});
