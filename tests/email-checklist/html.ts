// W1 to W14. W5 (contrast of what a browser computes), W15 (sideways scrolling), W19 and W20 need a browser, a corpus or the network.

import { unbalanced } from '#tests/email-checklist/balance';
import { type Element, elements, type OpenedMail, styleOf, unsubscribeUrl, wordsIn } from '#tests/email-checklist/opened-mail';
import { type Rule, when } from '#tests/email-checklist/rule';

const GENERIC = new Set([
  'click here',
  'here',
  'read more',
  'more',
  'link',
  'this',
  'this link',
  'learn more',
  'find out more',
  'continue',
  'details',
]);
const UNSHOWABLE = ['script', 'form', 'iframe', 'video', 'link', 'base', 'object', 'embed', 'input', 'svg'];

const all = (mail: OpenedMail, ...names: string[]) => elements(mail.document, ...names);
const label = (element: Element) =>
  wordsIn(element) ||
  elements(element, 'img')
    .map((image) => image.attribs.alt ?? '')
    .join(' ')
    .trim();

export const htmlRules: Rule[] = [
  {
    id: 'W1',
    level: 'B',
    why: 'Mail programs drop <html>, so a screen reader learns the language only from what stands in the body.',
    check: (mail) => {
      const html = all(mail, 'html')[0]?.attribs ?? {};
      const children = all(mail, 'body').flatMap((body) => body.children.filter((node): node is Element => node.type === 'tag'));
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
    level: 'B',
    why: 'A screen reader reads out rows and columns of each table that is not said to be for layout.',
    check: (mail) =>
      all(mail, 'table')
        .filter((table) => table.attribs.role !== 'presentation' && elements(table, 'th').length === 0)
        .map(() => 'A layout table lacks role="presentation".'),
  },
  {
    id: 'W3',
    level: 'B',
    why: 'People who do not see move from heading to heading.',
    check: (mail) => {
      const headings = all(mail, 'h1', 'h2', 'h3', 'h4', 'h5', 'h6');
      const levels = headings.map((heading) => Number(heading.name[1]));
      return [
        ...when(
          levels.filter((level) => level === 1).length !== 1,
          `There are ${levels.filter((level) => level === 1).length} headings of level 1.`,
        ),
        ...when(
          levels.some((level, i) => level > (levels[i - 1] ?? 0) + 1),
          `Heading levels jump: ${levels.join(' ')}.`,
        ),
        ...when(
          headings.some((heading) => label(heading) === ''),
          'A heading is empty.',
        ),
      ];
    },
  },
  {
    id: 'W4',
    level: 'B',
    why: 'A list of links is how many people read: each must say where it leads.',
    check: (mail) => {
      const links = all(mail, 'a').map((link) => ({ words: label(link), url: link.attribs.href ?? '' }));
      const places = new Map<string, Set<string>>();
      for (const { words, url } of links) places.set(words, (places.get(words) ?? new Set()).add(url));
      return [
        ...when(
          links.some(({ words }) => words === ''),
          'A link has no words.',
        ),
        ...when(
          links.some(({ url }) => !/^(https?:|mailto:)./.test(url)),
          'A link leads nowhere.',
        ),
        ...links.filter(({ words }) => GENERIC.has(words.toLowerCase())).map(({ words }) => `"${words}" does not say where it leads.`),
        ...[...places].filter(([, urls]) => urls.size > 1).map(([words]) => `"${words}" leads to more than one place.`),
      ];
    },
  },
  {
    id: 'W6',
    level: 'B',
    why: 'Most work mail opens with images off: then the alt text is the image. Outlook needs the width, and shows no WebP or SVG.',
    check: (mail) =>
      all(mail, 'img').flatMap(({ attribs }) => [
        ...when(attribs.alt === undefined, 'An image has no alt.'),
        ...when(!/^\d+$/.test(attribs.width ?? ''), 'An image has no width.'),
        ...when(
          !/^https:\/\/[^?]+\.(png|jpe?g|gif)$/i.test(attribs.src ?? ''),
          `An image is not png, jpg or gif by https: ${attribs.src}.`,
        ),
      ]),
  },
  {
    id: 'W7',
    level: 'B',
    why: 'The title names the mail in a browser and to a screen reader; people must be able to zoom.',
    check: (mail) => [
      ...when(
        (all(mail, 'title')[0]?.children[0] as { data?: string } | undefined)?.data?.trim() !== mail.parsed.subject?.trim(),
        'The title is not the subject.',
      ),
      ...when(/maximum-scale|user-scalable\s*=\s*no/i.test(mail.html), 'Zooming is forbidden.'),
      ...when(!all(mail, 'meta').some((meta) => meta.attribs.name === 'viewport'), 'There is no viewport, so that phones show 980 pixels.'),
    ],
  },
  {
    id: 'W8',
    level: 'W',
    why: 'Small and centred text is hard to read.',
    check: (mail) =>
      all(mail).flatMap((element) => {
        const size = styleOf(element, 'font-size');
        return [
          ...when(size !== '' && size !== '0' && Number.parseFloat(size) < 14, `Text of ${size}.`),
          ...when(element.name === 'p' && styleOf(element, 'text-align') === 'center', 'A paragraph is centred.'),
        ];
      }),
  },
  {
    id: 'W9',
    level: 'W',
    why: 'Who does not see colours finds a link by its underline; a button is found by its shape.',
    check: (mail) =>
      all(mail, 'a')
        .filter(
          (link) =>
            !/underline/.test(styleOf(link, 'text-decoration')) &&
            !/background-color/.test((link.parent as Element | null)?.attribs?.style ?? ''),
        )
        .map((link) => `"${label(link)}" is not underlined.`),
  },
  {
    id: 'W10',
    level: 'W',
    why: 'A screen reader counts the items of a real list only.',
    check: (mail) =>
      all(mail, 'p')
        .filter((paragraph) => /^[•·▪] /.test(wordsIn(paragraph)))
        .map(() => 'A paragraph pretends to be a list item.'),
  },
  {
    id: 'W11',
    level: 'B',
    why: 'Outlook and Gmail drop these, and with them what they carry.',
    check: (mail) => {
      const styles = all(mail)
        .map((element) => element.attribs.style ?? '')
        .join(';');
      return [
        ...all(mail, ...UNSHOWABLE).map((element) => `There is a <${element.name}>.`),
        ...when(
          /display:\s*(inline-)?(flex|grid)|position:|var\(|background-image|url\(/i.test(styles),
          'A style needs flex, grid, position, var() or a background image.',
        ),
        ...when(
          all(mail).some((element) => Object.keys(element.attribs).some((name) => name.startsWith('on') || name === 'background')),
          'An element has a script or a background.',
        ),
      ];
    },
  },
  {
    id: 'W12',
    level: 'B',
    why: 'A picture that tells who opened the mail needs consent (PECR).',
    check: (mail) => {
      const token = unsubscribeUrl(mail).split('/').at(-1) ?? '';
      const address = mail.parsed.to?.[0]?.address ?? '';
      return all(mail, 'img').flatMap(({ attribs }) => [
        ...when(Number(attribs.width) <= 2 || Number(attribs.height) <= 2, 'An image is too small to see.'),
        ...when(
          [token, address, encodeURIComponent(address)].some((own) => own !== '' && (attribs.src ?? '').includes(own)),
          'An image address is for one person.',
        ),
      ]);
    },
  },
  {
    id: 'W13',
    level: 'B',
    why: 'What the template left open is what readers laugh about.',
    check: (mail) => [
      // A story's own braces are written as references, so that these are the template's.
      ...when(mail.html.includes('{{') || /\[object \w+\]/.test(`${mail.html}${mail.text}`), 'A place in the template was not filled.'),
      ...when(/\u001a/.test(mail.bytes) || /\u001a/.test(`${mail.html}${mail.text}`), 'A slot was not filled.'),
      ...when(/="[^"]*\b(undefined|null|NaN)\b[^"]*"|>\s*(undefined|null|NaN)\s*</.test(mail.html), 'There is an "undefined".'),
    ],
  },
  {
    id: 'W14',
    level: 'B',
    why: 'A table left open ruins the whole mail in Outlook, where no other tool looks.',
    check: (mail) => unbalanced(mail.html),
  },
  {
    id: 'W16',
    level: 'W',
    why: 'An inbox shows this line beside the subject.',
    check: (mail) => {
      const hidden = all(mail, 'div').find((element) => styleOf(element, 'display') === 'none');
      const words = hidden ? wordsIn(hidden).replace(/[\u034f\u200c\u00a0\s]+$/u, '') : '';
      return [
        ...when(words.length < 40 || [...words].length > 110, `The preheader has ${words.length} characters.`),
        ...when(words === mail.parsed.subject, 'The preheader is the subject again.'),
        ...when(!hidden || !wordsIn(hidden).includes('\u034f'), 'No filler follows the preheader.'),
      ];
    },
  },
  {
    id: 'W17',
    level: 'B',
    why: 'The law and the big mailboxes ask who sends, why, and how to stop it.',
    check: (mail) => {
      const links = all(mail, 'a').map((link) => ({ words: label(link), url: link.attribs.href ?? '' }));
      return [
        ...when(!links.some(({ words, url }) => /unsubscribe/i.test(words) && url === unsubscribeUrl(mail)), 'No link says "Unsubscribe".'),
        ...when(!links.some(({ url }) => /\/p\/./.test(url)), 'There is no link to the preferences.'),
        ...when(!links.some(({ words }) => /privacy/i.test(words)), 'There is no link on privacy.'),
        ...when(!/You get this email because/.test(wordsIn(mail.document)), 'It does not say why one gets it.'),
        ...when(
          !/This email is from .+ [A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}/.test(wordsIn(mail.document)),
          'It does not say who sends it, with a postal address.',
        ),
      ];
    },
  },
  {
    id: 'W18',
    level: 'W',
    why: 'A screen reader says "Mar" as a name and "26th" as a rank: NHS style has months in full and no ordinals.',
    check: (mail) => [
      ...when(/\b\d{1,2} (Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b/.test(mail.text), 'A month is cut short.'),
      ...when(
        /\b\d{1,2}(st|nd|rd|th) (of )?(January|February|March|April|May|June|July|August|September|October|November|December)/.test(
          mail.text,
        ),
        'A date has an ordinal.',
      ),
      ...when(/\b\d{1,2}[.]\d{2} ?(am|pm)\b|\b\d{1,2}(:\d{2})? (am|pm)\b/.test(mail.text), 'A time is not written as 9:30am.'),
    ],
  },
];
