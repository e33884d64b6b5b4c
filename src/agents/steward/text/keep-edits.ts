import { createHash } from 'node:crypto';
import { changedTicks, resetTicks, setTicks } from './ticks.ts';
import { topLines } from './top-lines.ts';

/** GitHub refuses a longer body. */
export const MOST_BODY = 65_536;

const BEGIN = /^<!-- dreamos-begin ([0-9a-f]{16}) -->[ \t]*$/;
const END = /^<!-- dreamos-end ([0-9a-f]{16}) -->[ \t]*$/;
const MARKER = /^<!-- dreamos:\{.*\} -->[ \t]*$/;
const HIDDEN = /^<!-- dreamos(?:-begin |-end |:).*-->[ \t]*$/;

/** A body by lines, with our block told from what stands around it. */
interface Parts {
  readonly before: readonly string[];
  readonly inside: readonly string[];
  readonly after: readonly string[];
  /** True when a person changed more inside than a checkbox. */
  readonly isEdited: boolean;
}

/**
 * A body made again over one that a person may have edited. What stands around our block stays; checkboxes that a person
 * changed stay changed. A block that was edited is made new all the same, for it tells of a proof and must not tell of an old
 * one; the person's version is kept above it. Where all of it does not fit, ours gives way.
 */
export function mergeBody(previous: string | null, generated: string): string {
  const fresh = toWhole(generated);
  if (previous === null || previous.trim() === '') {
    const whole = wrap(fresh);
    return whole.length <= MOST_BODY ? whole : wrap(shorten(fresh));
  }
  const parts = split(previous);
  const own = setTicks(fresh, changedTicks(parts.inside.join('\n')));
  const { before, after } = withoutMarks(parts);
  const kept =
    parts.isEdited && canonical(parts.inside.join('\n')) !== canonical(own) ? keep(parts.inside) : [];
  for (const text of [own, shorten(own)]) {
    const body = compose([...before, ...kept], wrap(text), after);
    if (body.length <= MOST_BODY) return body;
  }
  return previous;
}

/** Checkboxes of our block that a person changed since it was written: the new state by id. */
export function readChanges(body: string): ReadonlyMap<string, boolean> {
  return changedTicks(insideOf(body));
}

/** Our block without its edges; the whole text where there is none yet. */
export function insideOf(body: string): string {
  const { from, to, lines } = find(body);
  return from < 0 ? body : lines.slice(from + 1, to).join('\n');
}

/** The last block outside fences; else the last at all, for a person may have opened a fence above it. */
function find(body: string): {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
} {
  const { lines } = topLines(body);
  const begins = new Map<string, number>();
  let found = { from: -1, to: -1, isCode: true };
  for (const [at, { text }] of lines.entries()) {
    const begin = BEGIN.exec(text)?.[1];
    if (begin !== undefined) begins.set(begin, at);
    const end = END.exec(text)?.[1] ?? '';
    const from = begins.get(end);
    if (from === undefined) continue;
    begins.delete(end);
    const isCode = lines[from]?.isCode ?? true;
    if (!isCode || found.isCode) found = { from, to: at, isCode };
  }
  return { ...found, lines: lines.map(({ text }) => text) };
}

/** Without a block all of it is the person's, and stands below ours. */
function split(body: string): Parts {
  const { from, to, lines } = find(body);
  if (from < 0) return { before: [], inside: [], after: ['', ...lines], isEdited: false };
  const inside = lines.slice(from + 1, to);
  return {
    before: lines.slice(0, from),
    inside,
    after: lines.slice(to + 1),
    isEdited: hashOf(inside.join('\n')) !== BEGIN.exec(lines[from] ?? '')?.[1],
  };
}

/** Marks of ours outside the block are left over from an edit; one that is read there would tell what is past. */
function withoutMarks({ before, after }: Parts): Pick<Parts, 'before' | 'after'> {
  const { lines } = topLines([...before, ...after].join('\n'));
  const kept = (part: typeof lines) =>
    part.filter(({ text, isCode }) => isCode || !HIDDEN.test(text)).map(({ text }) => text);
  return {
    before: kept(lines.slice(0, before.length)),
    after: kept(lines.slice(before.length, before.length + after.length)),
  };
}

/** A person's version, quoted, so that nothing in it reaches out of its place. */
function keep(inside: readonly string[]): string[] {
  const lines = inside
    .filter((line) => !HIDDEN.test(line))
    .map((line) => line.replace(/ <!-- dreamos-tick .*-->[ \t]*$/, ''));
  return [
    '',
    '**Edited by a person.** Their version of what stands below:',
    '',
    ...lines.map((line) => `> ${line}`),
    '',
  ];
}

/** A fence that a person left open would swallow the block: then it comes first. */
function compose(before: readonly string[], block: string, after: readonly string[]): string {
  return topLines(before.join('\n')).open === null
    ? [...before, block, ...after].join('\n')
    : [block, '', ...before, ...after].join('\n');
}

function wrap(text: string): string {
  const hash = hashOf(text);
  return `<!-- dreamos-begin ${hash} -->\n${text}\n<!-- dreamos-end ${hash} -->`;
}

/** Ours as one whole: a fence that ends, no edges inside, checkboxes as they were written. */
function toWhole(generated: string): string {
  const { lines, open } = topLines(generated);
  const kept = lines.filter(({ text, isCode }) => isCode || !(BEGIN.test(text) || END.test(text)));
  return resetTicks([...kept.map(({ text }) => text), ...(open === null ? [] : [open])].join('\n'));
}

/** What must stand in any case: the identity. */
function shorten(text: string): string {
  const marker = topLines(text).lines.findLast((line) => !line.isCode && MARKER.test(line.text))?.text;
  return [
    ...(marker === undefined ? [] : [marker]),
    '',
    '_There is no room here for what Dream.OS has to say._',
  ].join('\n');
}

function hashOf(text: string): string {
  return createHash('sha256').update(canonical(text)).digest('hex').slice(0, 16);
}

/** Without what a click and GitHub's editor change. */
function canonical(text: string): string {
  return resetTicks(text)
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();
}
