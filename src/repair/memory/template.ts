import { diffLines } from 'diff';
import { Renaming, renameLine, tokensOf } from './tokens.ts';

/** One place of an old change: whole lines, and the nearest lines with something in them around it. */
export interface Block {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly above: string | null;
  readonly below: string | null;
}

/** A text that an old change would make of another one. */
export interface Adapted {
  readonly text: string;
  /** 1-based line of the first change. */
  readonly line: number;
  /** 0 to 1: how much the place is like the old one, word by word. */
  readonly likeness: number;
}

/** More than these are no template: too much would have to be guessed. */
const MOST_BLOCKS = 3;
const MOST_LINES = 8;
const MOST_EDITS = 2000;
/** An anchor that says less is everywhere. */
const LEAST_TOKENS = 3;

/** What an old change did to a text, as places; null when it is too large to be a pattern. */
export function blocksOf(before: string, after: string): readonly Block[] | null {
  const parts = diffLines(before, after, { maxEditLength: MOST_EDITS });
  if (parts === undefined) return null;
  const lines = before.split('\n');
  const blocks: Block[] = [];
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const count = part.count ?? 0;
    if (!part.added && !part.removed) {
      at += count;
      continue;
    }
    // A replacement is told as what went and then what came.
    if (part.added && parts[index - 1]?.removed) continue;
    const next = parts[index + 1];
    const came = part.added ? part.value : next?.added ? next.value : '';
    const end = at + (part.removed ? count : 0);
    blocks.push({
      before: part.removed ? toLines(part.value) : [],
      after: toLines(came),
      above: lines.slice(0, at).findLast(isTelling) ?? null,
      below: lines.slice(end).find(isTelling) ?? null,
    });
    at = end;
  }
  const size = blocks.reduce((sum, block) => sum + block.before.length + block.after.length, 0);
  return blocks.length === 0 || blocks.length > MOST_BLOCKS || size > MOST_LINES ? null : blocks;
}

/** Every way to make the same change in another text, with its names, the likest first. */
export function adapt(blocks: readonly Block[], text: string): readonly Adapted[] {
  const [first, ...rest] = blocks;
  if (first === undefined) return [];
  const words = new Set(text.match(/[A-Za-z_$][\w$]*/g) ?? []);
  const known = (name: string) => words.has(name) || name in globalThis;
  return placesOf(first, text, known)
    .flatMap((place) => {
      let all: Adapted | null = place;
      for (const block of rest) {
        const next: Adapted | undefined = all === null ? undefined : placesOf(block, all.text, known)[0];
        all = next === undefined || all === null ? null : join(all, next);
      }
      return all === null || all.text === text ? [] : [all];
    })
    .sort((a, b) => b.likeness - a.likeness);
}

function join(one: Adapted, next: Adapted): Adapted {
  return { text: next.text, line: one.line, likeness: (one.likeness + next.likeness) / 2 };
}

function placesOf(block: Block, text: string, known: (name: string) => boolean): Adapted[] {
  const lines = text.split('\n');
  const found = lines.flatMap(
    (_, at) =>
      (block.before.length > 0 ? replaceAt(block, lines, at, known) : insertAt(block, lines, at, known)) ??
      [],
  );
  return found.sort((a, b) => b.likeness - a.likeness);
}

/** The lines that went stand here under other names. */
function replaceAt(
  block: Block,
  lines: readonly string[],
  at: number,
  known: (name: string) => boolean,
): Adapted | null {
  const renaming = new Renaming();
  const fits = block.before.every((line, index) => isLike(renaming, line, lines[at + index]));
  if (!fits || !block.before.some(isTelling)) return null;
  const around = [
    likenessOf(block.above, lines.slice(0, at).findLast(isTelling)),
    likenessOf(block.below, lines.slice(at + block.before.length).find(isTelling)),
  ];
  const came = renameLines(block, indentOf(block.before[0]), indentOf(lines[at]), renaming, known);
  if (came === null) return null;
  const likeness = 0.6 * renaming.likeness() + 0.2 * (around[0] ?? 0) + 0.2 * (around[1] ?? 0);
  return { text: splice(lines, at, block.before.length, came), line: at + 1, likeness };
}

/** The lines around what came stand here under other names. */
function insertAt(
  block: Block,
  lines: readonly string[],
  at: number,
  known: (name: string) => boolean,
): Adapted | null {
  const { above } = block;
  if (above === null || tokensOf(above).length < LEAST_TOKENS) return null;
  const renaming = new Renaming();
  if (!isLike(renaming, above, lines[at])) return null;
  const below = lines.slice(at + 1).find(isTelling);
  const isBetween = block.below === null ? below === undefined : isLike(renaming, block.below, below);
  const came = renameLines(block, indentOf(above), indentOf(lines[at]), renaming, known);
  if (came === null) return null;
  const likeness = (isBetween ? 0.5 : 0.1) + 0.5 * renaming.likeness();
  return { text: splice(lines, at + 1, 0, came), line: at + 2, likeness };
}

function renameLines(
  { after }: Block,
  oldIndent: string,
  indent: string,
  renaming: Renaming,
  known: (name: string) => boolean,
): string[] | null {
  const named: string[] = [];
  for (const line of after) {
    const renamed = renameLine(line, renaming, known);
    if (renamed === null) return null;
    named.push(renamed.startsWith(oldIndent) ? indent + renamed.slice(oldIndent.length) : renamed);
  }
  return named;
}

function splice(lines: readonly string[], at: number, gone: number, came: readonly string[]): string {
  return [...lines.slice(0, at), ...came, ...lines.slice(at + gone)].join('\n');
}

function isLike(renaming: Renaming, old: string, now: string | undefined): boolean {
  return now !== undefined && renaming.accept(tokensOf(old), tokensOf(now));
}

/** How like two lines around are, 0 to 1; names may differ. */
function likenessOf(old: string | null, now: string | undefined): number {
  if (old === null || now === undefined) return old === null && now === undefined ? 1 : 0;
  const renaming = new Renaming();
  return renaming.accept(tokensOf(old), tokensOf(now)) ? 0.5 + renaming.likeness() / 2 : 0;
}

function isTelling(line: string): boolean {
  return /[\w$]/.test(line);
}

function indentOf(line: string | undefined): string {
  return /^\s*/.exec(line ?? '')?.[0] ?? '';
}

function toLines(value: string): string[] {
  return value === '' ? [] : value.replace(/\n$/, '').split('\n');
}
