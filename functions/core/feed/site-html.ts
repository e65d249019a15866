// The HTML of another site as the tree of a paste: with its pictures marked, and what cannot be taken over named.
import type { PastedElement, PastedNode } from '#core/draft/pasted-tree';
import { textOf } from '#core/draft/word-lists';
import type { FeedPicture } from '#core/feed/feed-item';
import type { Lost } from '#core/feed/lost';

/** Stands in the tree for a picture: the paste leaves pictures out, and words with signs of private use stay as they are. */
const [OPEN, CLOSE] = ['\ue100', '\ue101'];
export const MARKS = /\ue100(\d+)\ue101/gu;
const PRIVATE = /[\ue100\ue101]/gu;

export type SitePicture = Required<Pick<FeedPicture, 'address'>> & { alt: string; caption: string };

/** What is named when it is left out. */
const LEFT_OUT: ReadonlyMap<string, [one: string, many: string]> = new Map([
  ['script', ['script', 'scripts']],
  ['form', ['form', 'forms']],
  ['svg', ['drawing (SVG)', 'drawings (SVG)']],
  ['canvas', ['drawing', 'drawings']],
  ['math', ['formula', 'formulas']],
]);
/** A button or a field outside of a form does nothing. Lazily loaded pictures stand twice, once in `noscript`. */
const SILENT = new Set(['style', 'noscript', 'template', 'button', 'input', 'select', 'textarea', 'link', 'meta', 'head', 'title', 'base']);
export const GALLERY = [
  'gallery (its pictures stand one below the other)',
  'galleries (their pictures stand one below the other)',
] as const;
const PLAYED = new Set(['iframe', 'embed', 'object', 'video', 'audio']);

/** Walks the tree of one text. `base`: the page that its relative addresses start from. `library`: the site's pictures by their ids. */
export class SiteHtml {
  readonly pictures: SitePicture[] = [];

  readonly base: string;
  readonly lost: Lost;
  readonly library: ReadonlyMap<string, FeedPicture>;

  constructor(base: string, lost: Lost, library: ReadonlyMap<string, FeedPicture>) {
    this.base = base;
    this.lost = lost;
    this.library = library;
  }

  /** Returns the tree with marks for pictures, which `pictures` has in their order. */
  read(nodes: readonly PastedNode[], caption = ''): PastedNode[] {
    return nodes.flatMap((node): PastedNode[] =>
      typeof node === 'string' ? [node.replaceAll(PRIVATE, '')] : this.#element(node, caption),
    );
  }

  #element(element: PastedElement, caption: string): PastedNode[] {
    const { name, attributes, children } = element;
    const left = LEFT_OUT.get(name);
    if (left) {
      this.lost.add(...left);
      return [];
    }
    if (SILENT.has(name) || 'hidden' in attributes) return [];
    if (PLAYED.has(name)) return this.#played(element);
    if (name === 'img') return this.#picture(element, caption);
    if (name === 'figure') return [{ ...element, children: this.#figure(element) }];
    if (name === 'a') return this.#link(element, caption);
    return [{ ...element, children: this.read(children, caption) }];
  }

  /** The caption of a figure goes to its picture. One of several pictures stays a paragraph. */
  #figure({ children }: PastedElement): PastedNode[] {
    const isCaption = (node: PastedNode) => typeof node !== 'string' && node.name === 'figcaption';
    const captions = children.filter(isCaption);
    const own = children.filter((node) => !isCaption(node));
    const words = captions.map(textOf).join(' ').replaceAll(/\s+/gu, ' ').trim();
    if (imagesIn(own) === 1) return this.read(own, words);
    if (own.filter((node) => imagesIn([node]) > 0).length > 1) this.lost.add(...GALLERY);
    return [...this.read(own), ...this.read(captions)];
  }

  #link(element: PastedElement, caption: string): PastedNode[] {
    const { attributes, children } = element;
    const images = imagesIn(children);
    const inside = this.read(children, caption);
    const href = attributes.href ?? '';
    // A picture that leads to itself in large needs no link.
    if (images > 0 && textOf(element) === '') {
      if (!/\.(?:jpe?g|png|gif|webp)(?:\?|$)/iu.test(href)) this.lost.add('link behind a picture', 'links behind pictures');
      return inside;
    }
    const address = this.#whole(href);
    if (address === undefined && href !== '' && !href.startsWith('#') && !/^mailto:/iu.test(href))
      this.lost.add('link that leads nowhere', 'links that lead nowhere');
    return [{ ...element, attributes: { ...attributes, ...(address !== undefined && { href: address }) }, children: inside }];
  }

  /** What plays elsewhere becomes a link to it. */
  #played({ name, attributes, children }: PastedElement): PastedNode[] {
    const source = children.find((node) => typeof node !== 'string' && node.name === 'source');
    const from =
      attributes.src ?? attributes['data-src'] ?? attributes.data ?? (typeof source === 'object' ? source.attributes.src : '') ?? '';
    const address = this.#whole(from);
    if (address === undefined) {
      this.lost.add('embedded part without an address', 'embedded parts without an address');
      return [];
    }
    const shown = address.replace(/^https:\/\/www\.youtube(?:-nocookie)?\.com\/embed\/([\w-]+).*$/u, 'https://www.youtube.com/watch?v=$1');
    const what = name === 'video' || name === 'audio' ? name : 'embedded page';
    this.lost.add(`${what} (a link now)`, `${what}s (links now)`);
    return [{ name: 'p', attributes: {}, children: [{ name: 'a', attributes: { href: shown }, children: [attributes.title || shown] }] }];
  }

  #picture(element: PastedElement, caption: string): PastedNode[] {
    const { attributes } = element;
    // Emoji are pictures with themselves as alt text, which the paste knows.
    if (/^\P{ASCII}{1,8}$/u.test(attributes.alt ?? '')) return [element];
    if ([attributes.width, attributes.height].some((size) => /^[0-2](?:px)?$/u.test(size ?? ''))) return [];
    const named = [attributes['data-src'], attributes['data-lazy-src'], attributes['data-original'], attributes.src];
    const address = named.map((one) => this.#whole(one ?? '')).find((one) => one !== undefined);
    if (address === undefined) {
      this.lost.add('picture without an address', 'pictures without an address');
      return [];
    }
    // WordPress names the picture of its library, whose alt text may have been written later.
    const id = /(?:^|\s)wp-image-(\d+)(?:\s|$)/u.exec(attributes.class ?? '')?.[1] ?? '';
    this.pictures.push({ address, alt: oneLine(attributes.alt) || oneLine(this.library.get(id)?.alt), caption });
    return [{ name: 'p', attributes: {}, children: [`${OPEN}${this.pictures.length - 1}${CLOSE}`] }];
  }

  /** Returns a whole web address; undefined when it is none. */
  #whole(address: string): string | undefined {
    const written = address.trim();
    if (written === '' || written.startsWith('#') || !URL.canParse(written, this.base || undefined)) return undefined;
    const url = new URL(written, this.base || undefined);
    return /^https?:$/u.test(url.protocol) ? url.href : undefined;
  }
}

function oneLine(words = ''): string {
  return words
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .replaceAll(PRIVATE, '')
    .trim();
}

function imagesIn(nodes: readonly PastedNode[]): number {
  return nodes.reduce((sum, node) => {
    if (typeof node === 'string') return sum;
    return sum + (node.name === 'img' ? 1 : node.name === 'noscript' ? 0 : imagesIn(node.children));
  }, 0);
}
