/** An element of an XML document: as much as test reports need. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Text and CDATA directly inside, joined. */
  readonly text: string;
}

interface OpenElement extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}

/** Depth and size that no report reaches. */
const MOST_DEPTH = 200;

/**
 * Reads XML leniently: what is not closed counts as closed at the end, entities are the five of XML and numbers, no
 * document type is looked at. Returns a nameless element that holds all.
 */
export function parseXml(text: string): XmlElement {
  const root: OpenElement = { name: '', attributes: new Map(), children: [], text: '' };
  const open: OpenElement[] = [root];
  let at = 0;
  while (at < text.length) {
    const top = open.at(-1) ?? root;
    const next = text.indexOf('<', at);
    if (next === -1) break;
    top.text += decode(text.slice(at, next));
    const skipped = skip(text, next, top);
    if (skipped !== null) {
      at = skipped;
      continue;
    }
    const end = endOfTag(text, next);
    if (end === -1) break;
    const tag = text.slice(next + 1, end);
    at = end + 1;
    if (tag.startsWith('/')) {
      const name = tag.slice(1).trim();
      const closes = open.findLastIndex((element) => element.name === name);
      if (closes > 0) open.length = closes;
    } else {
      const element = toElement(tag);
      top.children.push(element);
      if (!tag.endsWith('/') && open.length < MOST_DEPTH) open.push(element);
    }
  }
  return root;
}

/** Comments, instructions and CDATA: where they end, or null when none starts here. */
function skip(text: string, at: number, into: OpenElement): number | null {
  for (const [start, end] of SECTIONS) {
    if (!text.startsWith(start, at)) continue;
    const close = text.indexOf(end, at + start.length);
    const stop = close === -1 ? text.length : close;
    if (start === '<![CDATA[') into.text += text.slice(at + start.length, stop);
    return stop + end.length;
  }
  return null;
}
const SECTIONS = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
  ['<!', '>'],
] as const;

/** The `>` that ends a tag, not one inside an attribute. Tags are short: far beyond, it is no tag. */
function endOfTag(text: string, start: number): number {
  let quote = '';
  const limit = Math.min(text.length, start + 200_000);
  for (let at = start + 1; at < limit; at += 1) {
    const char = text[at] ?? '';
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return at;
  }
  return -1;
}

function toElement(tag: string): OpenElement {
  const name = /^[^\s/]*/.exec(tag)?.[0] ?? '';
  const attributes = new Map<string, string>();
  for (const [, key = '', double, single] of tag
    .slice(name.length)
    .matchAll(/([\w:.-]+)\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')/g)) {
    attributes.set(key, decode(double ?? single ?? ''));
  }
  return { name, attributes, children: [], text: '' };
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decode(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return ENTITIES[name] ?? whole;
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
}
