import type { Frame } from '../domain/report.ts';
import { type Places, toRelativePath } from './relative-path.ts';

/** A line that belongs to a stack, however the tool marks it: `at f (x.js:1:2)`, vitest's ` ❯ f x.js:1:2`. */
export function isFrameLine(line: string): boolean {
  return /^\s+at \S/.test(line) || /^\s*❯ .*:\d+:\d+\)?$/.test(line);
}

/** Frames of a printed stack, innermost call first. Lines that are no frame, and frames without a place, are left out. */
export function parseStack(lines: readonly string[], places: Places): Frame[] {
  return lines.flatMap((line) => parseFrame(line, places) ?? []);
}

/** One frame: with `at `, `❯ ` or, as TAP prints it, without a mark. Null when the line names no place. */
export function parseFrame(line: string, places: Places): Frame | null {
  const text = line
    .trim()
    .replace(/^(?:at|❯) /, '')
    .replace(/ \{$/, '')
    .replace(/,$/, '');
  const place = placeOf(text);
  if (place === null) return null;
  const { path, own } = toRelativePath(place.file, places);
  if (path === '' || path.startsWith('<')) return null;
  return { file: path, line: place.line, column: place.column, name: place.name, own };
}

interface Place {
  readonly name: string | null;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

function placeOf(text: string): Place | null {
  const evaluated = /^(.*?) ?\(?eval at .*?\(([^()]+):(\d+):(\d+)\)/.exec(text);
  if (evaluated) return toPlace(evaluated);
  const called = /^(.*?) \((.+):(\d+):(\d+)\)$/.exec(text);
  if (called) return toPlace(called);
  const position = /^(.+):(\d+):(\d+)\)?$/.exec(text);
  if (!position) return null;
  // Vitest prints the function before the file, without brackets.
  const named = /^([\w$.<>#[\]]+(?: \[as [\w$]+\])?|new [\w$.]+) (\S.*)$/.exec(position[1] ?? '');
  if (named && !/^async$/.test(named[1] ?? '')) {
    return toPlace([text, named[1] ?? '', named[2] ?? '', position[2] ?? '', position[3] ?? '']);
  }
  return toPlace([
    text,
    '',
    (position[1] ?? '').replace(/^async /, ''),
    position[2] ?? '',
    position[3] ?? '',
  ]);
}

function toPlace([, name = '', file = '', line = '', column = '']: readonly string[]): Place {
  const plain = name.replace(/^async /, '').trim();
  return {
    name: plain === '' || plain === '<anonymous>' ? null : plain,
    file,
    line: Number(line),
    column: Number(column),
  };
}
