import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FileChange } from '../../src/domain/patch.ts';
import { parsePatch, renderPatch } from '../../src/repair/patch-text.ts';

let root = '';
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'core.autocrlf=false', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
const write = (path: string, text: string | Buffer) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

const base: Readonly<Record<string, string>> = {
  'plain.ts': 'one\ntwo\nthree\n',
  'no newline.ts': 'one\ntwo',
  'ünï/ß.ts': 'x\n',
  'quo"te.ts': '1\n',
  'crlf.ts': 'a\r\nb\r\n',
  'gone.ts': 'gone\n',
  'moved.ts': 'a\nb\nc\nd\ne\nf\ng\nh\n',
  'empty.ts': '',
};
const readBase = (path: string) => base[path] ?? null;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'patch-text-'));
  git('init', '-q');
  for (const [path, text] of Object.entries(base)) write(path, text);
  git('add', '-A');
  git('commit', '-qm', 'base');
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function change(
  path: string,
  before: string | null,
  after: string | null,
  more: Partial<FileChange> = {},
): FileChange {
  return {
    path,
    renamedFrom: null,
    before,
    after,
    beforeMode: null,
    afterMode: null,
    binary: false,
    ...more,
  };
}

/** What git makes of changes in the working tree, read back. */
function diffOfTree(...options: string[]): FileChange[] {
  git('add', '-A');
  return parsePatch(git('diff', '--cached', ...options), readBase);
}

const byPath = (changes: readonly FileChange[]) => Object.fromEntries(changes.map((one) => [one.path, one]));

describe('renderPatch', () => {
  const changes = [
    change('plain.ts', base['plain.ts'] ?? '', 'one\n2\nthree\nfour\n'),
    change('no newline.ts', 'one\ntwo', 'one\ntwo\n'),
    change('ünï/ß.ts', 'x\n', 'y'),
    change('quo"te.ts', '1\n', '2\n'),
    change('crlf.ts', 'a\r\nb\r\n', 'a\r\nc\r\n'),
    change('gone.ts', 'gone\n', null),
    change('new folder/new file.ts', null, 'hello'),
    change('tab\tname.ts', null, 'tab\n'),
    change('nothing.ts', null, ''),
    change('moved too.ts', base['moved.ts'] ?? '', 'a\nb\nc\nD\ne\nf\ng\nh\n', { renamedFrom: 'moved.ts' }),
    change('empty.ts', '', 'now\n'),
  ];

  it('makes what git apply takes, and what comes back by parsePatch', () => {
    const text = renderPatch(changes);
    write('p.patch', text);
    git('apply', 'p.patch');
    for (const { path, after } of changes)
      if (after !== null) expect(readFileSync(join(root, path), 'utf8')).toBe(after);
    expect(() => readFileSync(join(root, 'gone.ts'))).toThrow();
    const back = parsePatch(text, readBase).map(({ path, renamedFrom, before, after }) => ({
      path,
      renamedFrom,
      before,
      after,
    }));
    expect(back).toEqual(
      changes.map(({ path, renamedFrom, before, after }) => ({ path, renamedFrom, before, after })),
    );
  });

  it('replaces the whole of a file that is altogether different', () => {
    const lines = (word: string) =>
      Array.from({ length: 15_000 }, (_, index) => `${word}${index}`).join('\n');
    write('big.ts', lines('a'));
    write('p.patch', renderPatch([change('big.ts', lines('a'), `${lines('b')}\n`)]));
    git('apply', 'p.patch');
    expect(readFileSync(join(root, 'big.ts'), 'utf8')).toBe(`${lines('b')}\n`);
  });

  it('says a change of mode', () => {
    write(
      'p.patch',
      renderPatch([change('plain.ts', 'x', 'x', { beforeMode: '100644', afterMode: '100755' })]),
    );
    expect(git('apply', '--summary', 'p.patch')).toContain('100755');
  });
});

