import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import sanitizeHtml, { type Options } from 'sanitize-html';
import { Html, html } from './html.ts';

const TAGS = [
  ...[
    'a',
    'b',
    'blockquote',
    'br',
    'code',
    'dd',
    'del',
    'details',
    'div',
    'dl',
    'dt',
    'em',
    'h1',
    'h2',
    'h3',
    'h4',
  ],
  ...[
    'h5',
    'h6',
    'hr',
    'i',
    'img',
    'input',
    'ins',
    'kbd',
    'li',
    'ol',
    'p',
    'pre',
    'q',
    's',
    'samp',
    'section',
  ],
  ...[
    'span',
    'strong',
    'sub',
    'summary',
    'sup',
    'table',
    'tbody',
    'td',
    'tfoot',
    'th',
    'thead',
    'tr',
    'ul',
    'var',
  ],
];

/**
 * Markdown as GitHub shows it: its tables and lists, some HTML, and nothing that runs, looks like the page, or hides.
 * `page`: of the repository, for `#12`.
 */
export function renderMarkdown(text: string, page: string): Html {
  const { table, body } = splitFrontMatter(text);
  const raw = micromark(body, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    // What is dangerous in it goes in the next step: `<details>` is to stay.
    allowDangerousHtml: true,
  });
  return html`${table}<div class="markdown">${new Html(sanitizeHtml(raw, optionsOf(page)))}</div>`;
}

function optionsOf(page: string): Options {
  return {
    allowedTags: TAGS,
    allowedAttributes: {
      a: ['href', 'title', 'rel'],
      img: ['src', 'alt', 'title', 'width', 'height'],
      input: ['type', 'checked', 'disabled'],
      details: ['open'],
      th: ['align', 'colspan', 'rowspan'],
      td: ['align', 'colspan', 'rowspan'],
      ol: ['start'],
      div: ['align'],
      p: ['align'],
    },
    allowedClasses: { code: [/^language-[\w-]+$/] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    transformTags: {
      a: (_, attributes) => ({ tagName: 'a', attribs: { ...attributes, rel: 'nofollow noopener' } }),
      // Only the boxes of task lists, and nobody clicks them here.
      input: (_, { checked }) => ({
        tagName: 'input',
        attribs: { type: 'checkbox', disabled: '', ...(checked === undefined ? {} : { checked: '' }) },
      }),
    },
    textFilter: (shown, tag) => {
      if (tag === 'a' || tag === 'code' || tag === 'pre') return shown;
      return shown.replace(/(^|[\s(])#(\d+)\b/g, `$1<a href="${page}/issues/$2">#$2</a>`);
    },
  };
}

/** The facts on top of a lore entry, as the table that GitHub makes of them. */
function splitFrontMatter(text: string): { readonly table: Html | null; readonly body: string } {
  const found = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(text);
  if (found === null) return { table: null, body: text };
  const rows = (found[1] ?? '').split(/\r?\n/).flatMap((line) => {
    const colon = line.indexOf(':');
    return colon <= 0
      ? []
      : [html`<tr><th>${line.slice(0, colon)}</th><td>${line.slice(colon + 1).trim()}</td></tr>`];
  });
  return { table: html`<table class="facts">${rows}</table>`, body: text.slice(found[0].length) };
}
