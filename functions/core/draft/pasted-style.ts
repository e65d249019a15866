// How an element of a clipboard looks, read from its attributes as text.
import type { PastedElement } from '#core/draft/pasted-tree';
import type { Look } from '#core/draft/pasted-words';

/** Returns the declarations of an element's style, in small letters. */
export function styleOf({ attributes }: PastedElement): Map<string, string> {
  const declarations = (attributes.style ?? '').matchAll(/([\w-]+)\s*:\s*((?:"[^"]*"|'[^']*'|[^;"'])*)/gu);
  return new Map([...declarations].map(([, name = '', value = '']) => [name.toLowerCase(), value.trim().toLowerCase()]));
}

export function hasClass({ attributes }: PastedElement, pattern: RegExp): boolean {
  return (attributes.class ?? '').split(/\s+/u).some((name) => pattern.test(name));
}

const NEVER_SEEN = new Set([
  ...['script', 'style', 'head', 'title', 'meta', 'link', 'base', 'template', 'noscript', 'object', 'embed', 'iframe', 'xml', 'svg'],
  ...['input', 'select', 'textarea', 'audio', 'video', 'canvas', 'map', 'colgroup', 'col', 'datalist'],
]);
/** What Word hangs on words: its comments, and what was deleted while changes were tracked. */
const OF_WORD = /^(?:msodel|msocommentreference|msocomanchor|msocomtxt|msocomoff|msocommentsubject|msocommenttext)$/iu;

/** True for comments of Word and for words that were deleted while changes were tracked. */
export function isReview(element: PastedElement): boolean {
  const part = styleOf(element).get('mso-element') ?? '';
  return element.name === 'del' || /^comment(?:-list)?$/u.test(part) || hasClass(element, OF_WORD);
}

/** True for what is no part of the text: scripts, hidden elements, the signs that Word draws before items of a list. */
export function isUnseen(element: PastedElement): boolean {
  const { name, attributes } = element;
  if (NEVER_SEEN.has(name) || /^(?:w|v|m):/u.test(name) || 'hidden' in attributes) return true;
  const style = styleOf(element);
  const hidden = style.get('display') === 'none' || style.get('visibility') === 'hidden' || style.get('mso-hide') === 'all';
  return hidden || style.get('mso-list') === 'ignore';
}

/** Returns how the words of an element look. Google Docs wraps all in `<b>`, and says in the style what is bold. */
export function lookOf(element: PastedElement, around: Look): Look {
  const { name } = element;
  const style = styleOf(element);
  const [weight, slant] = [style.get('font-weight'), style.get('font-style')];
  const lines = `${style.get('text-decoration') ?? ''} ${style.get('text-decoration-line') ?? ''}`;
  return {
    bold: weight === undefined ? around.bold || name === 'b' || name === 'strong' : /^(?:bold|bolder|[6-9]\d\d)$/u.test(weight),
    italic: slant === undefined ? around.italic || name === 'i' || name === 'em' : /^(?:italic|oblique)/u.test(slant),
    struck: around.struck || name === 's' || name === 'strike' || lines.includes('line-through'),
    code: around.code || ['code', 'tt', 'kbd', 'samp'].includes(name),
  };
}

/** Signs that Word takes from fonts of pictures: in another font they are letters. */
const SYMBOLS: Record<string, string> = {
  à: '→',
  ß: '←',
  ü: '✓',
  û: '✗',
  J: '☺',
  L: '☹',
  q: '☐',
  '§': '•',
  '·': '•',
  '\uf0b7': '•',
  '\uf0a7': '•',
  '\uf0e0': '→',
};

/** Returns words of the font Wingdings as the signs that it shows. */
export function symbolsOf(text: string, element: PastedElement): string {
  const isSymbolic = /^['"]?(?:wingdings|symbol)/u.test(styleOf(element).get('font-family') ?? '');
  return isSymbolic ? Array.from(text, (sign) => SYMBOLS[sign] ?? sign).join('') : text;
}
