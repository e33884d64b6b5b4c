import { dedent } from './parse-diff.ts';

/** A `not ok` of the Test Anything Protocol. */
export interface TapFailure {
  /** Titles from the outermost subtest to this one. */
  readonly path: readonly string[];
  /** The diagnostic block's entries; of an entry that is there twice, the first. */
  readonly details: ReadonlyMap<string, TapDetail>;
  /** The stack: the last of the block, since an error that was expected brings one of its own. */
  readonly stack: readonly string[];
  /** The last comment before that is no subtest: in a flat stream, the test that this point is of. Null when there is none. */
  readonly heading: string | null;
  /** Comment lines between the point before and this one, without their `# `. */
  readonly comments: readonly string[];
}

/** An entry of a diagnostic block: a scalar on the key's line, a literal text (`|-`), or something nested, below it. */
interface TapDetail {
  readonly kind: 'scalar' | 'literal' | 'nested';
  /** As written, quotes included. */
  readonly text: string;
}

/** An entry as plain text; null when it is not there. */
export function detailText(failed: TapFailure, key: string): string | null {
  const detail = failed.details.get(key);
  if (!detail) return null;
  const quoted = detail.kind === 'scalar' ? /^(["'])(.*)\1$/.exec(detail.text) : null;
  return quoted ? (quoted[2] ?? '').replace(/\\(["'\\])/g, '$1') : detail.text;
}

const POINT = /^( *)(not )?ok\b(?: \d+)?(?: - | |$)(.*)$/;
const COMMENT = /^( *)# ?(.*)$/;
const SUBTEST = /^Subtest: (.*)$/;

/** Reads what failed in a TAP stream, with subtests (indented by four). Points marked as to do or skipped have failed nothing. */
export function parseTap(lines: readonly string[]): TapFailure[] {
  const failures: TapFailure[] = [];
  let titles: string[] = [];
  let comments: string[] = [];
  let heading: string | null = null;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const comment = COMMENT.exec(line);
    if (comment) {
      const depth = depthOf(comment[1] ?? '');
      const subtest = SUBTEST.exec(comment[2] ?? '');
      if (subtest) titles = [...titles.slice(0, depth), withoutEscapes(subtest[1] ?? '').trim()];
      else {
        comments.push(withoutEscapes(comment[2] ?? ''));
        heading = comments.at(-1)?.trim() || heading;
      }
      continue;
    }
    const point = POINT.exec(line);
    if (!point) continue;
    const [, indent = '', not, rest = ''] = point;
    const { title, directive } = splitDirective(rest);
    const block = blockBelow(lines, index);
    index += block.length;
    if (not && !/^(?:TODO|SKIP)/i.test(directive)) {
      const path = [...titles.slice(0, depthOf(indent)), title];
      failures.push({ path, heading, comments, ...readBlock(block) });
    }
    comments = [];
  }
  return failures;
}

function depthOf(indent: string): number {
  return Math.floor(indent.length / 4);
}

function withoutEscapes(text: string): string {
  return text.replace(/\\([#\\])/g, '$1');
}

function splitDirective(rest: string): { title: string; directive: string } {
  const at = rest.search(/(?:^|[^\\])# ?(?:TODO|SKIP)\b/i);
  if (at === -1) return { title: withoutEscapes(rest).trim(), directive: '' };
  const hash = rest.indexOf('#', at);
  return { title: withoutEscapes(rest.slice(0, hash)).trim(), directive: rest.slice(hash + 1).trim() };
}

/** The lines from `---` to `...` below a point. */
function blockBelow(lines: readonly string[], point: number): readonly string[] {
  const opening = /^( *)---$/.exec(lines[point + 1] ?? '');
  if (!opening) return [];
  const closing = `${opening[1] ?? ''}...`;
  for (let end = point + 2; end < lines.length; end += 1) {
    if (lines[end]?.trimEnd() === closing) return lines.slice(point + 1, end + 1);
    if (end - point > MOST_LINES) break;
  }
  return [];
}
const MOST_LINES = 5_000;

/** As much YAML as testing tools write: scalars, and blocks that are deeper than their key. */
function readBlock(block: readonly string[]): Pick<TapFailure, 'details' | 'stack'> {
  const details = new Map<string, TapDetail>();
  let stack: string[] = [];
  const lines = dedent(block.slice(1, -1).join('\n')).split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const entry = /^([A-Za-z_]\w*):(?: +(.*))?$/.exec(lines[index] ?? '');
    if (!entry) continue;
    const deeper: string[] = [];
    while (index + 1 < lines.length && /^(?:\s|$)/.test(lines[index + 1] ?? '')) {
      index += 1;
      deeper.push(lines[index] ?? '');
    }
    const [, key = '', value = ''] = entry;
    const detail = toDetail(value.trim(), deeper);
    if (!details.has(key)) details.set(key, detail);
    if (key === 'stack') stack = detail.text.split('\n');
  }
  return { details, stack };
}

function toDetail(value: string, deeper: readonly string[]): TapDetail {
  if (value !== '' && !/^[|>][+-]?$/.test(value)) return { kind: 'scalar', text: value };
  return { kind: value === '' ? 'nested' : 'literal', text: dedent(deeper.join('\n')) };
}
