import { type ParserPlugin, parse } from '@babel/parser';
import type { Node, Program } from '@babel/types';
import { toolOf } from '../tool-config.ts';
import { type Frame, framesOf } from './fragment.ts';
import { type Language, languageOf } from './language.ts';
import { scan } from './scan.ts';

export interface SourceComment {
  /** Without the delimiters. */
  readonly text: string;
  readonly line: number;
  readonly block: boolean;
  /** The first line of code that follows, trimmed: what a suppression in the comment is about. */
  readonly about: string;
}

/** One side of a change, read: a whole file, or what one hunk shows of it. */
export interface Source {
  readonly path: string;
  readonly language: Language;
  readonly text: string;
  /** 1-based line of the file that the text starts at. */
  readonly firstLine: number;
  /** Null when no parser takes it; then only tokens and lines can be judged. */
  readonly program: Program | null;
  /** Every node of the tree, parents before children. Empty without one. */
  readonly nodes: readonly Node[];
  readonly comments: readonly SourceComment[];
  /** Where the text starts in what was parsed: offsets of nodes count from there. */
  readonly offset: number;
  /** True when the text is part of a file. */
  readonly partial: boolean;
}

const COMMON: readonly ParserPlugin[] = [
  'decorators-legacy',
  'decoratorAutoAccessors',
  'explicitResourceManagement',
];
const PLUGINS: Readonly<Partial<Record<Language, readonly (readonly ParserPlugin[])[]>>> = {
  typescript: [['typescript'], ['typescript', 'jsx']],
  tsx: [['typescript', 'jsx']],
  javascript: [['jsx'], [['flow', { all: true }], 'jsx'], ['typescript', 'jsx']],
  page: [['typescript'], ['typescript', 'jsx']],
  json: [[]],
};
const WHOLE: Readonly<Record<'code' | 'data', readonly Frame[]>> = {
  code: [{ prefix: '', suffix: '' }],
  data: [{ prefix: '(', suffix: '\n)' }],
};
/** Longer fragments get fewer tries, so that reading stays linear in practice. */
const LONG_FRAGMENT = 64 * 1024;

interface Side {
  readonly text: string;
  readonly line: number;
}

/** Reads both sides of a change alike: in the same frame when they are fragments, so that their trees can be compared. */
export function readPair(
  path: { readonly before: string; readonly after: string },
  before: Side | null,
  after: Side | null,
  partial: boolean,
): { before: Source | null; after: Source | null } {
  const language = { before: languageOf(path.before), after: languageOf(path.after) };
  const framed = partial ? framePair(before, after, path.after, language.after) : null;
  const read = (side: Side | null, which: 'before' | 'after') =>
    side === null
      ? null
      : toSource(
          path[which],
          side,
          language[which],
          partial,
          framed?.[which] ?? wholeFrames(language[which]),
        );
  return { before: read(before, 'before'), after: read(after, 'after') };
}

function wholeFrames(language: Language): readonly Frame[] {
  return WHOLE[language === 'json' ? 'data' : 'code'];
}

/** The first frame that lets both sides be parsed; without one, each side keeps all its tries. */
function framePair(before: Side | null, after: Side | null, path: string, language: Language) {
  const kind = language === 'json' ? 'data' : toolOf(path) === null ? 'code' : 'config';
  const jsx = language === 'tsx' || language === 'javascript';
  const framesOfSide = (side: Side | null) => {
    const frames = side === null ? [] : framesOf(side.text, kind, jsx);
    return side !== null && side.text.length > LONG_FRAGMENT ? frames.slice(0, 3) : frames;
  };
  const sides = { before: framesOfSide(before), after: framesOfSide(after) };
  if (before === null || after === null || sides.before.length !== sides.after.length) return sides;
  for (const [index, frame] of sides.before.entries()) {
    const other = sides.after[index];
    if (other === undefined) break;
    if (parseFramed(before, frame, language) !== null && parseFramed(after, other, language) !== null)
      return { before: [frame], after: [other] };
  }
  return sides;
}

function toSource(
  path: string,
  side: Side,
  language: Language,
  partial: boolean,
  frames: readonly Frame[],
): Source {
  const text = language === 'page' ? scriptsOf(side.text) : side.text;
  const parsed = firstParse({ text, line: side.line }, frames, language);
  const lines = text.split('\n');
  return {
    path,
    language,
    text: side.text,
    firstLine: side.line,
    program: parsed?.program ?? null,
    nodes: parsed === null ? [] : flatten(parsed.program),
    comments:
      PLUGINS[language] === undefined
        ? []
        : commentsOf(parsed?.comments ?? scannedComments(text, side.line), lines, side.line),
    offset: parsed?.offset ?? 0,
    partial,
  };
}

type RawComment = Omit<SourceComment, 'about'> & { readonly endLine: number };

interface Parsed {
  readonly offset: number;
  readonly program: Program;
  readonly comments: readonly RawComment[];
}

function firstParse(side: Side, frames: readonly Frame[], language: Language): Parsed | null {
  for (const frame of frames) {
    const parsed = parseFramed(side, frame, language);
    if (parsed !== null) return parsed;
  }
  return null;
}

