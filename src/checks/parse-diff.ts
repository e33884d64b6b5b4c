/** What was wanted and what came, as a tool printed them. */
export interface Expectation {
  readonly expected: string | null;
  readonly actual: string | null;
}

const NOTHING: Expectation = { expected: null, actual: null };

/**
 * Reads jest's and vitest's two ways: `Expected: 3` with `Received: 4`, or a difference below `- Expected` and
 * `+ Received`.
 */
export function parseExpectation(text: string): Expectation {
  const lines = text.split('\n');
  const head = lines.findIndex((line) => /^\s*- (?:Expected|Snapshot)\b/.test(line));
  if (head !== -1 && /^\s*\+ Received\b/.test(lines[head + 1] ?? '')) {
    const body = lines.slice(head + 2);
    return fromDifference(body.slice(body.findIndex((line) => line.trim() !== '')), '-', '+');
  }
  return { expected: labelledValue(lines, 'Expected'), actual: labelledValue(lines, 'Received') };
}

/** The two sides of difference lines; ends at the first line that is none (a blank line or another text). */
export function fromDifference(
  lines: readonly string[],
  expectedMark: '+' | '-',
  actualMark: '+' | '-',
): Expectation {
  const end = lines.findIndex((line) => !/^[ +-]/.test(line));
  const body = end === -1 ? lines : lines.slice(0, end);
  if (body.length === 0) return NOTHING;
  const side = (mark: string): string =>
    body
      .filter((line) => line.startsWith(mark) || line.startsWith(' '))
      .map((line) => line.slice(1))
      .join('\n');
  return { expected: dedent(side(expectedMark)), actual: dedent(side(actualMark)) };
}

function labelledValue(lines: readonly string[], label: 'Expected' | 'Received'): string | null {
  const line = lines.find((each) => each.startsWith(label) && /^\w+(?: [a-z]+){0,3}: +\S/.test(each));
  return line === undefined ? null : line.replace(/^[^:]*: +/, '').trimEnd();
}

/** Takes off the indentation that all lines share. */
export function dedent(text: string): string {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const depths = lines.filter((line) => line !== '').map((line) => line.length - line.trimStart().length);
  const depth = Math.min(...depths, Number.MAX_SAFE_INTEGER);
  const first = lines.findIndex((line) => line !== '');
  const last = lines.findLastIndex((line) => line !== '');
  return lines
    .slice(Math.max(first, 0), last + 1)
    .map((line) => line.slice(depth))
    .join('\n');
}
