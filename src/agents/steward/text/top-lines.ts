/** A line of a body, and whether markdown takes it for the inside or the edge of a fenced block. */
export interface TopLine {
  readonly text: string;
  readonly isCode: boolean;
}

const OPENING = /^ {0,3}(`{3,})[^`]*$|^ {0,3}(~{3,})/;

/**
 * The lines of a body with what is fenced code told apart, as CommonMark reads it at the top level. Line ends become `\n`:
 * GitHub's editor saves `\r\n`. `open`: what would end the last fence; null where all end.
 */
export function topLines(body: string): { readonly lines: readonly TopLine[]; readonly open: string | null } {
  let marks: string | null = null;
  const lines = toLines(body).map((text): TopLine => {
    if (marks !== null) {
      if (isClosing(text, marks)) marks = null;
      return { text, isCode: true };
    }
    const [, ticks, tildes] = OPENING.exec(text) ?? [];
    marks = ticks ?? tildes ?? null;
    return { text, isCode: marks !== null };
  });
  return { lines, open: marks };
}

function toLines(body: string): string[] {
  return body.split(/\r\n?|\n/);
}

function isClosing(line: string, marks: string): boolean {
  const [, closing = ''] = /^ {0,3}(`+|~+)[ \t]*$/.exec(line) ?? [];
  return closing.length >= marks.length && closing[0] === marks[0];
}
