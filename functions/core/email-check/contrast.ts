// W5 and W22: contrast of every word with its background, in light and dark mode, from inline styles and the style block.

import { declared, elements, type HtmlElement, type HtmlNode, isElement, textIn } from '#core/email-check/html-tree';
import type { OpenedMail } from '#core/email-check/opened-mail';
import type { EmailRule } from '#core/email-check/rule';
import { contrastOf } from '#core/rules/brand-colours';

/** WCAG 2.2, 1.4.3. Large text has 24 pixels, or 18.66 when bold. */
const MIN_RATIO = 4.5;
const MIN_RATIO_WHEN_LARGE = 3;

/** One part of a selector, an element's tag and classes or an element's own: `td.card.wide`. */
type Named = { tag: string; classes: readonly string[] };
/** `last`: the part for the element itself. `above`: those for elements around it, the innermost first. */
type DarkRule = { last: Named; above: readonly Named[]; style: Map<string, string> };
/** `path`: the element and those around it, the innermost first. */
type Look = { ink: string; background: string; sizePx: number; bold: boolean; path: readonly Named[] };
type Shown = { text: string; look: Look };

/** Below this a word cannot be made out from its background at all. */
const INVISIBLE_RATIO = 2;

export const contrastRules: readonly EmailRule[] = [
  {
    id: 'W5',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'Words in the colour of their background cannot be read, and nobody knows that they are there.',
    check: (mail) => sentencesOn(mail, ({ contrast }) => contrast < INVISIBLE_RATIO, 'cannot be read'),
  },
  {
    id: 'W22',
    level: 'warns',
    fixedBy: 'newsroom',
    why: 'Words that hardly stand out are lost to tired and old eyes, and on a phone in the sun.',
    check: (mail) => sentencesOn(mail, ({ contrast, enough }) => contrast >= INVISIBLE_RATIO && contrast < enough, 'can hardly be read'),
  },
];

type Contrast = { contrast: number; enough: number };

const looks = new WeakMap<OpenedMail, Record<'light' | 'dark', Shown[]>>();

/** Returns every visible text of a mail with its look in each scheme, which both rules ask for. */
function looksOf(mail: OpenedMail): Record<'light' | 'dark', Shown[]> {
  const known = looks.get(mail);
  if (known) return known;
  const { children } = mail.document;
  const top = { ink: '#000000', background: '#ffffff', sizePx: 16, bold: false, path: [] };
  const shownBy = (rules: readonly DarkRule[]) => children.flatMap((node) => shownText(node, top, rules));
  const found = { light: shownBy([]), dark: shownBy(darkRules(elements(mail.document, 'style').map(textIn).join('\n'))) };
  looks.set(mail, found);
  return found;
}

function sentencesOn(mail: OpenedMail, wrong: (contrast: Contrast) => boolean, how: string): string[] {
  const found = (['light', 'dark'] as const).flatMap((scheme) => {
    const where = scheme === 'dark' ? ' in dark mode' : '';
    return looksOf(mail)[scheme].flatMap(({ text, look: { ink, background, sizePx, bold } }) => {
      const enough = sizePx >= 24 || (bold && sizePx >= 18.66) ? MIN_RATIO_WHEN_LARGE : MIN_RATIO;
      const contrast = contrastOf(ink, background);
      return wrong({ contrast, enough })
        ? [`"${text.slice(0, 40)}" ${how}${where}: ${ink} on ${background} is ${contrast.toFixed(2)} to 1, and ${enough} are needed.`]
        : [];
    });
  });
  return [...new Set(found)];
}

/** Returns every visible text with its look. */
function shownText(node: HtmlNode, around: Look, rules: readonly DarkRule[]): Shown[] {
  if (isElement(node)) {
    const look = node.name === 'head' ? undefined : lookOf(node, around, rules);
    return look ? node.children.flatMap((child) => shownText(child, look, rules)) : [];
  }
  return node.type === 'text' && /[\p{L}\p{N}]/u.test(node.data) ? [{ text: node.data.trim(), look: around }] : [];
}

/** Undefined for an element that is not shown. */
function lookOf(element: HtmlElement, around: Look, rules: readonly DarkRule[]): Look | undefined {
  const own = { tag: element.name, classes: (element.attribs.class ?? '').split(/\s+/) };
  const path = [own, ...around.path];
  const inline = declared(element.attribs.style ?? '');
  // Dark rules are !important, so they override inline styles; a later rule overrides an earlier one.
  const dark = new Map(rules.filter((rule) => matches(rule, path)).flatMap(({ style }) => [...style]));
  const value = (name: string) => (dark.get(name) ?? inline.get(name) ?? '').replace(/\s*!important$/, '');
  if (value('display') === 'none') return undefined;
  const weight = value('font-weight') || (/^(strong|b|h[1-6]|th)$/.test(element.name) ? 'bold' : '');
  return {
    ink: hex(value('color')) ?? around.ink,
    background: hex(value('background-color') || value('background') || (element.attribs.bgcolor ?? '')) ?? around.background,
    sizePx: Number(/^([\d.]+)px$/.exec(value('font-size'))?.[1] ?? around.sizePx),
    bold: weight === '' ? around.bold : /^(bold|[6-9]00)/.test(weight),
    path,
  };
}

/** Returns the rules in `@media (prefers-color-scheme: dark)`. Skips selectors other than elements and classes. */
function darkRules(css: string): DarkRule[] {
  const blocks = css.matchAll(/@media[^{]*prefers-color-scheme:\s*dark[^{]*\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}/g);
  return [...blocks].flatMap(([, inside = '']) =>
    [...inside.matchAll(/([^{}]+)\{([^{}]*)\}/g)].flatMap(([, selectors = '', body = '']) =>
      selectors
        .split(',')
        .map((selector) => selector.trim().split(/\s+/))
        .filter((selector) => selector.every((part) => /^[a-z0-9]*(\.[\w-]+)*$/i.test(part)))
        .map((selector) => {
          const [last = ANY, ...above] = selector.map(named).reverse();
          return { last, above, style: declared(body) };
        }),
    ),
  );
}

const ANY: Named = { tag: '', classes: [] };

function named(part: string): Named {
  const [tag = '', ...classes] = part.split('.');
  return { tag, classes };
}

function matches({ last, above }: DarkRule, [element = ANY, ...around]: readonly Named[]): boolean {
  if (!isOne(element, last)) return false;
  let at = 0;
  for (const part of above) {
    const found = around.findIndex((ancestor, i) => i >= at && isOne(ancestor, part));
    if (found === -1) return false;
    at = found + 1;
  }
  return true;
}

function isOne(element: Named, part: Named): boolean {
  return (part.tag === '' || part.tag === element.tag) && part.classes.every((one) => element.classes.includes(one));
}

const NAMED = new Map([
  ['white', '#ffffff'],
  ['black', '#000000'],
]);

/** Undefined for a value that sets no colour of its own, such as `inherit` or `transparent`. */
function hex(colour: string): string | undefined {
  const value = colour.trim().toLowerCase();
  return /^#([0-9a-f]{3}|[0-9a-f]{6})$/.test(value) ? value : NAMED.get(value);
}
