// A pasted tree as blocks: paragraphs, headings, lists, tables.
import { pastedAddress } from '#core/draft/pasted-address';
import { hasClass, isReview, isUnseen, lookOf, styleOf, symbolsOf } from '#core/draft/pasted-style';
import { childrenOf, gridOf } from '#core/draft/pasted-tables';
import type { PastedElement, PastedNode } from '#core/draft/pasted-tree';
import { type Look, plainSpaces, type Run, wordsOf } from '#core/draft/pasted-words';
import { footnoteLink, footnoteOf, numberOf, textOf, type WordItem, withoutSign, wordItemOf } from '#core/draft/word-lists';

export type PastedBlock =
  | { kind: 'paragraph'; runs: Run[] }
  | { kind: 'heading'; level: number; runs: Run[] }
  /** `level` from 1. `number`: of an item in a numbered list. */
  | { kind: 'item'; level: number; number?: number; blocks: PastedBlock[] }
  | { kind: 'quote'; blocks: PastedBlock[] }
  | { kind: 'table'; rows: Run[][][] }
  | { kind: 'code'; text: string }
  | { kind: 'rule' }
  | { kind: 'footnote'; label: string; blocks: PastedBlock[] };

/** `pictures`: how many were not taken along. `review`: comments or deleted words were left out. */
export type Pasted = { blocks: PastedBlock[]; pictures: number; review: boolean };

const PLAIN: Look = { bold: false, italic: false, struck: false, code: false };
const BLOCKS = new Set([
  ...[
    'address',
    'article',
    'aside',
    'body',
    'center',
    'dd',
    'details',
    'dialog',
    'dir',
    'div',
    'dl',
    'dt',
    'fieldset',
    'figcaption',
    'figure',
  ],
  ...['footer', 'form', 'header', 'hgroup', 'html', 'legend', 'main', 'menu', 'nav', 'p', 'search', 'section', 'summary', 'caption'],
  ...['tbody', 'thead', 'tfoot', 'tr', 'td', 'th', 'li'],
]);
const LISTS = new Set(['ul', 'ol', 'menu', 'dir']);

/** Reads a pasted tree. */
export function blocksOfTree(tree: readonly PastedNode[]): Pasted {
  const reader = new Reader();
  reader.read(tree, { look: PLAIN, keepsLines: false, lists: [] });
  reader.flush();
  return { blocks: reader.blocks, pictures: reader.pictures, review: reader.review };
}

/** `lists`: those around it, from the outside, with the number of the next item of a numbered one. */
type Around = { look: Look; address?: string; keepsLines: boolean; lists: { next?: number }[]; element?: PastedElement };

class Reader {
  blocks: PastedBlock[] = [];
  pictures = 0;
  review = false;
  #runs: Run[] = [];

  read(nodes: readonly PastedNode[], around: Around): void {
    for (const node of nodes) {
      if (typeof node === 'string') this.#words(node, around);
      else if (isReview(node)) this.review ||= textOf(node) !== '';
      else if (isUnseen(node)) this.pictures += drawingsIn(node);
      else this.#element(node, around);
    }
  }

  /** Ends the paragraph. Two line breaks end one too. */
  flush(): void {
    const runs = this.#runs;
    this.#runs = [];
    for (const paragraph of paragraphsOf(runs)) this.blocks.push({ kind: 'paragraph', runs: paragraph });
  }

