import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

interface Node {
  readonly type: string;
  readonly depth?: number | undefined;
  readonly lang?: string | null | undefined;
  readonly value?: string | undefined;
  readonly url?: string | undefined;
  readonly children?: readonly Node[] | undefined;
}

/** Markdown as GitHub reads it. */
function treeOf(markdown: string): Node {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

/** What it makes of a page, without the words. */
export function skeletonOf(markdown: string): unknown {
  const toSkeleton = (node: Node): unknown => [
    node.type,
    node.depth ?? node.lang ?? null,
    ...(node.children ?? []).map(toSkeleton),
  ];
  return toSkeleton(treeOf(markdown));
}

/** All HTML in it. */
export function htmlIn(markdown: string): string[] {
  const collect = (node: Node): string[] => [
    ...(node.type === 'html' ? [node.value ?? ''] : []),
    ...(node.children ?? []).flatMap(collect),
  ];
  return collect(treeOf(markdown));
}

/** What GitHub makes more of than words: HTML, links, images, and text that it turns into a mention, a reference, an emoji or a formula. */
export function heededIn(markdown: string): { html: string[]; urls: string[]; texts: string[] } {
  const found = { html: [] as string[], urls: [] as string[], texts: [] as string[] };
  const visit = (node: Node): void => {
    if (node.type === 'html') found.html.push(node.value ?? '');
    if (node.url !== undefined) found.urls.push(node.url);
    if (node.type === 'text' && HEEDED.test(node.value ?? '')) found.texts.push(node.value ?? '');
    for (const child of node.children ?? []) visit(child);
  };
  visit(treeOf(markdown));
  return found;
}

const HEEDED = /@\w|#\d|\bGH-\d|:\/\/|\bwww\.|:[\w+-]+:|\$|(?<!\w)[0-9a-f]{7,40}(?!\w)/i;
