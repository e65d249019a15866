// Lists and footnotes as Word puts them on the clipboard: paragraphs with a sign or a number as words.
import { hasClass, styleOf } from '#core/draft/pasted-style';
import type { PastedElement, PastedNode } from '#core/draft/pasted-tree';

/** A sign of a list that came along as words. */
const TYPED_SIGN = /^(?:[·•▪◦§o–-]|\(?(?:\d{1,3}|[a-z])[.)])(?:\u00a0|\s)+/iu;

/** `level` from 1. `sign`: `·`, `1.`, `a)`. `typed`: it stands among the words. */
export type WordItem = { level: number; sign: string; typed: boolean };

/** Returns what a paragraph is as an item of a list in Word; undefined when it is none. */
export function wordItemOf(element: PastedElement): WordItem | undefined {
  if (!/^(?:p|div|h[1-6])$/u.test(element.name)) return undefined;
  const style = styleOf(element);
  const level = /level(\d)/u.exec(style.get('mso-list') ?? '')?.[1];
  const drawn = drawnSign(element).trim();
  const typed = TYPED_SIGN.exec(textOf(element))?.[0] ?? '';
  if (level !== undefined) return { level: Number.parseInt(level, 10), sign: drawn || typed, typed: drawn === '' };
  if (!hasClass(element, /^MsoListParagraph/iu) || typed === '') return undefined;
  const [, size = '36', unit = 'pt'] = /^([\d.]+)(pt|in|cm)/u.exec(style.get('margin-left') ?? '') ?? [];
  const points = Number(size) * ({ pt: 1, in: 72, cm: 28.35 }[unit] ?? 1);
  return { level: Math.max(1, Math.round(points / 36)), sign: typed, typed: true };
}

/** Returns words without the sign that is typed before them. */
export function withoutSign(words: string): string {
  return words.replace(TYPED_SIGN, '');
}

/** Returns the number of an item with this sign; undefined for one with a bullet. */
export function numberOf(sign: string): number | undefined {
  const number = /^\(?(\d{1,9}|[a-z]{1,4})[.)]/iu.exec(sign)?.[1];
  return number === undefined ? undefined : Number.parseInt(number, 10) || 1;
}

function drawnSign(node: PastedNode): string {
  if (typeof node === 'string') return '';
  return styleOf(node).get('mso-list') === 'ignore' ? textOf(node) : node.children.map(drawnSign).join('');
}

/** Returns the words of a node. */
export function textOf(node: PastedNode): string {
  if (typeof node === 'string') return node;
  return node.name === 'style' || node.name === 'script' ? '' : node.children.map(textOf).join('').trim();
}

/** Returns the label of a footnote, at the element that holds its words: in Word, and as mammoth writes them. */
export function footnoteOf({ attributes }: PastedElement): string | undefined {
  const id = attributes.id ?? '';
  const own = /^(?:ftn|edn|footnote-|endnote-)(?!ref)(\w+)$/u.exec(id)?.[1];
  return own === undefined ? undefined : labelOf(id, own);
}

/** Returns the footnote that a link leads to, or that it leads `back` from one. */
export function footnoteLink(href: string): { label: string } | 'back' | undefined {
  const [, isBack, own] = /^#(?:_(?:ftn|edn)|(?:foot|end)note-)(ref-?)?(\w+)$/u.exec(href) ?? [];
  if (isBack !== undefined) return 'back';
  return own === undefined ? undefined : { label: labelOf(href, own) };
}

function labelOf(id: string, own: string): string {
  return /e(?:dn|ndnote)/u.test(id) ? `end${own}` : own;
}
