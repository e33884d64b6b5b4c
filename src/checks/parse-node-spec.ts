import { dedent } from './parse-diff.ts';
import { isFrameLine } from './parse-stack.ts';

/** A failed test however it was told: by our reporter, by TAP, or by the spec reporter's text. */
export interface NodeTestFailure {
  readonly path: readonly string[];
  /** As printed: `/repo/a.test.js:7:5`. */
  readonly location: string | null;
  /** `TypeError: …` as far as it was printed: name and message, without stack. */
  readonly headline: string;
  readonly stack: readonly string[];
  readonly expected: string | null;
  readonly actual: string | null;
  /** What the test's process wrote to standard error. */
  readonly stderr: readonly string[];
}

const OPENED = /^( *)▶ (.+)$/;
const ENDED = /^( *)([✔✖⚠﹣]) (.+?)(?: \([\d.]+m?s\))?( # (?:TODO|SKIP)\b.*)?$/;
const LIST = /^✖ failing tests:$/;
const LOCATION = /^test at (\S.*)$/;

/**
 * Reads the output of Node's spec reporter: a tree of titles while it runs, and at the end a flat list of what failed.
 * The list has the errors, the tree has the suites, in one order.
 */
export function parseNodeSpec(lines: readonly string[]): NodeTestFailure[] {
  const failures: NodeTestFailure[] = [];
  let from = 0;
  for (let at = 0; at < lines.length; at += 1) {
    if (!LIST.test(lines[at] ?? '')) continue;
    const end = endOfList(lines, at);
    failures.push(...joinTree(readTree(lines.slice(from, at)), readList(lines.slice(at + 1, end))));
    from = end;
    at = end - 1;
  }
  return failures;
}

interface Ended {
  readonly path: readonly string[];
  /** What was printed since the test before. */
  readonly noise: readonly string[];
}

/** Tests and suites that failed, as they ended. */
function readTree(lines: readonly string[]): Ended[] {
  const failed: Ended[] = [];
  let open: string[] = [];
  let noise: string[] = [];
  for (const line of lines) {
    const opened = OPENED.exec(line);
    if (opened) {
      open = [...open.slice(0, depthOf(opened[1] ?? '')), withoutTime(opened[2] ?? '')];
      noise = [];
      continue;
    }
    const ended = ENDED.exec(line);
    if (!ended) {
      noise.push(line);
      continue;
    }
    const above = open.slice(0, depthOf(ended[1] ?? ''));
    if (hasFailed(ended)) failed.push({ path: [...above, ended[3] ?? ''], noise });
    noise = [];
  }
  return failed;
}

/** Tests that are still to be done have failed nothing, whatever mark they bear. */
function hasFailed([, , mark, , directive]: readonly string[]): boolean {
  return mark === '✖' && directive === undefined;
}

function depthOf(indent: string): number {
  return Math.floor(indent.length / 2);
}

function withoutTime(title: string): string {
  return title.replace(/ \([\d.]+m?s\)$/, '');
}

interface Listed {
  readonly title: string;
  readonly location: string | null;
  readonly body: readonly string[];
}

/** `test at file:1:2`, `✖ title (1ms)`, and the error indented below. */
function readList(lines: readonly string[]): Listed[] {
  const listed: (Listed & { body: string[] })[] = [];
  let location: string | null = null;
  let counts = false;
  for (const line of lines) {
    const placed = LOCATION.exec(line);
    const ended = placed ? null : ENDED.exec(line);
    if (placed) location = placed[1] ?? null;
    else if (ended && ended[1] === '') {
      counts = hasFailed(ended);
      if (counts) listed.push({ title: ended[3] ?? '', location, body: [] });
      location = null;
    } else if (counts) listed.at(-1)?.body.push(line);
  }
  return listed;
}

/** The list runs to the end, or to the next thing at the margin that is not part of one. */
function endOfList(lines: readonly string[], list: number): number {
  for (let at = list + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line !== '' && !line.startsWith(' ') && !LOCATION.test(line) && !ENDED.test(line)) return at;
  }
  return lines.length;
}

function joinTree(tree: readonly Ended[], list: readonly Listed[]): NodeTestFailure[] {
  const left = [...tree];
  return list.map((listed) => {
    const at = left.findIndex((ended) => ended.path.at(-1) === listed.title);
    const [ended] = at === -1 ? [] : left.splice(at, 1);
    return toNodeFailure(listed, ended?.path ?? [listed.title], ended?.noise ?? []);
  });
}

function toNodeFailure(listed: Listed, path: readonly string[], stderr: readonly string[]): NodeTestFailure {
  const body = dedent(listed.body.join('\n')).split('\n');
  const stack = body.findIndex((line) => isFrameLine(line));
  const head = (stack === -1 ? body : body.slice(0, stack)).join('\n').trim();
  // A value that is no error is printed as it would be in code.
  const thrown = /^'([\s\S]*)'$/.exec(head);
  const frames: string[] = [];
  for (let at = stack; at !== -1 && isFrameLine(body[at] ?? ''); at += 1) frames.push(body[at] ?? '');
  return {
    path,
    location: listed.location,
    headline: thrown ? `Error: ${(thrown[1] ?? '').replaceAll("\\'", "'")}` : head,
    stack: frames,
    expected: propertyOf(body, 'expected'),
    actual: propertyOf(body, 'actual'),
    stderr,
  };
}

/** `  expected: 3,` of the error's own properties, when it fits on the line. */
function propertyOf(body: readonly string[], name: string): string | null {
  const line = body.findLast((each) => each.startsWith(`  ${name}: `));
  const value = line?.slice(name.length + 4).replace(/,$/, '') ?? null;
  return value === null || /^[[{(]|^\w*Error\b|^\/|[[{(]$/.test(value) ? null : value;
}
