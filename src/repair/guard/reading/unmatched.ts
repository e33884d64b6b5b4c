import type { Token } from './scan.ts';

export interface Closer {
  /** `)`, `]`, `}` or `</name>`. */
  readonly text: string;
  /** The token after it; '' at the end. */
  readonly next: string;
}

export interface Unmatched {
  /** What is closed but not opened, innermost first. */
  readonly closers: readonly Closer[];
  /** What closes what is left open, innermost first. */
  readonly missing: readonly string[];
}

const CLOSES: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
/** A `<` after one of these, or after nothing, starts an element and does not compare. */
const BEFORE_ELEMENT = /^(?:[(,=:?&|{}>[;]|return|default|case|yield)$/;

interface Open {
  /** What closes it as things stand. */
  closer: string;
  /** Set for an element: `tag` within its opening tag, `children` after it. */
  element: 'tag' | 'children' | null;
  readonly name: string;
}

/** Which brackets, and with `jsx` which elements, a piece of code closes without opening, or opens without closing. */
export function unmatchedIn(tokens: readonly Token[], jsx: boolean): Unmatched {
  const code = tokens.filter((token) => token.kind !== 'comment');
  const open: Open[] = [];
  const closers: Closer[] = [];
  const textAt = (index: number) => code[index]?.text ?? '';
  for (let at = 0; at < code.length; at++) {
    const { kind, text } = code[at] as Token;
    if (kind !== 'punctuation') continue;
    const top = open.at(-1);
    const closes = CLOSES[text];
    if (closes !== undefined) open.push({ closer: closes, element: null, name: '' });
    else if (text === ')' || text === ']' || text === '}') {
      if (open.length > 0) open.pop();
      else closers.push({ text, next: textAt(at + 1) });
    } else if (jsx && text === '<' && textAt(at + 1) === '/') {
      const end = endOfTag(code, at + 2);
      const name = code
        .slice(at + 2, end)
        .map((token) => token.text)
        .join('');
      if (top?.element === 'children') open.pop();
      else if (open.length === 0) closers.push({ text: `</${name}>`, next: textAt(end + 1) });
      at = end;
    } else if (jsx && text === '<' && startsElement(textAt(at - 1), code[at + 1], top)) {
      const end = endOfName(code, at + 1);
      const name = code
        .slice(at + 1, end)
        .map((token) => token.text)
        .join('');
      open.push({ closer: '/>', element: 'tag', name });
      at = end - 1;
    } else if (text === '>' && top?.element === 'tag' && textAt(at - 1) !== '=') {
      if (textAt(at - 1) === '/') open.pop();
      else Object.assign(top, { closer: `</${top.name}>`, element: 'children' });
    }
  }
  return { closers, missing: open.map(({ closer }) => closer).reverse() };
}

function startsElement(previous: string, next: Token | undefined, top: Open | undefined): boolean {
  if (next === undefined || (next.kind !== 'word' && next.text !== '>')) return false;
  return top?.element === 'children' || previous === '' || BEFORE_ELEMENT.test(previous);
}

/** `Menu.Item`, `my-element`, `svg:path`. */
function endOfName(code: readonly Token[], start: number): number {
  let at = start;
  while (
    at < code.length &&
    (code[at]?.kind === 'word'
      ? at === start || /[.:-]/.test(code[at - 1]?.text ?? '')
      : /^[.:-]$/.test(code[at]?.text ?? ''))
  )
    at++;
  return at;
}

function endOfTag(code: readonly Token[], start: number): number {
  let at = start;
  while (at < code.length && code[at]?.text !== '>') at++;
  return at;
}
