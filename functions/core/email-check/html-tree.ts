// Queries on an email's HTML, read by a parser that knows nothing of our templates.
import { parseDocument } from 'htmlparser2';

export type HtmlDocument = ReturnType<typeof parseDocument>;
export type HtmlNode = HtmlDocument['children'][number];
export type HtmlParent = { readonly children: readonly HtmlNode[] };
export type HtmlElement = Extract<HtmlNode, { attribs: object }>;

export function readHtml(html: string): HtmlDocument {
  return parseDocument(html);
}

export function isElement(node: HtmlNode): node is HtmlElement {
  return 'attribs' in node;
}

/** Returns elements with these names, or all without names, in document order. */
export function elements(within: HtmlParent, ...names: string[]): HtmlElement[] {
  return within.children.flatMap((node) => {
    if (!isElement(node)) return [];
    const inside = elements(node, ...names);
    return names.length === 0 || names.includes(node.name) ? [node, ...inside] : inside;
  });
}

const SILENT = new Set(['style', 'title', 'script']);

/** Returns the words of an element, with single spaces, without style, title and script. */
export function textOf(within: HtmlParent): string {
  const textOfNode = (node: HtmlParent): string =>
    node.children
      .map((child) => {
        if (isElement(child)) return SILENT.has(child.name) ? '' : textOfNode(child);
        return child.type === 'text' ? child.data : '';
      })
      .join(' ');
  return textOfNode(within).replace(/\s+/g, ' ').trim();
}

/** Returns the text of an element that has only text. */
export function textIn({ children }: HtmlParent): string {
  return children.map((child) => ('data' in child ? child.data : '')).join('');
}

/** Returns a screen reader's name for a link or heading: its words, or else the alt texts of its images. */
export function labelOf(element: HtmlElement): string {
  const pictures = elements(element, 'img').map((image) => image.attribs.alt ?? '');
  return textOf(element) || pictures.join(' ').trim();
}

/** Undefined at the top of the document. */
export function parentOf({ parent }: HtmlElement): HtmlElement | undefined {
  return parent && 'attribs' in parent ? parent : undefined;
}

/** Returns a property of the inline style, or an empty string. The last declaration counts. */
export function styleOf(element: HtmlElement, property: string): string {
  return declared(element.attribs.style ?? '').get(property) ?? '';
}

/** Parses `color: red; margin: 0` into values by lower-case name. */
export function declared(css: string): Map<string, string> {
  return new Map(
    css
      .split(';')
      .map((declaration) => declaration.split(':'))
      .filter(([name, ...value]) => name?.trim() && value.length > 0)
      .map(([name = '', ...value]) => [name.trim().toLowerCase(), value.join(':').trim()]),
  );
}
