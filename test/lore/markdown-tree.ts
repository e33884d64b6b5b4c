import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

interface Node {
  readonly type: string;
  readonly depth?: number | undefined;
  readonly lang?: string | null | undefined;
  readonly value?: string | undefined;
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
