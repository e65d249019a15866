// Rules W1 to W14, for the HTML in every mail program. W5 is in contrast.ts, and W15 needs a browser.
import { unbalanced } from '#core/email-check/balance';
import { elements, isElement, labelOf, parentOf, styleOf, textIn, textOf } from '#core/email-check/html-tree';
import type { OpenedMail } from '#core/email-check/opened-mail';
import { type EmailRule, when } from '#core/email-check/rule';

const GENERIC = new Set([
  'click here',
  'click',
  'here',
  'read more',
  'more',
  'more information',
  'link',
  'this',
  'this link',
  'this page',
  'learn more',
  'find out more',
  'see more',
  'continue',
  'continue reading',
  'details',
  'download',
]);
const UNSHOWABLE = ['script', 'form', 'iframe', 'video', 'audio', 'link', 'base', 'object', 'embed', 'input', 'button', 'svg'];
const MIN_FONT_PX = 14;
const MIN_LINE_HEIGHT = 1.4;

const all = (mail: OpenedMail, ...names: string[]) => elements(mail.document, ...names);
const unique = (sentences: string[]) => [...new Set(sentences)];
const pixels = (css: string) => (/^[\d.]+px$/.test(css) ? Number.parseFloat(css) : undefined);

export const htmlRules: readonly EmailRule[] = [
  {
    id: 'W1',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'Mail programs drop <html>, so a screen reader learns the language only from what stands in the body.',
    check: (mail) => {
      const html = all(mail, 'html')[0]?.attribs ?? {};
      const children = all(mail, 'body').flatMap((body) => body.children.filter(isElement));
      return [
        ...when(!html.lang || !html.dir, '<html> lacks lang or dir.'),
        ...when(children.length === 0, 'The body is empty.'),
        ...children
          .filter((child) => child.attribs.lang !== html.lang || child.attribs.dir !== html.dir)
          .map((child) => `<${child.name}> in the body lacks the lang or dir of <html>.`),
      ];
    },
  },
  {
    id: 'W2',
    level: 'blocks',
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
    level: 'blocks',
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
    id: 'W4',
    level: 'blocks',
    fixedBy: 'editor',
    why: 'A list of links is how many people read: each must say where it leads.',
    check: ({ links }) => {
      const places = new Map<string, Set<string>>();
      for (const { label, url } of links) places.set(label, (places.get(label) ?? new Set()).add(url));
      const leadsNowhere = links.filter(({ url }) => !/^(https?:\/\/|mailto:|tel:)./.test(url));
      return unique([
        ...links.filter(({ label }) => label === '').map(({ url }) => `The link to ${url} has no words. Write what is behind it.`),
        ...leadsNowhere.map(({ label }) => `"${label}" leads nowhere. Write the whole address, with https://.`),
        ...links
          .filter(({ label }) => GENERIC.has(label.toLowerCase().replace(/[.…>» ]+$/u, '')))
          .map(({ label }) => `The link "${label}" does not say where it leads. Write what is behind it.`),
        ...[...places]
          .filter(([label, urls]) => label !== '' && urls.size > 1)
          .map(([label]) => `Two links are called "${label}" and lead to different places. Give one of them other words.`),
      ]);
    },
  },
  {
    id: 'W6',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'Most work mail opens with images off: then the alt text is the image. Outlook needs the width, and shows no WebP or SVG.',
    check: (mail) =>
      all(mail, 'img').flatMap(({ attribs: { src = '', alt, width = '' } }) => [
        ...when(alt === undefined, `The image ${src} has no alt text.`),
        ...when(!/^[1-9]\d*$/.test(width), `The image ${src} has no width.`),
        ...when(!/^https:\/\/[^?]+\.(png|jpe?g|gif)$/i.test(src), `The image ${src} is not a PNG, JPEG or GIF by https.`),
      ]),
  },
  {
    id: 'W7',
    level: 'blocks',
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
          all(mail).some((element) => Object.keys(element.attribs).some((name) => name.startsWith('on') || name === 'background')),
          'An element has a script or a background.',
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
      return all(mail, 'img').flatMap(({ attribs: { src = '', width, height } }) => [
        ...when(Number(width) <= 2 || Number(height) <= 2, `The image ${src} is too small to see.`),
        ...when(
          own.some((token) => src.includes(token)),
          'The address of an image is for one person.',
        ),
      ]);
    },
  },
  {
    id: 'W13',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'What a template left open is what readers laugh about.',
    check: (mail) => {
      const both = `${mail.html}${mail.text}`;
      return [
        // A story's own braces are numeric references, so plain braces are the template's.
        ...when(mail.html.includes('{{') || both.includes('[object Object]'), 'A place in the template was not filled.'),
        ...when(`${mail.bytes}${both}`.includes('\u001a'), 'A personal place was not filled.'),
        ...when(
          /(?:href|src|width|height)="(?:[^"]*[/=])?(?:undefined|null|NaN)(?:[/.&?][^"]*)?"|>\s*(?:undefined|NaN)\s*</.test(mail.html),
          'There is an "undefined".',
        ),
      ];
    },
  },
  {
    id: 'W14',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'A table left open ruins the whole mail in Outlook, where no other tool looks.',
    check: (mail) => unbalanced(mail.html),
  },
];