function parseFramed(side: Side, frame: Frame, language: Language): Parsed | null {
  const code = frame.prefix + side.text + frame.suffix;
  for (const plugins of PLUGINS[language] ?? []) {
    try {
      const file = parse(code, {
        sourceType: 'unambiguous',
        errorRecovery: true,
        attachComment: false,
        allowReturnOutsideFunction: true,
        allowAwaitOutsideFunction: true,
        allowImportExportEverywhere: true,
        allowSuperOutsideMethod: true,
        allowNewTargetOutsideFunction: true,
        allowUndeclaredExports: true,
        startLine: side.line,
        plugins: [...plugins, ...(language === 'json' ? [] : COMMON)],
      });
      return {
        offset: frame.prefix.length,
        program: file.program,
        comments: (file.comments ?? []).map((comment) => ({
          text: comment.value,
          line: comment.loc?.start.line ?? side.line,
          endLine: comment.loc?.end.line ?? side.line,
          block: comment.type === 'CommentBlock',
        })),
      };
    } catch {
      // Not in this dialect, or nested too deeply: the next one, or no tree.
    }
  }
  return null;
}

function scannedComments(text: string, firstLine: number): RawComment[] {
  const lineAt = lineCounter(text, firstLine);
  return scan(text)
    .filter((token) => token.kind === 'comment')
    .map((token) => {
      const block = token.text.startsWith('/*');
      return {
        text: block ? token.text.slice(2).replace(/\*\/$/, '') : token.text.slice(2),
        line: lineAt(token.start),
        endLine: lineAt(token.start + token.text.length),
        block,
      };
    });
}

function commentsOf(
  raw: readonly RawComment[],
  lines: readonly string[],
  firstLine: number,
): SourceComment[] {
  return raw.map(({ endLine, ...comment }) => {
    let next = endLine - firstLine + 1;
    while (next < lines.length && /^\s*(?:$|\/\/|\*|\/\*.*\*\/\s*$)/.test(lines[next] ?? '')) next++;
    const own = (lines[comment.line - firstLine] ?? '').trim();
    const alone = /^(?:\/\/|\/\*|\{\s*\/\*)/.test(own);
    return { ...comment, about: alone ? (lines[next] ?? '').trim() : own };
  });
}

/** Offsets must come in rising order. */
export function lineCounter(text: string, firstLine: number): (offset: number) => number {
  let line = firstLine;
  let at = 0;
  return (offset) => {
    for (; at < offset && at < text.length; at++) if (text.charCodeAt(at) === 10) line++;
    return line;
  };
}

/** The scripts of a page, everything else blanked, so that lines stay where they were. */
function scriptsOf(text: string): string {
  const blank = (part: string) => part.replace(/[^\n]/g, ' ');
  const front = /^---\n[\s\S]*?\n---/.exec(text)?.[0] ?? '';
  let result = front === '' ? '' : front.replace(/^---|---$/g, '   ');
  let at = front.length;
  for (const match of text.matchAll(/(<script\b[^>]*>)([\s\S]*?)<\/script>/gi)) {
    if (match.index < at) continue;
    const start = match.index + (match[1] ?? '').length;
    result += blank(text.slice(at, start)) + (match[2] ?? '');
    at = start + (match[2] ?? '').length;
  }
  return result + blank(text.slice(at));
}

const NOT_CHILDREN = new Set([
  'type',
  'loc',
  'extra',
  'errors',
  'comments',
  'tokens',
  'leadingComments',
  'trailingComments',
  'innerComments',
]);

/** The nodes right below, in the order of the text as far as the parser's keys keep it. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  // The hottest loop of the guard: no entries are made of the node.
  const fields = node as unknown as Readonly<Record<string, unknown>>;
  for (const key in fields) {
    const value = fields[key];
    if (value === null || typeof value !== 'object' || NOT_CHILDREN.has(key)) continue;
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) children.push(item);
    } else if (isNode(value)) children.push(value);
  }
  return children;
}

/** More than anybody writes in one question; a bound keeps nested ones from costing the square. */
const MAX_INNER = 2_000;

/** A node and what is in it, outer ones first. */
export function innerOf(node: Node): Node[] {
  const found: Node[] = [node];
  for (let at = 0; at < found.length && found.length < MAX_INNER; at++) {
    const next = found[at];
    if (next !== undefined) found.push(...childrenOf(next));
  }
  return found;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function flatten(program: Program): Node[] {
  const nodes: Node[] = [];
  const stack: Node[] = [program];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    nodes.push(node);
    const children = childrenOf(node);
    for (let at = children.length - 1; at >= 0; at--) stack.push(children[at] as Node);
  }
  return nodes;
}

const parents = new WeakMap<Source, ReadonlyMap<Node, Node>>();

/** The node that one is right below; worked out when first asked for, as few files need it. */
export function parentOf(node: Node, source: Source): Node | undefined {
  let map = parents.get(source);
  if (map === undefined) {
    map = new Map(
      source.nodes.flatMap((parent) => childrenOf(parent).map((child) => [child, parent] as const)),
    );
    parents.set(source, map);
  }
  return map.get(node);
}