describe('parsePatch', () => {
  it('reads what git diff prints', () => {
    write('plain.ts', 'one\n2\nthree\n');
    write('ünï/ß.ts', 'z');
    write('sub dir/new.ts', 'new\n');
    rmSync(join(root, 'gone.ts'));
    const changes = byPath(diffOfTree());
    expect(changes['plain.ts']).toMatchObject({
      before: 'one\ntwo\nthree\n',
      after: 'one\n2\nthree\n',
    });
    expect(changes['ünï/ß.ts']).toMatchObject({ before: 'x\n', after: 'z' });
    expect(changes['sub dir/new.ts']).toMatchObject({ before: null, after: 'new\n' });
    expect(changes['gone.ts']).toMatchObject({ before: 'gone\n', after: null });
  });

  it('reads renames, copies and modes', () => {
    git('mv', 'moved.ts', 'moved on.ts');
    write('copy.ts', base['plain.ts'] ?? '');
    write('plain.ts', 'one\ntwo\nthree\nfour\n');
    chmodSync(join(root, 'crlf.ts'), 0o755);
    symlinkSync('/etc/passwd', join(root, 'link'));
    const changes = byPath(diffOfTree('-M', '-C'));
    expect(changes['moved on.ts']).toMatchObject({
      renamedFrom: 'moved.ts',
      before: base['moved.ts'],
      after: base['moved.ts'],
    });
    expect(changes['copy.ts']).toMatchObject({ renamedFrom: null, before: null, after: base['plain.ts'] });
    expect(changes['crlf.ts']).toMatchObject({ beforeMode: '100644', afterMode: '100755' });
    expect(changes.link).toMatchObject({ before: null, after: '/etc/passwd', afterMode: '120000' });
  });

  it('reads submodules', () => {
    const text =
      'diff --git a/lib b/lib\nnew file mode 160000\nindex 0000000..1234567\n--- /dev/null\n+++ b/lib\n@@ -0,0 +1 @@\n+Subproject commit 1234567\n';
    expect(parsePatch(text, () => null)).toEqual([
      expect.objectContaining({ path: 'lib', afterMode: '160000' }),
    ]);
  });

  it.each([['--binary'], ['--no-binary']])('knows binary files (%s)', (option) => {
    write('data.bin', Buffer.from([0, 1, 2, 0, 255]));
    expect(diffOfTree(...(option === '--binary' ? ['--binary'] : []))).toEqual([
      expect.objectContaining({ path: 'data.bin', binary: true, before: null }),
    ]);
  });

  it.each([['--no-prefix'], ['--src-prefix=i/', '--dst-prefix=w/'], ['-U0'], ['-U10'], ['--full-index']])(
    'reads diffs made with %s',
    (...options) => {
      write('plain.ts', 'one\n2\nthree\n');
      write('a/inner.ts', 'new\n');
      const changes = byPath(diffOfTree(...options));
      expect(changes['plain.ts']?.after).toBe('one\n2\nthree\n');
      expect(changes['a/inner.ts']?.after).toBe('new\n');
    },
  );

  it('reads mails, one commit after the other', () => {
    for (const text of ['one\n2\nthree\n', 'one\n2\n3\n']) {
      write('plain.ts', text);
      git('commit', '-qam', 'step\n\n--- is a line of the message');
    }
    const [only, ...more] = parsePatch(git('format-patch', '--stdout', 'HEAD~2'), readBase);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ path: 'plain.ts', before: 'one\ntwo\nthree\n', after: 'one\n2\n3\n' });
  });

  it('reads what diff -u prints', () => {
    const text =
      '--- plain.ts\t2024-01-01 00:00:00.000000000 +0000\n+++ plain.ts\t2024-01-02 00:00:00.000000000 +0000\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n';
    expect(parsePatch(text, readBase)).toEqual([
      expect.objectContaining({ path: 'plain.ts', after: 'one\n2\nthree\n' }),
    ]);
  });

  it('reads a patch saved with Windows line ends, and keeps those of the file', () => {
    const text =
      'diff --git a/plain.ts b/plain.ts\n--- a/plain.ts\n+++ b/plain.ts\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n';
    expect(parsePatch(text.replaceAll('\n', '\r\n'), readBase)[0]?.after).toBe('one\n2\nthree\n');
    write('crlf.ts', 'a\r\nB\r\n');
    expect(diffOfTree()[0]?.after).toBe('a\r\nB\r\n');
  });

  it('takes hunks with wrong counts and stripped blanks, as people write them', () => {
    const text = '--- a/x.ts\n+++ b/x.ts\n@@ -1,9 +1,9 @@\n one\n\n-two\n+2\n';
    expect(parsePatch(text, () => 'one\n\ntwo\n')[0]?.after).toBe('one\n\n2\n');
  });

  it('finds the place of a hunk whose lines have moved', () => {
    const text = '--- a/x.ts\n+++ b/x.ts\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n';
    expect(parsePatch(text, () => '0\n0\none\ntwo\n')[0]?.after).toBe('0\n0\none\n2\n');
  });

  it('holds what the hunks show where the base is not to be had or is another', () => {
    const text =
      '--- a/x.ts\n+++ b/x.ts\n@@ -10,2 +11,2 @@\n ten\n-eleven\n+XI\n@@ -20,1 +21,2 @@\n twenty\n+more\n';
    for (const base of [null, 'something else\n']) {
      const [one] = parsePatch(text, () => base);
      expect(one?.hunks).toEqual([
        { before: 'ten\neleven\n', beforeLine: 10, after: 'ten\nXI\n', afterLine: 11 },
        { before: 'twenty\n', beforeLine: 20, after: 'twenty\nmore\n', afterLine: 21 },
      ]);
      expect(one?.after?.split('\n').indexOf('more')).toBe(21);
    }
  });

  it.each([
    ['', 'no diff'],
    ['hello\nworld\n', 'no diff'],
    ['@@ -1 +1 @@\n-a\n+b\n', 'without the name'],
    ['--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\nrubbish\n', 'neither context'],
    ['diff --cc x\nindex 1,2..3\n--- a/x\n+++ b/x\n@@@ -1,1 -1,1 +1,1 @@@\n', 'merge'],
    ['diff --git a/x.ts b/x.ts\n--- a/x.ts\n+++ b/test/x.test.ts\n@@ -1 +1 @@\n-a\n+b\n', 'differ'],
  ])('throws bad-input for %j', (text, words) => {
    expect(() => parsePatch(text, () => null)).toThrow(
      expect.objectContaining({ code: 'bad-input', message: expect.stringContaining(words) }),
    );
  });
});
