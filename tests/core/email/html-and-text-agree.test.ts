// A story says the same, word by word, in the email, in its plain text, on the email's page and on the story's own page.
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { DomUtils, parseDocument } from 'htmlparser2';
import { expect, test } from 'vitest';
import { composeEmail } from '#core/email/compose-email';
import { bodyHtml, bodyText } from '#core/email/story-body';
import { renderMarkdown } from '#core/markdown/render-markdown';
import { placeholder } from '#core/mime/placeholders';
import { splitFrontMatter } from '#core/parsing/front-matter';
import { event, input, picture, post, rules } from '#tests/core/email-samples';

type Node = ReturnType<typeof parseDocument>['children'][number];
type Element = ReturnType<typeof DomUtils.getElementsByTagName>[number];

const split = (text: string) => (text.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word !== 'Image');
const elements = (within: Element, ...names: string[]) =>
  DomUtils.getElementsByTagName((name) => names.includes(name), within.children, true);
const isElement = (node: Node): node is Element => node.type === 'tag';

/** The words of HTML in reading order, with what plain text must spell out: numbers of items, addresses, columns. */
function readOut(nodes: readonly Node[]): string {
  return nodes.map((node) => (node.type === 'text' ? node.data : isElement(node) ? readElement(node) : '')).join('');
}

function readElement(element: Element): string {
  const { name, attribs, children } = element;
  const inside = () => readOut(children);
  if (name === 'img') return ` ${attribs.alt} `;
  if (name === 'br') return '\n';
  if (name === 'ol') {
    const items = children.filter(isElement);
    return items.map((item, i) => ` ${Number(attribs.start ?? 1) + i} ${readOut(item.children)} `).join('');
  }
  if (name === 'table' && attribs.role !== 'presentation') return readTable(element);
  if (name === 'a') {
    const address = (attribs.href ?? '').replace(/^mailto:/i, '');
    const text = inside();
    return address.startsWith('#') || text === address || text === attribs.href ? text : `${text} ${address} `;
  }
  return /^(em|strong|s|sup|code|span|bdi)$/.test(name) ? inside() : ` ${inside()} `;
}

function readTable(table: Element): string {
  const [names = [], ...rows] = elements(table, 'tr').map((row) => elements(row, 'th', 'td').map((cell) => readOut(cell.children)));
  if (rows.length === 0) return names.join(' ');
  return rows.map((cells) => cells.map((cell, i) => `${names[i] ?? ''} ${cell}`).join(' ')).join(' ');
}

const known = ['group.png', 'plan-do-study-act.png', 'restraints-over-time.png', 'ten-minutes-before.png'];
const images = known.map((src) => ({ src, width: 600, height: 315, sizeBytes: 9000 }));
const look = { rules, images, brand: '#005eb8' };
const page = (markdown: string) =>
  renderMarkdown(markdown, {
    headingShift: 1,
    footnoteIdPrefix: 'note',
    images: (src) => (known.includes(src) ? { url: `/images/${src}`, width: 600, height: 315 } : undefined),
  });
const htmlWords = (html: string) => split(readOut(parseDocument(html).children));

function expectAgreement(markdown: string): void {
  const text = split(bodyText(markdown));
  expect(htmlWords(bodyHtml(markdown, look))).toEqual(text);
  expect(htmlWords(page(markdown))).toEqual(text);
}

