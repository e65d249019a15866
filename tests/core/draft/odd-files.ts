// Story files as other people and programs leave them, each of a kind that an editor has been seen to damage.
import type { StoryKind } from '#core/draft/story-fields';

type OddFile = { name: string; kind: StoryKind; text: string };

const POST = 'title: Our first year\nauthor: Sam Example\npublished: 2026-09-10T09:00\n';
const file = (name: string, keys: string, body = 'We began in spring.\n', kind: StoryKind = 'post'): OddFile => ({
  name,
  kind,
  text: `---\n${keys}---\n\n${body}`,
});
const body = (name: string, text: string): OddFile => file(name, POST, text);

export const ODD_FILES: OddFile[] = [
  file(
    'comments between and beside the keys',
    '# Ada wrote this\ntitle: Our first year\n# her name\nauthor: "Sam Example" # not Sam Simple\n\npublished: 2026-09-10T09:00   # local time\n# the end\n',
  ),
  file('a folded scalar', `${POST}summary: >-\n  We began\n  in spring.\nrole: Nurse\n`),
  file('a literal scalar that keeps its empty lines', `${POST}summary: |+\n  We began in spring.\n\n\nrole: Nurse\n`),
  file('quoted dates', 'title: Our first year\nauthor: Sam Example\npublished: "2026-09-10T09:00"\n'),
  file(
    'dates with a space and with seconds',
    'title: Spring\nstarts: 2027-03-10 09:30\nends: 2027-03-10T16:00:00\nvenue: Bristol\npublished: 2027-01-12T10:00\n',
    'Come.\n',
    'event',
  ),
  file('single and double quotes', `title: 'It''s our first year'\nauthor: "Sam \\"S\\" Example"\npublished: 2026-09-10T09:00\n`),
  file('an anchor and its alias', 'title: &t Our first year\nauthor: Sam Example\npublished: 2026-09-10T09:00\nsummary: *t\n'),
  file('a flow list over several lines', `${POST}topics: [\n  medication, # first\n  learning-from-deaths\n]\n`),
  file('a list with dashes and comments', `${POST}topics:\n  - medication # first\n  # then\n  - learning-from-deaths\nrole: Nurse\n`),
  file('a list that is not indented', `${POST}topics:\n- medication\n- learning-from-deaths\nrole: Nurse\n`),
  file('a picture in braces', `${POST}image: { src: group.png, alt: "Twelve people, around a table", focus: left }\n`),
  file(
    'a picture on lines of its own',
    `${POST}image:\n  # taken by Ada\n  src: group.png\n  alt: Twelve people around\n    a table\n  focus: left\nrole: Nurse\n`,
  ),
  file('a picture that is only a name', `${POST}image: group.png\n`),
  file('own words for social media, with a text below', `${POST}social:\n  text: Read this.\n`),
  file(
    'posts in a list',
    `${POST}social:\n  - Read this.\n  - at: +2d # two days\n  - { at: 2026-12-10, text: "Other: words" }\n  # the last\n  - at: +1w\n    text: |\n      Two\n      lines\nrole: Nurse\n`,
  ),
  file('posts in a flow list', `${POST}social: [ Read this., { at: +2d } ]\n`),
  file('unknown keys', `layout: post\n${POST}tags: [a, b]\nseo:\n  title: Other\n  nested: { deep: [1, 2] }\n`),
  file('a key in capitals', 'Title: Our first year\nAUTHOR: Sam Example\npublished: 2026-09-10T09:00\n'),
  file('keys in quotes', '"title": Our first year\n\'author\': Sam Example\npublished : 2026-09-10T09:00\n'),
  file('a key twice', `${POST}title: Our second year\n`),
  file(
    'non-breaking spaces around the keys',
    'title:\u00a0Our first year\n\u00a0author : Sam Example\npublished\u00a0: 2026-09-10T09:00\nrole: Nurse\n',
  ),
  file('keys that are indented', '  title: Our first year\n  author: Sam Example\n  published: 2026-09-10T09:00\n'),
  file('trailing spaces and tabs', 'title: Our first year   \nauthor:\tSam Example\t\npublished: 2026-09-10T09:00 \n'),
  file('a value on the line below its key', 'title:\n  Our first year\nauthor: Sam Example\npublished: 2026-09-10T09:00\n'),
  file('a key without a value', `${POST}role:\nsummary: # later\npreheader: ""\n`),
  file('no keys', '', 'Only words.\n'),
  file('only a comment for keys', '# nothing yet\n', 'Only words.\n'),
  file('keys in braces', '{ title: Our first year, author: Sam Example }\n'),
  file('a question mark before a key', '? title\n: Our first year\nauthor: Sam Example\n'),
  file('broken YAML', 'title: "Our first year\nauthor: Sam Example\n'),
  { name: 'no front matter', kind: 'post', text: 'Only words, and no keys.\n\nAnd more.\n' },
  { name: 'an empty file', kind: 'post', text: '' },
  { name: 'front matter without its end', kind: 'post', text: `---\n${POST}\nWords.\n` },
  { name: 'empty lines before the front matter', kind: 'post', text: `\n\n---\n${POST}---\nWords.\n` },
  { name: 'nothing after the front matter', kind: 'post', text: `---\n${POST}---` },
  { name: 'no line end at the end', kind: 'post', text: `---\n${POST}---\n\nWords.` },
  { name: 'mixed line ends', kind: 'post', text: `---\r\n${POST.replace('\n', '\r\n')}---\r\n\r\nOne\r\ntwo\n\nthree\r\n` },
  { name: 'line ends of an old Macintosh', kind: 'post', text: `---\n${POST}---\n\nOne.\n\nTwo.\n`.replaceAll('\n', '\r') },
  { name: 'many empty lines around the text', kind: 'post', text: `---\n${POST}---\n\n\n\nWords.  \n\n\n` },
  body('footnotes', 'Words[^1] and[^two].\n\n[^1]: The note\n    goes on.\n[^two]: Another.\n'),
  body('reference links', 'See [this][1] and [that].\n\n[1]: https://example.org "Title"\n[that]: https://example.org/that\n'),
  body('headings with lines below them', 'Heading\n=======\n\nSmaller\n-------\n\nWords.\n'),
  body('bullets of all kinds', '* a\n* b\n\n+ c\n\n- d\n\n  e\n\n1986\\. A year.\n\n3) three\n'),
  body('hard breaks of both kinds', 'One  \ntwo\\\nthree\n'),
  body('emphasis of both kinds', '_a_ *b* __c__ **d** 2 * 3 snake_case [the note]\n'),
  body(
    'a picture with a caption, and a film',
    '![People](group.png "The caption")\n\n[![Talk](group.png)](https://youtu.be/abcdefghijk)\n\nhttps://youtu.be/abcdefghijk\n',
  ),
  body('a table', '| a | b |\n|---|:-:|\n| 1 \\| 2 | **x** |\n'),
  body('code', '```js\nlet a = `b`;\n```\n\n    indented\n\n`a \\` b`\n'),
  body('a comment and HTML', '<!-- ask Ada -->\n\n<b>bold</b> &amp; &nbsp;\n'),
  body('a line of hyphens in the text', 'Above.\n\n---\n\nBelow.\n'),
  body('text that begins with spaces', '    code first\n\nWords.\n'),
];