  #words(text: string, { look, address, keepsLines, element }: Around): void {
    const shown = element ? symbolsOf(text, element) : text;
    const words = keepsLines
      ? shown
          .split(/\r\n?|\n/u)
          .map(plainSpaces)
          .join('\n')
      : plainSpaces(shown);
    this.#runs.push({ ...look, text: words, ...(address !== undefined && { address }) });
  }

  #element(element: PastedElement, around: Around): void {
    const { name, attributes, children } = element;
    const space = styleOf(element).get('white-space');
    const inside: Around = {
      ...around,
      element,
      look: lookOf(element, around.look),
      keepsLines: space === undefined ? around.keepsLines : /^(?:pre|break-spaces)/u.test(space),
    };
    const item = wordItemOf(element);
    const label = footnoteOf(element);
    if (name === 'br') this.#runs.push({ ...PLAIN, text: '\n' });
    else if (name === 'img') this.#picture(element, around);
    else if (name === 'a') this.#link(element, inside);
    else if (name === 'hr') this.#block(() => this.blocks.push({ kind: 'rule' }));
    else if (name === 'pre') this.#block(() => this.blocks.push({ kind: 'code', text: codeOf(element) }));
    else if (name === 'table') this.#block(() => this.#table(element, inside));
    else if (name === 'blockquote') this.#nested(inside, children, (blocks) => ({ kind: 'quote', blocks }));
    else if (LISTS.has(name)) this.#list(element, inside);
    else if (label !== undefined) this.#nested({ ...inside, lists: [] }, children, (blocks) => ({ kind: 'footnote', label, blocks }));
    else if (headingLevel(element) !== undefined) this.#heading(element, inside, item);
    else if (item) this.#wordItem(element, inside, item);
    else if (BLOCKS.has(name) || attributes.role === 'paragraph') this.#block(() => this.read(children, inside));
    else this.read(children, inside);
  }

  #block(read: () => void): void {
    this.flush();
    read();
    this.flush();
  }

  #nested(around: Around, children: readonly PastedNode[], make: (blocks: PastedBlock[]) => PastedBlock): void {
    this.flush();
    const outside = this.blocks;
    this.blocks = [];
    this.read(children, around);
    this.flush();
    const inner = this.blocks;
    this.blocks = outside;
    if (inner.length > 0) this.blocks.push(make(inner));
  }

  /** Word draws the numbers of headings, as it does those of lists. */
  #heading(element: PastedElement, around: Around, item: WordItem | undefined): void {
    const number = item && !item.typed && /\d/u.test(item.sign) ? [{ ...PLAIN, text: `${item.sign} ` }] : [];
    this.#nested({ ...around, look: PLAIN }, element.children, (blocks) => {
      if (!blocks.every((block) => 'runs' in block)) return { kind: 'quote', blocks };
      const runs = blocks.flatMap((block) => [...block.runs, { ...PLAIN, text: ' ' }]);
      const plain = runs.map((run) => ({ ...run, bold: false, text: run.text.replaceAll('\n', ' ') }));
      return { kind: 'heading', level: headingLevel(element) ?? 2, runs: [...number, ...plain] };
    });
  }

  #list({ name, attributes, children }: PastedElement, around: Around): void {
    this.flush();
    const list: { next?: number } = name === 'ol' ? { next: Number.parseInt(attributes.start ?? '1', 10) || 1 } : {};
    const lists = [...around.lists, list];
    for (const child of children) {
      if (typeof child !== 'string' && child.name === 'li' && !isUnseen(child) && !isReview(child)) this.#item(child, { ...around, lists });
      // Google Docs puts a list straight into a list.
      else this.read([child], { ...around, lists });
    }
    this.flush();
  }

  #item(element: PastedElement, around: Around): void {
    const label = footnoteOf(element);
    const list = around.lists.at(-1);
    // Word for the web has each item in a list of its own, and says its level.
    const level = Number.parseInt(element.attributes['data-aria-level'] ?? '', 10) || around.lists.length;
    const number = list?.next;
    if (list && number !== undefined && label === undefined)
      list.next = (Number.parseInt(element.attributes.value ?? '', 10) || number) + 1;
    const inner = { ...around, element, look: lookOf(element, around.look) };
    this.#nested(inner, element.children, (blocks) => {
      if (label !== undefined) return { kind: 'footnote', label, blocks };
      return { kind: 'item', level, ...(number !== undefined && { number }), blocks };
    });
  }

  /** Word has items of lists as paragraphs, with the sign or number as words. */
  #wordItem({ children }: PastedElement, around: Around, { level, sign, typed }: WordItem): void {
    const number = numberOf(sign);
    this.#nested({ ...around, lists: [] }, children, (blocks) => {
      const [first, ...others] = blocks;
      const words = typed && first?.kind === 'paragraph' ? [{ ...first, runs: withoutFirstSign(first.runs) }, ...others] : blocks;
      return { kind: 'item', level, ...(number !== undefined && { number }), blocks: words };
    });
  }

  #link({ attributes, children }: PastedElement, around: Around): void {
    const note = footnoteLink(attributes.href ?? '');
    // The way back from a footnote is no word of it.
    if (note === 'back') return;
    if (note) {
      this.#runs.push({ ...PLAIN, text: `[${note.label}]`, footnote: note.label });
      return;
    }
    const address = pastedAddress(attributes);
    this.read(children, address === undefined || around.address !== undefined ? around : { ...around, address });
  }

  #picture({ attributes, ...element }: PastedElement, around: Around): void {
    const alt = plainSpaces(attributes.alt ?? '').trim();
    if (/^(?:\p{Emoji_Presentation}|\p{Emoji}\ufe0f?|\p{Emoji_Modifier}|\u200d)+$/u.test(alt) && !/^\d+$/u.test(alt)) {
      this.#words(alt, around);
      return;
    }
    const style = styleOf({ attributes, ...element });
    const isTiny = [attributes.width ?? style.get('width'), attributes.height ?? style.get('height')].some((size) =>
      /^[0-2](?:\.\d+)?(?:px|pt)?$/u.test(size ?? ''),
    );
    if (!isTiny) this.pictures += 1;
  }

  #table(element: PastedElement, around: Around): void {
    const grid = gridOf(element);
    if (!grid) {
      this.read(element.children, around);
      return;
    }
    for (const caption of childrenOf(element, 'caption')) this.#block(() => this.read(caption.children, around));
    this.blocks.push({ kind: 'table', rows: grid.map((row) => row.map((cell) => (cell ? this.#cell(cell, around) : []))) });
  }

  /** Returns the words of a cell on one line. */
  #cell(cell: PastedElement, around: Around): Run[] {
    const outside = this.blocks;
    this.blocks = [];
    const look = cell.name === 'th' ? PLAIN : lookOf(cell, around.look);
    this.read(cell.children, { ...around, look, element: cell, lists: [] });
    this.flush();
    const runs = runsOf(this.blocks);
    this.blocks = outside;
    return runs.map((run) => ({ ...run, text: run.text.replaceAll('\n', ' ') }));
  }
}

/** Returns the words of blocks as one paragraph. */
function runsOf(blocks: readonly PastedBlock[]): Run[] {
  return blocks.flatMap((block): Run[] => {
    const runs =
      block.kind === 'code'
        ? [{ ...PLAIN, code: true, text: block.text }]
        : 'runs' in block
          ? block.runs
          : 'blocks' in block
            ? runsOf(block.blocks)
            : 'rows' in block
              ? block.rows.flatMap((row) => row.flatMap((cell) => [...cell, { ...PLAIN, text: ' ' }]))
              : [];
    return [...runs, { ...PLAIN, text: ' ' }];
  });
}

/** Returns runs without the typed sign before them, when it stands in the first one. */
function withoutFirstSign([first, ...others]: readonly Run[]): Run[] {
  return first ? [{ ...first, text: withoutSign(first.text.trimStart()) }, ...others] : [];
}

function paragraphsOf(runs: readonly Run[]): Run[][] {
  const paragraphs: Run[][] = [[]];
  let breaks = 0;
  for (const run of runs) {
    for (const [index, text] of run.text.split('\n').entries()) {
      if (index > 0) breaks += 1;
      if (text === '') continue;
      if (text.trim() !== '' && breaks > 1) paragraphs.push([]);
      else if (text.trim() !== '' && breaks === 1) paragraphs.at(-1)?.push({ ...PLAIN, text: '\n' });
      if (text.trim() !== '') breaks = 0;
      paragraphs.at(-1)?.push({ ...run, text });
    }
  }
  return paragraphs.filter((paragraph) => wordsOf(paragraph).trim() !== '');
}

/** Returns how many pictures stand in a drawing of Word, which not every browser gets as an image. */
function drawingsIn(node: PastedNode): number {
  if (typeof node === 'string') return 0;
  return node.name === 'v:imagedata' ? 1 : node.children.reduce((sum, child) => sum + drawingsIn(child), 0);
}

function codeOf({ children }: PastedElement): string {
  const text = (node: PastedNode): string =>
    typeof node === 'string' ? node : node.name === 'br' ? '\n' : node.children.map(text).join('');
  return children
    .map(text)
    .join('')
    .replaceAll(/\r\n?/gu, '\n')
    .replaceAll('\u00a0', ' ')
    .replaceAll(/(?![\n\t])\p{Cc}/gu, '')
    .replace(/^\n+|\s+$/gu, '');
}

function headingLevel(element: PastedElement): number | undefined {
  const { name, attributes } = element;
  const level = /^h([1-6])$/u.exec(name)?.[1] ?? (attributes.role === 'heading' ? (attributes['aria-level'] ?? '2') : undefined);
  if (level !== undefined) return Math.min(6, Math.max(1, Number.parseInt(level, 10) || 2));
  return name === 'p' && hasClass(element, /^MsoTitle$/iu) ? 1 : undefined;
}
