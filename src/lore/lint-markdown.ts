import { bareMarkdown } from './bare-markdown.ts';
import { lineAt } from './line-at.ts';

/** Something in a body that would change the page, or hide from its reader. `line` is 1-based in the body. */
export interface MarkdownFlaw {
  readonly rule: string;
  readonly line: number;
  readonly why: string;
}

/** They change how text looks and nothing else. */
const HARMLESS = 'br|kbd|sub|sup|details|summary';

const RULES: readonly { readonly rule: string; readonly pattern: RegExp; readonly why: string }[] = [
  { rule: 'comment', pattern: /<!--/g, why: 'an HTML comment hides from readers: say it, or leave it out' },
  {
    rule: 'html',
    pattern: new RegExp(
      `<(?!\\/?(?:${HARMLESS})\\s*\\/?>)(?!(?:https?:|mailto:)[^\\s<>]*>)(?=[A-Za-z/!?])(?!!--)`,
      'gi',
    ),
    why: 'HTML can change the page: write markdown, or put it in code',
  },
  {
    rule: 'fence',
    pattern: /^ {0,3}(?:-{3,}|={3,}|\.{3})[ \t]*$/gm,
    why: 'this line reads as front matter or as the underline of a heading: leave it out',
  },
  {
    rule: 'heading',
    pattern: /^ {0,3}#(?:[ \t]|$)/gm,
    why: 'an entry has one title; use ## for what is below it',
  },
  {
    rule: 'image',
    pattern: /!\[[^\]]*\](?:\([ \t]*<?(?:[a-z][a-z0-9+.-]*:|\/\/)|\[)/gi,
    why: 'an image from elsewhere is fetched by everyone who reads this: link to it',
  },
  {
    rule: 'link',
    pattern: /(?:\]\([ \t]*<?|^ {0,3}\[[^\]]+\]:[ \t]*<?)(?!https?:|mailto:)[a-z][a-z0-9+.-]*:/gim,
    why: 'a link to what is no page',
  },
];

export function lintMarkdown(body: string): MarkdownFlaw[] {
  const { readings, openFence } = bareMarkdown(body);
  const found = new Map<string, MarkdownFlaw>();
  for (const text of readings) {
    for (const { rule, pattern, why } of RULES) {
      for (const { index } of text.matchAll(pattern))
        found.set(`${rule} ${index}`, { rule, why, line: lineAt(text, index) });
    }
  }
  const flaws = [...found.values()];
  if (openFence === null) return flaws;
  return [
    ...flaws,
    { rule: 'fence', line: openFence, why: 'a block of code that does not end takes in all that follows' },
  ];
}
