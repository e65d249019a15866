// What a clipboard holds, as a plain tree: made of the browser's nodes, or of HTML on the server.

export type PastedElement = { name: string; attributes: Readonly<Record<string, string>>; children: readonly PastedNode[] };
/** An element, or words. Comments are left out. */
export type PastedNode = PastedElement | string;

/** Deeper elements are left out and their words stay: a stack has an end. */
const DEEPEST = 150;

/** The part of a browser's node that is read. */
export type BrowserNode = {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly nodeValue: string | null;
  readonly childNodes: Iterable<BrowserNode>;
  readonly attributes?: Iterable<{ readonly name: string; readonly value: string }>;
};

/**
 * Returns a browser's node as a tree. Styles are read as the text of their attribute: a strict content policy leaves the style object of
 * pasted HTML empty.
 */
export function treeOfNode(node: BrowserNode): PastedNode[] {
  return treeOf(node, {
    children: (one) => [...one.childNodes],
    words: (one) => (one.nodeType === 3 ? (one.nodeValue ?? '') : undefined),
    element: (one) =>
      one.nodeType === 1
        ? {
            name: one.nodeName.toLowerCase(),
            attributes: Object.fromEntries([...(one.attributes ?? [])].map(({ name, value }) => [name, value])),
          }
        : undefined,
  });
}

export type Reading<T> = {
  children(node: T): readonly T[];
  words(node: T): string | undefined;
  element(node: T): Omit<PastedElement, 'children'> | undefined;
};

/** Walks without recursion, whatever the depth. */
export function treeOf<T>(root: T, read: Reading<T>): PastedNode[] {
  const top: PastedNode[] = [];
  const work: { node: T; into: PastedNode[]; depth: number }[] = [{ node: root, into: top, depth: 0 }];
  for (let next = work.pop(); next; next = work.pop()) {
    const { node, into, depth } = next;
    const words = read.words(node);
    if (words !== undefined) into.push(words);
    const element = read.element(node);
    const children: PastedNode[] = element && depth < DEEPEST ? [] : into;
    if (element && depth < DEEPEST) into.push({ ...element, children });
    for (const child of read.children(node).toReversed()) work.push({ node: child, into: children, depth: depth + (element ? 1 : 0) });
  }
  return top;
}