/** Files with values that are read as they were meant, and are a problem all the same. `right`: as the form writes them. */
export const MISTAKEN_FILES: (OddFile & { right: string })[] = [
  ['a title that is a number', 'title: 2026', 'title: "2026"'],
  ['an author that is read as yes or no', 'author: true', 'author: "true"'],
  ['a title with a colon that nobody quoted', 'title: Our year: the first', 'title: "Our year: the first"'],
  ['a tab at the beginning of a line', 'image:\n\tsrc: group.png\n\talt: People', 'image:\n  src: group.png\n  alt: People'],
  ['a date in words', 'published: 10 September 2026 at 9am', 'published: 2026-09-10T09:00'],
  ['a date as people write it in Britain', 'published: 10/9/2026 9.30am', 'published: 2026-09-10T09:30'],
  ['a time with one digit', 'published: 2026-09-10T9:30', 'published: 2026-09-10T09:30'],
].map(([name = '', mistaken = '', right = '']) => {
  const key = mistaken.split(':', 1)[0] ?? '';
  const text = (own: string) => {
    const lines = POST.split('\n').filter((line) => line !== '' && !line.startsWith(`${key}:`));
    return `---\n${lines.join('\n')}\n${own}\nteam: wards # who wrote it\n---\n\nWords.\n`;
  };
  return { name, kind: 'post', text: text(mistaken), right: text(right) };
});
