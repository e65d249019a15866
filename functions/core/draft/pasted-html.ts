// HTML as the tree that a paste is read from, on the server: the browser has nodes of its own.
import { parseDocument } from 'htmlparser2';
import { type PastedNode, treeOf } from '#core/draft/pasted-tree';

type HtmlNode = ReturnType<typeof parseDocument> | ReturnType<typeof parseDocument>['children'][number];

/** Returns HTML as a tree. */
export function treeOfHtml(html: string): PastedNode[] {
  return treeOf<HtmlNode>(parseDocument(html), {
    children: (one) => ('children' in one ? one.children : []),
    words: (one) => (one.type === 'text' ? one.data : undefined),
    element: (one) => ('attribs' in one ? { name: one.name.toLowerCase(), attributes: one.attribs } : undefined),
  });
}
