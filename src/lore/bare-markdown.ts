/** Markdown without its code. */
export interface BareMarkdown {
  /**
   * The same text with code, and what a backslash makes plain, blanked out; more than once, because where a code span
   * meets the edge of a list or a quote only a whole parser knows which reading is right.
   */
  readonly readings: readonly string[];
  /** 1-based line of a fence that does not end; null when all do. */
  readonly openFence: number | null;
}

const OPENING = /^ {0,3}(`{3,})[^`]*$|^ {0,3}(~{3,})/;
/** Where a code span is over at the latest: a blank line, a line that may begin another block, any line. */
const EDGES = ['\\n[ \\t]*\\n', '\\n[ \\t]*(?:\\n|[-+*>#=]|\\d+[.)])', '\\n'];
/** A backslash and what it escapes, or a code span: as many backticks behind it as before it. */
const PLAIN = EDGES.map(
  (edge) => new RegExp(`\\\\[^\\n]|(?<!\`)(\`+)(?!\`)(?:(?!${edge})[\\s\\S])*?(?<!\`)\\1(?!\`)`, 'g'),
);

/** Blanks out fenced code and code spans, as CommonMark reads them at the top level of a page. */
export function bareMarkdown(markdown: string): BareMarkdown {
  const kept: string[] = [];
  let fence: { readonly marks: string; readonly line: number } | null = null;
  for (const [at, line] of markdown.split('\n').entries()) {
    if (fence !== null) {
      kept.push('');
      if (isClosing(line, fence.marks)) fence = null;
      continue;
    }
    const [, ticks, tildes] = OPENING.exec(line) ?? [];
    const marks = ticks ?? tildes;
    if (marks !== undefined) fence = { marks, line: at + 1 };
    // A blank line, so that no code span goes across.
    kept.push(marks === undefined ? line : '');
  }
  const text = kept.join('\n');
  const readings = PLAIN.map((plain) => text.replace(plain, (code) => code.replace(/[^\n]/g, ' ')));
  return { readings, openFence: fence?.line ?? null };
}

function isClosing(line: string, marks: string): boolean {
  const [, closing = ''] = /^ {0,3}(`+|~+)[ \t]*$/.exec(line) ?? [];
  return closing.length >= marks.length && closing[0] === marks[0];
}
