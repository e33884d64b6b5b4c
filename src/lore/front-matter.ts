import { escapeInvisible } from './invisible.ts';

type Scalar = string | number | boolean | null;
type Field = Scalar | readonly Scalar[] | readonly Readonly<Record<string, Scalar>>[];
export type FrontMatter = Readonly<Record<string, Field>>;

export type ReadFrontMatter =
  /** `rest` is what follows it, `line` the 1-based line that `rest` begins at. */
  | { readonly status: 'read'; readonly fields: FrontMatter; readonly rest: string; readonly line: number }
  /** The text begins without one. */
  | { readonly status: 'none' }
  | { readonly status: 'broken'; readonly why: string; readonly line: number };

const KEY = /^([A-Za-z][\w-]*):(?:[ \t]+(.*))?$/;
const ITEM = /^[ \t]*-(?:[ \t]+(.*))?$/;
const INNER = /^[ \t]+([A-Za-z][\w-]*):(?:[ \t]+(.*))?$/;

/**
 * The part of YAML that entries are written in, read and printed line by line: `key: value`, lists of values, lists of
 * flat maps. A hundred thousand entries are read in seconds, and no anchors, tags or folded text can hide in one. All that
 * is printed is YAML to every reader of it.
 */
export function readFrontMatter(text: string): ReadFrontMatter {
  if (!/^---[ \t]*(?:\n|$)/.test(text)) return { status: 'none' };
  const lines = text.split('\n');
  const end = lines.findIndex((line, at) => at > 0 && /^(?:---|\.\.\.)[ \t]*$/.test(line));
  if (end < 0) return broken('front matter that does not end: a line --- is missing', 1);
  const fields: Record<string, Field> = Object.create(null);
  const state: State = { fields, list: null, item: null };
  for (let at = 1; at < end; at += 1) {
    const line = lines[at] ?? '';
    if (/^[ \t]*(?:#.*)?$/.test(line)) continue;
    const why = takeLine(state, line);
    if (why !== null) return broken(why, at + 1);
  }
  return { status: 'read', fields, rest: lines.slice(end + 1).join('\n'), line: end + 2 };
}

interface State {
  readonly fields: Record<string, Field>;
  /** The key whose list may go on. */
  list: { readonly key: string; readonly items: (Scalar | Record<string, Scalar>)[] } | null;
  /** The map of the last item. */
  item: Record<string, Scalar> | null;
}

/** Takes one line in; returns what is wrong with it. */
function takeLine(state: State, line: string): string | null {
  const key = KEY.exec(line);
  if (key) return takeKey(state, key[1] ?? '', key[2]);
  const inner = INNER.exec(line);
  if (inner && state.item) return takeInner(state.item, inner[1] ?? '', inner[2]);
  const item = ITEM.exec(line);
  if (!item || !state.list) return 'neither `key: value` nor an item of a list';
  return takeItem(state, state.list, item[1] ?? '');
}

function takeKey(state: State, key: string, text: string | undefined): string | null {
  if (key in state.fields) return `\`${key}\` is given twice`;
  state.list = null;
  state.item = null;
  const words = bare(text);
  if (words === '') {
    const items: (Scalar | Record<string, Scalar>)[] = [];
    state.list = { key, items };
    state.fields[key] = null;
    return null;
  }
  const value = words.startsWith('[') ? readFlow(words) : readScalar(words);
  if (value === undefined) return `the value of \`${key}\` cannot be read: put it in quotes`;
  state.fields[key] = value;
  return null;
}

function takeItem(state: State, list: NonNullable<State['list']>, text: string): string | null {
  const [, name, inner] = KEY.exec(text) ?? [];
  state.item = null;
  // One list holds values or maps; which, the schema says.
  state.fields[list.key] = list.items as Field;
  if (name !== undefined) {
    const item: Record<string, Scalar> = Object.create(null);
    list.items.push(item);
    state.item = item;
    return takeInner(item, name, inner);
  }
  const value = readScalar(bare(text));
  if (value === undefined) return `an item of \`${list.key}\` cannot be read: put it in quotes`;
  list.items.push(value);
  return null;
}

function takeInner(item: Record<string, Scalar>, key: string, text: string | undefined): string | null {
  if (key in item) return `\`${key}\` is given twice`;
  const value = readScalar(bare(text));
  if (value === undefined) return `the value of \`${key}\` cannot be read: put it in quotes`;
  item[key] = value;
  return null;
}

/** Without white space around it, and without the comment behind it. */
function bare(text: string | undefined): string {
  const words = (text ?? '').trim();
  const quoted = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]+#.*$/.exec(words);
  if (quoted) return quoted[1] ?? '';
  return /^["']/.test(words) ? words : words.replace(/(?:^|[ \t])#.*$/, '').trimEnd();
}

/** Undefined when it is no scalar that we read. */
function readScalar(words: string): Scalar | undefined {
  if (words === '' || words === '~' || words === 'null') return null;
  if (words === 'true' || words === 'false') return words === 'true';
  if (words.startsWith('"')) return readQuoted(words);
  if (words.startsWith("'"))
    return /^'(?:[^']|'')*'$/.test(words) ? words.slice(1, -1).replaceAll("''", "'") : undefined;
  if (/^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/.test(words)) return Number(words);
  return /^[[\]{}&*!|>%@`,?]|^[-?:](?:\s|$)|:(?:\s|$)/.test(words) ? undefined : words;
}

function readQuoted(words: string): string | undefined {
  try {
    const value: unknown = JSON.parse(words);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `[a, "b, c"]`: values on one line. */
function readFlow(words: string): readonly Scalar[] | undefined {
  const inside = /^\[(.*)\]$/.exec(words)?.[1]?.trim();
  if (inside === undefined) return undefined;
  if (inside === '') return [];
  const parts = [
    ...inside.matchAll(/\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*(?:,|$)|([^,"'[\]{}]+)(?:,|$)/gy),
  ];
  if (parts.map((part) => part[0]).join('') !== inside) return undefined;
  const values = parts.map((part) => readScalar(part[1] ?? (part[2] ?? '').trim()));
  return values.some((value) => value === undefined) ? undefined : (values as Scalar[]);
}

function broken(why: string, line: number): ReadFrontMatter {
  return { status: 'broken', why, line };
}

/** Front matter with its fences; nulls and empty lists are left out. Formatters leave it as it is. */
export function renderFrontMatter(fields: FrontMatter): string {
  const lines = Object.entries(fields).flatMap(([key, value]) => {
    if (value === null) return [];
    if (!Array.isArray(value)) return [`${key}: ${renderScalar(value as Scalar)}`];
    if (value.length === 0) return [];
    return [`${key}:`, ...value.flatMap(renderItem)];
  });
  return ['---', ...lines, '---', ''].join('\n');
}

function renderItem(item: Scalar | Readonly<Record<string, Scalar>>): string[] {
  if (item === null || typeof item !== 'object') return [`  - ${renderScalar(item)}`];
  return Object.entries(item).map(
    ([key, value], at) => `  ${at === 0 ? '-' : ' '} ${key}: ${renderScalar(value)}`,
  );
}

const WORD = /^(?:true|false|null|yes|no|on|off|y|n)$/i;
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

function renderScalar(value: Scalar): string {
  if (typeof value !== 'string') return String(value);
  if (TIME.test(value) || isPlain(value)) return value;
  const json = escapeInvisible(JSON.stringify(value));
  const isEscaped = json !== `"${value.replaceAll('"', '\\"')}"`;
  // As formatters have it: the quotes that there are fewer of inside.
  return !isEscaped && count(value, '"') > count(value, "'") ? `'${value.replaceAll("'", "''")}'` : json;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

/** True when no reader of YAML takes it for anything but this text. */
function isPlain(text: string): boolean {
  return (
    /^[A-Za-z0-9_](?:[\w ./@()+>-]*[\w./@()+>-])?$/.test(text) &&
    /[A-Za-z]/.test(text) &&
    !WORD.test(text) &&
    Number.isNaN(Number(text.replaceAll('_', '')))
  );
}