const word = fc.constantFrom('we', 'learned', 'families', 'NHS', 'Zoë', '42', 'what', 'الوفيات', 'safer', 'e.g.', '9:30am', '&', '“yes”');
const words = fc.array(word, { minLength: 1, maxLength: 12 }).map((list) => list.join(' '));
const address = fc.constantFrom(
  'https://example.org/a?b=c&d=e',
  'mailto:team@example.org',
  'https://www.example.org/ä',
  'http://example.org',
);
const inline = fc.oneof(
  { weight: 4, arbitrary: words },
  words.map((text) => `**${text}**`),
  words.map((text) => `*${text}*`),
  words.map((text) => `~~${text}~~`),
  words.map((text) => `\`${text}\``),
  fc.tuple(words, address).map(([text, url]) => `[${text}](${url})`),
  address.map((url) => `<${url}>`),
  words.map((text) => `![${text}](group.png)`),
  words.map((text) => `![${text}](group.png "${text.replaceAll('“yes”', 'yes')}")`),
  fc.constantFrom('[^1]', '[^two]', '[^none]', '\\[^1]', '[a [^1] link](https://example.org/in)'),
);
const line = fc.array(inline, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' '));
const video = fc.constantFrom(
  'https://www.youtube.com/watch?v=abc',
  '[Our talk](https://youtu.be/abc)',
  '[Watch our film](https://vimeo.com/123456)',
  '[![Two nurses](group.png)](https://player.vimeo.com/video/123456)',
);
const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '')).join(' | ')} |`;
const indented = (text: string, by: string) => text.replaceAll('\n', `\n${by}`);
const { block } = fc.letrec<{ block: string }>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    line,
    fc.tuple(fc.integer({ min: 1, max: 6 }), line).map(([level, text]) => `${'#'.repeat(level)} ${text}`),
    fc.constantFrom(
      '---',
      '```\nx = 1\n\n  y\n```',
      '[^1]: A note.',
      '[^two]: Another\n\n    in two parts [^1].',
      '[^last]: Nobody refers to it.',
    ),
    video,
    words.map((text) => `![${text}](group.png "The caption: ${text.replaceAll('“yes”', 'yes')}")`),
    fc
      .array(fc.tuple(words, words), { minLength: 1, maxLength: 3 })
      .map((rows) => ['| Ward | Now |', '|---|--:|', ...rows.map(row)].join('\n')),
    fc.array(tie('block'), { minLength: 1, maxLength: 3 }).map((items) => items.map((item) => `- ${indented(item, '  ')}`).join('\n')),
    fc
      .array(tie('block'), { minLength: 1, maxLength: 3 })
      .map((items) => items.map((item, i) => `${i + 3}. ${indented(item, '   ')}`).join('\n')),
    tie('block').map((text) => `> ${indented(text, '> ')}`),
  ),
}));
const story = fc.array(block, { minLength: 1, maxLength: 8 }).map((blocks) => blocks.join('\n\n'));

test('any Markdown keeps every word and address in email, plain text and page', () => {
  fc.assert(fc.property(story, expectAgreement), { numRuns: 150 });
});

const content = new URL('../../../content/', import.meta.url);
const files = ['posts', 'events'].flatMap((folder) => readdirSync(new URL(folder, content)).map((file) => `${folder}/${file}`));

test.each(files.filter((file) => file.endsWith('.md')))('the sample %s says the same in email, plain text and page', (file) => {
  const parts = splitFrontMatter(readFileSync(new URL(file, content), 'utf8'));
  if (parts.kind !== 'split') throw new Error(`${file} has no front matter.`);
  expect(parts.body.length).toBeGreaterThan(100);
  expectAgreement(parts.body);
});

const moved = { status: 'confirmed', starts: '2020-03-20T09:30', ends: '2020-03-20T16:30', place: 'Exeter' } as const;
const withPicture = { image: { ...picture, caption: 'The team in March' } };

test.each([
  ['an alert', input('alert', [post(withPicture)])],
  ['a digest', input('digest', [post(withPicture), event()])],
  ['an announcement', input('announcement', [event({ ...withPicture, online: 'https://meet.example.org/a' })])],
  ['a reminder', input('reminder', [event()])],
  ['a follow-up', input('follow-up', [event(withPicture)])],
  ['a cancellation', input('change', [event({ status: 'cancelled' })], { of: { change: 'cancelled' } })],
  ['a new date', input('change', [event()], { of: { change: 'moved' }, previousFacts: moved })],
])('the text of %s has every word of its HTML, and its page everything but the link to itself', (_, given) => {
  const mail = composeEmail({ ...given, images });
  const paged = composeEmail({ ...given, images, page: true });
  const below = (html: string) =>
    html
      .slice(html.indexOf(placeholder('greeting')))
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
  const text = new Set(split(mail.text));
  // The calendar picture repeats the date, and the text leaves two of the three calendar links to the file.
  const apart = new Set(['Google', 'Calendar', 'Outlook', 'Apple', 'or', 'another']);
  expect(htmlWords(below(mail.html)).filter((one) => !text.has(one) && !apart.has(one))).toEqual([]);
  expect(below(mail.html).replace(' Read this email on our website', '')).toBe(below(paged.html));
  expect(paged.text).not.toContain('/sent/');
});
