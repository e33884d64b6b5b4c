/** One simple command of a line, with what joins it to the one before. */
export interface Segment {
  /** `&&`, `||`, `|`, `;`, `&`; '' for the first. */
  readonly joint: string;
  /** As written, trimmed. */
  readonly text: string;
}

const JOINTS = ['&&', '||', ';', '|', '&', '\n'];

/** Splits a shell line at its joints, but not inside quotes or after a backslash. */
export function splitLine(line: string): Segment[] {
  const segments: Segment[] = [];
  let joint = '';
  let start = 0;
  let at = 0;
  const cut = (end: number) => {
    const text = line.slice(start, end).trim();
    if (text !== '') segments.push({ joint: segments.length === 0 ? '' : joint, text });
  };
  while (at < line.length) {
    const next = JOINTS.find((candidate) => line.startsWith(candidate, at));
    // `2>&1` and `&>` redirect; they join nothing.
    if (next && !(next === '&' && (line[at - 1] === '>' || line[at + 1] === '>'))) {
      cut(at);
      joint = next === '\n' ? ';' : next;
      at += next.length;
      start = at;
    } else at = afterToken(line, at);
  }
  cut(line.length);
  return segments;
}

/** The words of a simple command as written, with their quotes. */
export function toRawWords(text: string): string[] {
  const words: string[] = [];
  let word = '';
  let at = 0;
  while (at < text.length) {
    const end = afterToken(text, at);
    const token = text.slice(at, end);
    if (!/^\s$/.test(token)) word += token;
    else if (word !== '') {
      words.push(word);
      word = '';
    }
    at = end;
  }
  return word === '' ? words : [...words, word];
}

/** What the shell makes of a word: its quotes taken off. Variables and globs stay as written. */
export function unquoteWord(raw: string): string {
  let word = '';
  let at = 0;
  while (at < raw.length) {
    const end = afterToken(raw, at);
    word += unquoteToken(raw.slice(at, end));
    at = end;
  }
  return word;
}

function afterToken(text: string, at: number): number {
  const first = text[at];
  if (first === '\\') return Math.min(at + 2, text.length);
  if (first !== '"' && first !== "'") return at + 1;
  for (let end = at + 1; end < text.length; end += 1) {
    if (text[end] === '\\' && first === '"') end += 1;
    else if (text[end] === first) return end + 1;
  }
  return text.length;
}

function unquoteToken(token: string): string {
  if (token.startsWith("'")) return token.slice(1, token.endsWith("'") && token.length > 1 ? -1 : undefined);
  if (token.startsWith('\\')) return token.slice(1);
  if (!token.startsWith('"')) return token;
  return token
    .slice(1, token.endsWith('"') && token.length > 1 ? -1 : undefined)
    .replaceAll(/\\(["\\$`])/g, '$1');
}
