import { showInvisible } from './invisible.ts';
import { quoteInline } from './quote.ts';

/** What changes how a line of markdown shows. */
const MARKUP = /[\\`*_[\]<>&~!#$]/g;
const CODE = /(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/g;
const MOST = 200;

/**
 * A title as text of a line or a link: its code spans stay, every other mark is shown as it is. Titles are words of
 * others, imported ones too.
 */
function renderTitle(title: string): string {
  const text = showInvisible(title).replace(/\s+/g, ' ');
  let shown = '';
  let from = 0;
  for (const match of text.matchAll(CODE)) {
    const [whole, , code = ''] = match;
    shown += escapeMarkup(text.slice(from, match.index)) + quoteInline(code.trim(), MOST);
    from = match.index + whole.length;
  }
  return shown + escapeMarkup(text.slice(from));
}

/** A link to a file by its path from the page's folder. */
export function renderLink(title: string, path: string): string {
  return `[${renderTitle(title)}](${renderHref(path)})`;
}

/** A line of markdown as a cell of a table. */
export function toCell(line: string): string {
  return line.replaceAll('|', '\\|');
}

function renderHref(path: string): string {
  return path
    .split('/')
    .map((part) => encodeURIComponent(part).replace(/[()]/g, (mark) => (mark === '(' ? '%28' : '%29')))
    .join('/');
}

function escapeMarkup(text: string): string {
  return text.replace(MARKUP, '\\$&');
}
