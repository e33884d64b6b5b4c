import type { Failure } from '../domain/report.ts';
import type { Printed } from './parser.ts';

/** A failure with what its tool has to say; the rest is null or empty. */
export function toFailure(
  printed: Printed,
  tool: string,
  known: Partial<Omit<Failure, 'check' | 'tool'>> & Pick<Failure, 'message'>,
): Failure {
  const told = {
    rule: null,
    file: null,
    line: null,
    column: null,
    testPath: null,
    expected: null,
    actual: null,
    frames: [],
    ...known,
    check: printed.check,
    tool,
  };
  const failure = { ...told, file: placeByFrames(told.file, told.frames) };
  // A column of no line says nothing.
  return failure.line === null ? { ...failure, column: null } : failure;
}

/**
 * A workspace's tool prints paths from its own folder, which nobody told us, but its stack has whole ones: the one file of the
 * stack that ends like the printed path is meant.
 */
function placeByFrames(file: string | null, frames: Failure['frames']): string | null {
  if (file === null || frames.some((frame) => frame.file === file)) return file;
  const ending = frames.filter((frame) => frame.own && frame.file.endsWith(`/${file}`));
  const [found, ...others] = new Set(ending.map((frame) => frame.file));
  return found === undefined || others.length > 0 ? file : found;
}

/** A position that a tool printed: 1-based, so that 0 means none. */
export function toPosition(value: string | number | null | undefined): number | null {
  const position = Math.trunc(Number(value ?? 0));
  return Number.isSafeInteger(position) && position > 0 ? position : null;
}

/** Where a test failed in its own file: the innermost frame of that file. */
export function positionIn(file: string | null, frames: Failure['frames']): Pick<Failure, 'line' | 'column'> {
  const frame = frames.find((each) => each.own && each.file === file);
  return { line: frame?.line ?? null, column: frame?.column ?? null };
}

/** Without those that a tool printed twice. For findings in files, not for tests: two may well bear one title. */
export function withoutRepeats(failures: readonly Failure[]): Failure[] {
  return [...new Map(failures.map((failure) => [JSON.stringify(failure), failure])).values()];
}
