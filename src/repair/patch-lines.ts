import type { StructuredPatchHunk } from 'diff';
import { DreamError } from '../domain/errors.ts';

/** One file's part of a diff, as it is written. */
export interface FilePatch {
  /** Null for a new file. */
  readonly oldPath: string | null;
  /** Null for a deleted one. */
  readonly newPath: string | null;
  readonly isCopy: boolean;
  readonly oldMode: string | null;
  readonly newMode: string | null;
  readonly isBinary: boolean;
  readonly hunks: readonly StructuredPatchHunk[];
}

interface Header {
  gitOld: string | null;
  gitNew: string | null;
  oldName: string | null;
  newName: string | null;
  from: string | null;
  to: string | null;
  isCopy: boolean;
  isNew: boolean;
  isDeleted: boolean;
  oldMode: string | null;
  newMode: string | null;
  isBinary: boolean;
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/** Cuts a text into the parts of its files. Everything around them, such as a mail's words, is passed over. */
export function parseFilePatches(text: string): FilePatch[] {
  const lines = linesOf(text);
  const patches: FilePatch[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (/^diff --(?:cc|combined) /.test(line) || /^@@@+ /.test(line))
      throw bad('this is a diff of a merge', at);
    if (line.startsWith('diff --git ')) at = readFile(lines, at + 1, gitHeader(line, at), patches);
    else if (isUnifiedHeader(lines, at)) at = readFile(lines, at, emptyHeader(), patches);
    else if (HUNK.test(line)) throw bad('a hunk stands here without the name of its file', at);
    else at++;
  }
  return patches;
}

/** A patch that was saved with Windows line ends is read as if it were not; one that changes such a file keeps them. */
function linesOf(text: string): string[] {
  const lines = text.replace(/^\ufeff/, '').split('\n');
  if (lines.at(-1) === '') lines.pop();
  const headers = lines.filter((line) => /^(?:diff --git |--- |\+\+\+ |@@ -)/.test(line));
  const all = headers.length > 0 && headers.every((line) => line.endsWith('\r'));
  return all ? lines.map((line) => line.replace(/\r$/, '')) : lines;
}

function bad(what: string, at: number): DreamError {
  return new DreamError(
    'bad-input',
    `line ${at + 1} of the patch: ${what}`,
    'Give a unified diff, as `git diff` prints it.',
  );
}

function isUnifiedHeader(lines: readonly string[], at: number): boolean {
  return /^--- \S/.test(lines[at] ?? '') && /^\+\+\+ \S/.test(lines[at + 1] ?? '');
}

function emptyHeader(): Header {
  return {
    gitOld: null,
    gitNew: null,
    oldName: null,
    newName: null,
    from: null,
    to: null,
    isCopy: false,
    isNew: false,
    isDeleted: false,
    oldMode: null,
    newMode: null,
    isBinary: false,
  };
}

function gitHeader(line: string, at: number): Header {
  const names = splitNames(line.slice('diff --git '.length).replace(/\r$/, ''));
  if (names === null) throw bad('these are not two names', at);
  return { ...emptyHeader(), gitOld: names[0], gitNew: names[1] };
}

/** `a/x b/x`; names with blanks are told apart by being the same on both sides, as a rename names them again below. */
function splitNames(text: string): [string, string] | null {
  if (text.startsWith('"')) {
    const end = endOfQuoted(text);
    return end === -1 ? null : [unquoted(text.slice(0, end)), unquoted(text.slice(end + 1))];
  }
  const quoted = text.indexOf(' "');
  if (quoted !== -1 && text.endsWith('"')) return [text.slice(0, quoted), unquoted(text.slice(quoted + 1))];
  const half = (text.length - 1) / 2;
  const [left, right] = [text.slice(0, half), text.slice(half + 1)];
  if (Number.isInteger(half) && text[half] === ' ' && (left === right || left.slice(2) === right.slice(2)))
    return [left, right];
  const blank = text.indexOf(' b/') === -1 ? text.indexOf(' ') : text.indexOf(' b/');
  return blank === -1 ? null : [text.slice(0, blank), text.slice(blank + 1)];
}

function endOfQuoted(text: string): number {
  for (let at = 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  return -1;
}

const ESCAPES: Readonly<Record<string, number>> = {
  n: 10,
  t: 9,
  r: 13,
  a: 7,
  b: 8,
  f: 12,
  v: 11,
  '"': 34,
  '\\': 92,
};

/** Git writes odd names in C's way: `"caf\303\251"`. */
function unquoted(name: string): string {
  if (!name.startsWith('"')) return name;
  const bytes: number[] = [];
  for (const match of name.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/gsu)) {
    if (match[1] !== undefined) bytes.push(Number.parseInt(match[1], 8));
    else if (match[2] !== undefined) bytes.push(ESCAPES[match[2]] ?? match[2].charCodeAt(0));
    else bytes.push(...Buffer.from(match[3] ?? ''));
  }
  return Buffer.from(bytes).toString('utf8');
}

/** Reads the lines below the first, up to the next file. Returns where that is. */
function readFile(lines: readonly string[], start: number, header: Header, patches: FilePatch[]): number {
  const hunks: StructuredPatchHunk[] = [];
  let at = start;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (line.startsWith('diff --git ') || (header.newName !== null && isUnifiedHeader(lines, at))) break;
    if (/^From [0-9a-f]{7,} /.test(line)) break;
    if (HUNK.test(line)) {
      const hunk = readHunk(lines, at, header);
      hunks.push(hunk);
      at += hunk.lines.length + 1;
    } else {
      readHeaderLine(line, header);
      at++;
    }
  }
  const patch = toFilePatch(header, hunks, start);
  if (patch !== null) patches.push(patch);
  return at;
}

