/** A lexical piece of JavaScript-like text. `punctuation` is one character. */
export interface Token {
  readonly kind: 'comment' | 'string' | 'template' | 'regexp' | 'word' | 'number' | 'punctuation';
  readonly text: string;
  /** Offset in the scanned text. */
  readonly start: number;
}

const BLANK = /\s+/y;
const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
const STRING = /'(?:\\[\s\S]|[^'\\\n])*'?|"(?:\\[\s\S]|[^"\\\n])*"?/y;
const WORD = /[\p{ID_Start}$_@#\\][\p{ID_Continue}$\\]*/uy;
const NUMBER = /\d[\w.]*/y;
const REGEXP = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
/** After these a slash starts a regular expression, not a division. */
const BEFORE_REGEXP =
  /^(?:[(,=:[!&|?{};+\-*%<>~^]|return|typeof|case|in|of|do|else|void|delete|throw|new|instanceof|await|yield)$/;

/**
 * Cuts text into tokens without ever failing: for fragments that no parser takes. Linear; it knows no grammar, so what
 * stands in JSX text may come out as odd words.
 */
export function scan(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let last = ';';
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? null;
  };
  while (at < text.length) {
    const blank = match(BLANK);
    if (blank !== null) {
      at += blank.length;
      continue;
    }
    const token = nextToken(text, at, last, match);
    tokens.push(token);
    at += token.text.length;
    if (token.kind !== 'comment') last = token.text;
  }
  return tokens;
}

function nextToken(
  text: string,
  start: number,
  last: string,
  match: (pattern: RegExp) => string | null,
): Token {
  const comment = match(COMMENT);
  if (comment !== null) return { kind: 'comment', text: comment, start };
  const string = match(STRING);
  if (string !== null) return { kind: 'string', text: string, start };
  if (text[start] === '`')
    return { kind: 'template', text: text.slice(start, endOfTemplate(text, start)), start };
  const word = match(WORD);
  if (word !== null) return { kind: 'word', text: word, start };
  const number = match(NUMBER);
  if (number !== null) return { kind: 'number', text: number, start };
  const regexp = BEFORE_REGEXP.test(last) ? match(REGEXP) : null;
  if (regexp !== null) return { kind: 'regexp', text: regexp, start };
  return { kind: 'punctuation', text: String.fromCodePoint(text.codePointAt(start) ?? 0), start };
}

/** Where the template that starts here ends, its `${}` and the templates in them included. */
function endOfTemplate(text: string, start: number): number {
  /** What is open: a template, or a brace in a substitution. */
  const open: ('`' | '{')[] = ['`'];
  let at = start + 1;
  for (; at < text.length && open.length > 0; at++) {
    const character = text[at];
    const inTemplate = open.at(-1) === '`';
    if (character === '\\') at++;
    else if (character === '`') inTemplate ? open.pop() : open.push('`');
    else if (inTemplate && character === '$' && text[at + 1] === '{') {
      open.push('{');
      at++;
    } else if (!inTemplate && character === '{') open.push('{');
    else if (!inTemplate && character === '}') open.pop();
  }
  return Math.min(at, text.length);
}
