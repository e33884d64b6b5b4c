/** A word of a line of code; white space is none. */
export interface Token {
  readonly kind: 'name' | 'number' | 'text' | 'mark';
  readonly text: string;
}

const TOKEN =
  /(?<name>[A-Za-z_$#@][\w$]*)|(?<number>\d[\w.]*)|(?<text>(?<quote>['"`])(?:\\.|(?!\k<quote>)[^\\])*\k<quote>)|(?<mark>\.{3}|[=!]==?|=>|[<>*&|?]{2,3}=?|\+\+|--|[-+*/%<>&|^?]=|\?\.|[^\s\w])/g;

const KEYWORDS = new Set(
  'as async await break case catch class const continue default delete do else export extends false finally for from function if import in instanceof let new null of return static super switch this throw true try type typeof undefined var void while yield'.split(
    ' ',
  ),
);

/** The words of a line. A comment's words count as code; a quote that is not closed is a mark. */
export function tokensOf(line: string): Token[] {
  return [...line.matchAll(TOKEN)].map(({ groups = {} }) => {
    const { name, number, text, mark = '' } = groups;
    if (name !== undefined) return { kind: KEYWORDS.has(name) ? 'mark' : 'name', text: name };
    if (number !== undefined) return { kind: 'number', text: number };
    return text === undefined ? { kind: 'mark', text: mark } : { kind: 'text', text };
  });
}

/** Old names, numbers and texts -> those that stand in their places. One to one. */
export class Renaming {
  readonly #there = new Map<string, string>();
  readonly #back = new Map<string, string>();

  /** False, with nothing changed for good, when the lines differ in more than names, or a name would be two. */
  accept(old: readonly Token[], now: readonly Token[]): boolean {
    if (old.length !== now.length) return false;
    return old.every((token, at) => {
      const other = now[at];
      if (other === undefined || other.kind !== token.kind) return false;
      if (token.kind === 'mark') return token.text === other.text;
      const known = this.#there.get(token.text);
      const back = this.#back.get(other.text);
      if (known !== undefined || back !== undefined) return known === other.text && back === token.text;
      this.#there.set(token.text, other.text);
      this.#back.set(other.text, token.text);
      return true;
    });
  }

  get(old: string): string | undefined {
    return this.#there.get(old);
  }

  /** Share of words that are the same there and here, 0 to 1; 1 where there are none. */
  likeness(): number {
    const pairs = [...this.#there];
    return pairs.length === 0 ? 1 : pairs.filter(([old, now]) => old === now).length / pairs.length;
  }
}

/**
 * A line with its words replaced; null when it has a name that is neither replaced nor in `known`. What stands behind a dot
 * is what its owner knows: that need not be named here before.
 */
export function renameLine(
  line: string,
  renaming: Renaming,
  known: (name: string) => boolean,
): string | null {
  let isClear = true;
  const renamed = line.replace(TOKEN, (text, ...groups) => {
    const [token] = tokensOf(text);
    if (token === undefined || token.kind === 'mark') return text;
    const other = renaming.get(token.text);
    if (other !== undefined) return other;
    const at: unknown = groups.at(-3);
    const isMember = typeof at === 'number' && line[at - 1] === '.';
    if (token.kind === 'name' && !isMember && !known(token.text)) isClear = false;
    return text;
  });
  return isClear ? renamed : null;
}