function readHeaderLine(given: string, header: Header): void {
  const line = given.replace(/\r$/, '');
  const after = (prefix: string) => (line.startsWith(prefix) ? line.slice(prefix.length) : null);
  if (header.oldName === null && line.startsWith('--- ')) header.oldName = nameOf(line.slice(4));
  else if (header.newName === null && line.startsWith('+++ ')) header.newName = nameOf(line.slice(4));
  else if (line === 'GIT binary patch' || /^Binary files .* differ$/.test(line)) header.isBinary = true;
  header.oldMode =
    after('old mode ') ??
    after('deleted file mode ') ??
    /^index \S+\.\.\S+ (\d{6})$/.exec(line)?.[1] ??
    header.oldMode;
  header.newMode =
    after('new mode ') ??
    after('new file mode ') ??
    /^index \S+\.\.\S+ (\d{6})$/.exec(line)?.[1] ??
    header.newMode;
  header.isNew ||= line.startsWith('new file mode ');
  header.isDeleted ||= line.startsWith('deleted file mode ');
  header.isCopy ||= line.startsWith('copy from ');
  const from = after('rename from ') ?? after('copy from ');
  const to = after('rename to ') ?? after('copy to ');
  if (from !== null) header.from = unquoted(from);
  if (to !== null) header.to = unquoted(to);
}

/** Without the time stamp that `diff -u` puts after a tab. */
function nameOf(text: string): string {
  return text.startsWith('"')
    ? unquoted(text.slice(0, endOfQuoted(text)))
    : (text.split('\t')[0] ?? '').trimEnd();
}

/** The counts tell where a hunk ends; where they are wrong, as in diffs written by hand, the signs do. */
function readHunk(lines: readonly string[], start: number, header: Header): StructuredPatchHunk {
  const match = HUNK.exec(lines[start] ?? '');
  const count = (index: number) => Number(match?.[index] ?? 1);
  let oldLeft = count(2);
  let newLeft = count(4);
  const body: string[] = [];
  for (let at = start + 1; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const over = oldLeft <= 0 && newLeft <= 0;
    if (line.startsWith('diff --git ') || HUNK.test(line)) break;
    if (over && (!/^[ +\-\\]/.test(line) || line === '-- ' || isUnifiedHeader(lines, at))) break;
    if (!over && line !== '' && !/^[ +\-\\]/.test(line))
      throw bad('this line is neither context, added nor removed', at);
    const sign = line[0] ?? ' ';
    if (sign === ' ' || sign === '-') oldLeft--;
    if (sign === ' ' || sign === '+') newLeft--;
    // Editors strip the blank of an empty context line.
    body.push(line === '' ? ' ' : line);
  }
  while (oldLeft < 0 && newLeft < 0 && body.at(-1) === ' ') {
    body.pop();
    oldLeft++;
    newLeft++;
  }
  const signs = (wanted: string) => body.filter((line) => wanted.includes(line[0] ?? '')).length;
  header.isBinary ||= false;
  return {
    oldStart: Number(match?.[1] ?? 0),
    oldLines: signs(' -'),
    newStart: Number(match?.[3] ?? 0),
    newLines: signs(' +'),
    lines: body,
  };
}

function toFilePatch(header: Header, hunks: readonly StructuredPatchHunk[], at: number): FilePatch | null {
  const strip = prefixes(header);
  const name = (text: string | null) => (text === null || text === '/dev/null' ? null : strip(text));
  const isNew = header.isNew || header.oldName === '/dev/null';
  const isDeleted = header.isDeleted || header.newName === '/dev/null';
  const oldPath = isNew ? null : (header.from ?? name(header.oldName) ?? name(header.gitOld));
  const newPath = isDeleted ? null : (header.to ?? name(header.newName) ?? name(header.gitNew));
  if (oldPath === null && newPath === null) return null;
  const named = [
    [oldPath, name(header.gitOld)],
    [newPath, name(header.gitNew)],
  ] as const;
  if (header.from === null && named.some(([path, git]) => path !== null && git !== null && path !== git))
    throw bad('the names above the hunks differ from those of the file', at - 1);
  const { isCopy, oldMode, newMode, isBinary } = header;
  return { oldPath, newPath, isCopy, oldMode, newMode, isBinary, hunks };
}

/** `a/` and `b/`, or git's mnemonic ones, come off when both sides have theirs. */
function prefixes(header: Header): (name: string) => string {
  const olds = [header.gitOld, header.oldName].filter((name) => name !== null && name !== '/dev/null');
  const news = [header.gitNew, header.newName].filter((name) => name !== null && name !== '/dev/null');
  const has = (names: readonly (string | null)[], letters: string) =>
    names.every((name) => name !== null && letters.includes(name[0] ?? '-') && name[1] === '/');
  const same = header.gitOld !== null && header.gitOld === header.gitNew;
  const prefixed = !same && has(olds, 'aciow') && has(news, 'bciow') && olds.length + news.length > 0;
  return (name) => (prefixed ? name.slice(2) : name);
}
