// Rules W1 to W14, W23 and W24, for the HTML in every mail program. W4 is in links.ts, W5 in contrast.ts, and W15 needs a browser.
import { unbalanced } from '#core/email-check/balance';
import { elements, isElement, labelOf, parentOf, styleOf, textIn, textOf } from '#core/email-check/html-tree';
import type { OpenedMail } from '#core/email-check/opened-mail';
import { type EmailRule, when } from '#core/email-check/rule';

const DANGEROUS = ['script', 'form', 'iframe', 'base', 'object', 'embed', 'input', 'button'];
const UNSHOWABLE = ['video', 'audio', 'link', 'svg'];
const MIN_FONT_PX = 14;
const MIN_LINE_HEIGHT = 1.4;

const all = (mail: OpenedMail, ...names: string[]) => elements(mail.document, ...names);
const unique = (sentences: string[]) => [...new Set(sentences)];
const pixels = (css: string) => (/^[\d.]+px$/.test(css) ? Number.parseFloat(css) : undefined);

export const htmlRules: readonly EmailRule[] = [
  {
    id: 'W1',
    level: 'warns',
    fixedBy: 'newsroom',
    why: 'Mail programs drop <html>, so a screen reader learns the language only from what stands in the body.',
    check: (mail) => {
      const html = all(mail, 'html')[0]?.attribs ?? {};
      const children = all(mail, 'body').flatMap((body) => body.children.filter(isElement));
      return [
        ...when(!html.lang || !html.dir, '<html> lacks lang or dir.'),
        ...children
          .filter((child) => child.attribs.lang !== html.lang || child.attribs.dir !== html.dir)
          .map((child) => `<${child.name}> in the body lacks the lang or dir of <html>.`),
      ];
    },
  },
  {
    id: 'W2',
    level: 'warns',
    fixedBy: 'newsroom',
    why: 'A screen reader reads out rows and columns of each table that is not said to be for layout.',
    check: (mail) =>
      unique(
        all(mail, 'table')
          .filter((table) => table.attribs.role !== 'presentation' && elements(table, 'th').length === 0)
          .map(() => 'A layout table lacks role="presentation".'),
      ),
  },
  {
    id: 'W3',
    level: 'warns',
    fixedBy: 'newsroom',
    why: 'People who do not see move from heading to heading.',
    check: (mail) => {
      const headings = all(mail, 'h1', 'h2', 'h3', 'h4', 'h5', 'h6');
      const levels = headings.map((heading) => Number(heading.name[1]));
      const first = levels.filter((level) => level === 1).length;
      return [
        ...when(first !== 1, `There are ${first} headings of level 1.`),
        ...when(
          levels.some((level, i) => level > (levels[i - 1] ?? 0) + 1),
          `Heading levels jump: ${levels.join(' ')}.`,
        ),
        ...when(
          headings.some((heading) => labelOf(heading) === ''),
          'A heading is empty.',
        ),
      ];
    },
  },
  {
    id: 'W6',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'Most work mail opens with images off: then the alt text is the image.',
    check: (mail) =>
      all(mail, 'img').flatMap(({ attribs: { src = '', alt } }) => when(alt === undefined, `The image ${src} has no alt text.`)),
  },
  {
    id: 'W23',
    level: 'warns',
    fixedBy: 'newsroom',
    why: 'Outlook needs the width of an image, and shows no WebP or SVG; one of a pixel or two is taken for a spy.',
    check: (mail) =>
      all(mail, 'img').flatMap(({ attribs: { src = '', width = '', height } }) => [
        ...when(!/^[1-9]\d*$/.test(width), `The image ${src} has no width.`),
        ...when(!/^https:\/\/[^?]+\.(png|jpe?g|gif)$/i.test(src), `The image ${src} is not a PNG, JPEG or GIF by https.`),
        ...when(Number(width) <= 2 || Number(height) <= 2, `The image ${src} is too small to see.`),
      ]),
  },
  {
    id: 'W7',
    level: 'warns',
    fixedBy: 'newsroom',
    why: 'The title names the mail in a browser and to a screen reader; people must be able to zoom.',
    check: (mail) => {
      const viewport = all(mail, 'meta').find(({ attribs }) => attribs.name === 'viewport')?.attribs.content;
      const title = all(mail, 'title')[0];
      return [
        ...when(!title || textIn(title).trim() !== mail.subject.trim(), 'The title is not the subject.'),
        ...when(/maximum-scale|user-scalable\s*=\s*(no|0)/i.test(viewport ?? ''), 'Zooming is forbidden.'),
        ...when(viewport === undefined, 'There is no viewport, so that phones show 980 pixels.'),
      ];
    },
  },
  {
    id: 'W8',
    level: 'warns',
    fixedBy: 'newsroom',
    why: 'Small, crowded and centred text is hard to read.',
    check: (mail) =>
      unique(
        all(mail).flatMap((element) => {
          const sizePx = pixels(styleOf(element, 'font-size'));
          const line = pixels(styleOf(element, 'line-height'));
          const isText = element.name === 'p' || element.name === 'li';
          return [
            ...when(sizePx !== undefined && sizePx < MIN_FONT_PX, `There is text of ${sizePx} pixels.`),
            ...when(
              isText && sizePx !== undefined && line !== undefined && line / sizePx < MIN_LINE_HEIGHT,
              'The lines of a paragraph are crowded.',
            ),
            ...when(isText && /center|justify/.test(styleOf(element, 'text-align')), 'A paragraph is not aligned to the left.'),
          ];
        }),
      ),
  },
  {
    id: 'W9',
    level: 'warns',
    fixedBy: 'newsroom',
    why: 'Who does not see colours finds a link by its underline; a button is found by its shape, and a picture by itself.',
    check: (mail) =>
      all(mail, 'a')
        .filter((link) => {
          const isButton = /background-color/.test(`${link.attribs.style}${parentOf(link)?.attribs.style}`);
          return !/underline/.test(styleOf(link, 'text-decoration')) && !isButton && textOf(link) !== '';
        })
        .map((link) => `The link "${labelOf(link)}" is not underlined.`),
  },
  {
    id: 'W10',
    level: 'warns',
    fixedBy: 'editor',
    why: 'A screen reader counts the items of a real list only.',
    check: (mail) =>
      unique(
        all(mail, 'p')
          .filter((paragraph) => /^[•·▪●◦‣*–-] /u.test(textOf(paragraph)))
          .map(
            (paragraph) => `"${textOf(paragraph).slice(0, 30)}" only looks like a list. Begin each item with "- " on a line of its own.`,
          ),
      ),
  },
  {
    id: 'W11',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'Mail programs take these for an attack: they throw the email away, or warn of it.',
    check: (mail) =>
      unique([
        ...all(mail, ...DANGEROUS).map((element) => `There is a <${element.name}>.`),
        ...when(
          all(mail).some((element) => Object.keys(element.attribs).some((name) => name.startsWith('on'))),
          'An element has a script.',
        ),
      ]),
  },
  {
    id: 'W24',
    level: 'warns',
    fixedBy: 'newsroom',
    why: 'Outlook and Gmail drop these, and with them what they carry.',
    check: (mail) => {
      const styles = all(mail)
        .map((element) => element.attribs.style ?? '')
        .join(';');
      return unique([
        ...all(mail, ...UNSHOWABLE).map((element) => `There is a <${element.name}>.`),
        ...when(
          /display:\s*(inline-)?(flex|grid)|(?<![\w-])position:|var\(|background-image|url\(/i.test(styles),
          'A style needs flex, grid, position, var() or a background image.',
        ),
        ...when(
          all(mail).some((element) => 'background' in element.attribs),
          'An element has a background image.',
        ),
      ]);
    },
  },
  {
    id: 'W12',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'A picture that tells who opened the mail needs consent (PECR).',
    check: (mail) => {
      const address = mail.recipients[0]?.address ?? '';
      const own = [mail.unsubscribe.split('/').at(-1) ?? '', address, encodeURIComponent(address)].filter((token) => token !== '');
      return all(mail, 'img').flatMap(({ attribs: { src = '' } }) =>
        when(
          own.some((token) => src.includes(token)),
          'The address of an image is for one person.',
        ),
      );
    },
  },
  {
    id: 'W13',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'A place that was left open lacks what readers need: their own link, a word, an address.',
    check: (mail) => [
      // A story's own braces are numeric references, so plain braces are the template's.
      ...when(mail.html.includes('{{'), 'A place in the template was not filled.'),
      ...when(`${mail.bytes}${mail.html}${mail.text}`.includes('\u001a'), 'A personal place was not filled.'),
      ...when(
        all(mail).some(({ attribs: { href, src } }) => [href, src].some((url) => isHollow(url, mail.senderProfile.site))),
        'An address of ours holds an "undefined".',
      ),
    ],
  },
  {
    id: 'W25',
    level: 'warns',
    fixedBy: 'newsroom',
    why: 'What a template left open is what readers laugh about. A story on programming may mean it.',
    check: ({ html, text }) => [
      ...when(`${html}${text}`.includes('[object Object]'), 'There is an "[object Object]".'),
      ...when(/(?:width|height)="(?:undefined|null|NaN)"|>\s*(?:undefined|NaN)\s*</.test(html), 'There is an "undefined".'),
    ],
  },
  {
    id: 'W14',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'A table left open ruins the whole mail in Outlook, where no other tool looks.',
    check: (mail) => unbalanced(mail.html),
  },
];

/** True for an address that code made from nothing. Pages of others may well be called "undefined". */
function isHollow(url: string | undefined, site: string): boolean {
  if (url === undefined) return false;
  return /^(?:undefined|null|NaN)$/.test(url) || (url.startsWith(site) && /[/=](?:undefined|null|NaN)(?:[/.&?]|$)/.test(url));
}
