import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { problemLine } from '#core/problem';
import { readRules } from '#core/read-rules';
import { readStories } from '#core/read-stories';
import type { ImageFile, SourceFile } from '#core/source';

const encoder = new TextEncoder();

function source(file: string, text: string | Uint8Array): SourceFile {
  const bytes = typeof text === 'string' ? encoder.encode(text) : text;
  return { file, size: bytes.length, bytes };
}

const rules = readRules(
  source(
    'newsroom.yaml',
    `name: Example Collaborative
short_name: EC
timezone: Europe/London
site: https://news.example.org
sender: { name: Example, address: news@example.org, postal_address: 1 Example Street }
x: { handle: ExampleMHC }
topics:
  learning-from-deaths: Learning from deaths
  medication: Medication
organisations: {}
digests: { upcoming_events: 60 days }
events: { reminders: [7 days], at: "09:00", follow_up: 1 day }
social: { slots: ["09:00"], monthly_budget_usd: 10 }
`,
  ),
).rules!;

const images: ImageFile[] = [
  { src: 'group.png', width: 1200, height: 630, size: 60_000 },
  { src: 'poster.jpg', width: 9000, height: 9000, size: 6_200_000 },
  { src: 'drawing.svg', width: 100, height: 100, size: 900 },
];

const POST = { title: 'Our first year', author: 'Sam Example', published: '2026-09-10T09:00' };
const EVENT = {
  title: 'Spring session',
  starts: '2027-03-10T09:30',
  ends: '2027-03-10T16:00',
  venue: 'Bristol',
  published: '2027-01-12T10:00',
};

/** A story file: each key on a line from line 2; a key of undefined is left out. */
function written(keys: Record<string, string | undefined>, body = 'We began in spring.\n'): string {
  const lines = Object.entries(keys).flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}`]));
  return ['---', ...lines, '---', '', body].join('\n');
}
const post = (keys: Record<string, string | undefined> = {}, body?: string) => source('posts/a.md', written({ ...POST, ...keys }, body));
const event = (keys: Record<string, string | undefined> = {}, body?: string) => source('events/e.md', written({ ...EVENT, ...keys }, body));

function problemsOf(...files: SourceFile[]): string[] {
  const { stories, problems } = readStories(files, images, rules);
  const faulty = new Set(problems.map(({ file }) => file));
  expect(stories.map(({ file }) => file).filter((file) => faulty.has(file))).toEqual([]);
  return problems.map(problemLine);
}
function storyOf(file: SourceFile) {
  const { stories, problems } = readStories([file], images, rules);
  expect(problems.map(problemLine)).toEqual([]);
  return stories[0]!;
}

describe('a story that is in order', () => {
  test('says what an inbox shows after the subject, if the editor wrote that, in at most 110 characters', () => {
    expect(storyOf(post({ preheader: 'What we changed, and what it cost' })).preheader).toBe('What we changed, and what it cost');
    expect(storyOf(event()).preheader).toBeUndefined();
    expect(problemsOf(post({ preheader: 'x'.repeat(111) }))).toEqual([
      'posts/a.md line 5: "preheader" has 111 characters, and may have 110. Shorten it.',
    ]);
  });

  test('a post has what its file says, and the file name is its slug', () => {
    const story = storyOf(post({ role: 'Nurse', topics: '[medication, learning-from-deaths, medication]', summary: 'A year on.' }));
    expect(story).toMatchObject({
      kind: 'post',
      slug: 'a',
      file: 'posts/a.md',
      title: 'Our first year',
      author: 'Sam Example',
      role: 'Nurse',
      summary: 'A year on.',
    });
    expect(story.topics).toEqual(['medication', 'learning-from-deaths']);
    expect(String(story.published)).toBe('2026-09-10T09:00:00');
    expect(story.body).toBe('We began in spring.');
    expect(story).not.toHaveProperty('image');
  });

  test('an event is confirmed unless it says otherwise', () => {
    expect(storyOf(event())).toMatchObject({ kind: 'event', status: 'confirmed', venue: 'Bristol' });
    expect(storyOf(event({ status: 'postponed' }))).toMatchObject({ status: 'postponed' });
  });

  test('an event may be online only, and carry words for afterwards', () => {
    const story = storyOf(
      event({
        venue: undefined,
        online: 'https://example.org/join?id=1',
        registration: 'https://example.org/r',
        follow_up: '|\n  Thank you.\n\n  The [slides](https://example.org/s) are there.',
      }),
    );
    expect(story).toMatchObject({
      online: 'https://example.org/join?id=1',
      registration: 'https://example.org/r',
      follow_up: 'Thank you.\n\nThe [slides](https://example.org/s) are there.',
    });
    expect(story).not.toHaveProperty('venue');
  });

  test('an image may have a caption', () => {
    expect(storyOf(post({ image: '{ src: group.png, alt: A group, caption: In Exeter }' })).image).toMatchObject({ caption: 'In Exeter' });
  });

  test.each(['group.png', 'images/group.png', '/images/group.png'])('an image may be written as %s', (src) => {
    expect(storyOf(post({ image: `{ src: ${src}, alt: A group }` })).image).toEqual({
      src: 'group.png',
      alt: 'A group',
      width: 1200,
      height: 630,
    });
  });

  test('the words of the social post may stand alone or under text', () => {
    expect(storyOf(post({ social: 'Come and see.' })).social).toEqual({ text: 'Come and see.' });
    expect(storyOf(post({ social: '{ text: Come and see. }' })).social).toEqual({ text: 'Come and see.' });
  });

  test('line ends of Windows and a byte order mark change nothing', () => {
    expect(storyOf(source('posts/a.md', `\ufeff${written(POST).replaceAll('\n', '\r\n')}`))).toEqual(storyOf(post()));
  });

  test('emoji and text from right to left are kept', () => {
    const story = storyOf(post({ title: '👩🏽‍⚕️ مرحبا بالجميع', author: 'ليلى مثال' }, 'שלום 👋'));
    expect(story).toMatchObject({ title: '👩🏽‍⚕️ مرحبا بالجميع', author: 'ليلى مثال', summary: 'שלום 👋' });
  });

  test('a local time that the spring clock change skips is taken as it stands', () => {
    expect(String(storyOf(post({ published: '2027-03-28T01:30' })).published)).toBe('2027-03-28T01:30:00');
  });

  test('raw HTML and dangerous links in the body are no reason to hold a story back', () => {
    expect(storyOf(post({}, '<script>alert(1)</script>\n\n[words](javascript:alert(1))')).slug).toBe('a');
  });
});

describe('a summary that the editor did not write', () => {
  test('is the first paragraph as plain text', () => {
    expect(
      storyOf(post({}, '# Heading\n\n![A group](group.png)\n\nWe *read* the [guide](https://example.org)\ntogether.\n\nMore.')).summary,
    ).toBe('We read the guide together.');
  });
  test('ends at a sentence within 200 characters', () => {
    const first = `${'Word '.repeat(20)}ends here.`;
    expect(storyOf(post({}, `${first} ${'More '.repeat(40)}`)).summary).toBe(first);
  });
  test('ends at a word when no sentence does', () => {
    const { summary } = storyOf(post({}, 'Improvement '.repeat(40)));
    expect(summary).toMatch(/^(Improvement )+Improvement…$/);
    expect(summary.length).toBeLessThanOrEqual(200);
  });
  test('never cuts a character that is made of several', () => {
    const { summary } = storyOf(post({}, '👩🏽‍⚕️'.repeat(60)));
    expect(summary).toMatch(/^(👩🏽‍⚕️)+…$/u);
    expect(summary.length).toBeLessThanOrEqual(200);
  });
});

describe('problems in the keys', () => {
  test.each<[string, SourceFile, string]>([
    [
      'no title',
      post({ title: undefined }),
      'posts/a.md line 1: There is no "title" in a post. Write, for example, title: What we learned in our first year',
    ],
    [
      'an empty title',
      post({ title: '' }),
      'posts/a.md line 2: "title" is empty. Write, for example, title: What we learned in our first year',
    ],
    [
      'a title that is a number',
      post({ title: '12' }),
      'posts/a.md line 2: YAML takes "title" for a number. Put it in quotes: title: "12".',
    ],
    [
      'a title that is a list',
      post({ title: '[a, b]' }),
      'posts/a.md line 2: "title" is a list, and must be a text. Write it in quotes after the colon.',
    ],
    [
      'a title with a control character',
      post({ title: '"A\\u0007 bell"' }),
      'posts/a.md line 2: "title" has an invisible character (U+0007) that disturbs what stands around it. Type the text again.',
    ],
    [
      'a title that turns the direction of text',
      post({ title: 'A\u202egnirts' }),
      'posts/a.md line 2: "title" has an invisible character (U+202E) that disturbs what stands around it. Type the text again.',
    ],
    [
      'half a character in a title',
      post({ title: '"A \\ud83d"' }),
      'posts/a.md line 2: "title" has an invisible character (U+D83D) that disturbs what stands around it. Type the text again.',
    ],
    ['a title of two lines', post({ title: '"A\\nBcc: all"' }), 'posts/a.md line 2: "title" has more than one line. Write it on one line.'],
    [
      'a title that ends at a comment',
      post({ title: 'Ward #4 opens' }),
      'posts/a.md line 2: "title" ends before "#", because YAML takes the rest for a comment. Put the whole text in quotes.',
    ],
    [
      'a title that is a comment',
      post({ title: '#QI works' }),
      'posts/a.md line 2: "title" is empty, because YAML takes what follows "#" for a comment. Put the value in quotes.',
    ],
    [
      'a title that nobody can see',
      post({ title: '"\\u200b"' }),
      'posts/a.md line 2: "title" has nothing in it that can be seen. Write some words, or take the line away.',
    ],
    [
      'a title that never ends',
      post({ title: 'x'.repeat(151) }),
      'posts/a.md line 2: "title" has 151 characters, and may have 150. Shorten it.',
    ],
    [
      'an impossible date',
      post({ published: '2026-02-30T09:00' }),
      'posts/a.md line 4: "2026-02-30" is no date. Write it as year-month-day, for example 2026-02-28.',
    ],
    [
      'an impossible date without a time',
      post({ published: '2026-02-30' }),
      'posts/a.md line 4: "2026-02-30" is no date. Write it as year-month-day, for example 2026-02-28.',
    ],
    [
      'an impossible month',
      post({ published: '2026-13-01T09:00' }),
      'posts/a.md line 4: "2026-13-01" is no date. Write it as year-month-day, for example 2026-02-28.',
    ],
    [
      'a date without a time',
      post({ published: '2026-09-10' }),
      'posts/a.md line 4: "2026-09-10" has no time of day. Add it after a T, for example 2026-09-10T09:00.',
    ],
    [
      'an impossible time',
      post({ published: '2026-09-10T24:30' }),
      'posts/a.md line 4: "2026-09-10T24:30" has no time of day that we understand. Write hours and minutes after a T, for example 2026-09-10T09:00.',
    ],
    [
      'a time with its zone',
      post({ published: '2026-09-10T09:00Z' }),
      'posts/a.md line 4: "2026-09-10T09:00Z" names a time zone, and times are always local. Write only the date and the time, for example 2026-09-10T09:00.',
    ],
    [
      'words for a date',
      post({ published: 'next Tuesday' }),
      'posts/a.md line 4: "next Tuesday" is no date and time. Write it as year-month-day, T and the time, for example 2026-09-10T09:00.',
    ],
    [
      'an unknown topic',
      post({ topics: '[medicaton]' }),
      'posts/a.md line 5: "medicaton" is no topic of newsroom.yaml. Did you mean "medication"?',
    ],
    [
      'a topic written as readers see it',
      post({ topics: '[Learning from deaths]' }),
      'posts/a.md line 5: "Learning from deaths" is no topic of newsroom.yaml. Did you mean "learning-from-deaths"?',
    ],
    [
      'a topic that is near none',
      post({ topics: '[gardening]' }),
      'posts/a.md line 5: "gardening" is no topic of newsroom.yaml. The topics are: learning-from-deaths, medication.',
    ],
    [
      'topics that are no list',
      post({ topics: 'medication' }),
      'posts/a.md line 5: "topics" must be a list. Put it in square brackets: topics: [medication].',
    ],
    ['an unknown key', post({ auhtor: 'Sam' }), 'posts/a.md line 5: "auhtor" is no key of a post. Did you mean "author"?'],
    [
      'a key of another kind of story',
      post({ venue: 'Bristol' }),
      'posts/a.md line 5: "venue" is no key of a post. Its keys are: title, author, role, published, topics, summary, preheader, image, social.',
    ],
    [
      'an image without alt text',
      post({ image: '{ src: group.png }' }),
      'posts/a.md line 5: There is no "alt" in an image. Write, for example, alt: Twelve people around a table, looking at a chart',
    ],
    [
      'an image that is only a name',
      post({ image: 'group.png' }),
      'posts/a.md line 5: "image" has no alt text. Write src: and alt: on lines of their own below it, and in alt what a person who cannot see the image should know.',
    ],
    [
      'an image that does not exist',
      post({ image: '{ src: gruop.png, alt: A }' }),
      'posts/a.md line 5: There is no image "gruop.png" in the images folder. Did you mean "group.png"?',
    ],
    [
      'an image that is too large',
      post({ image: '{ src: poster.jpg, alt: A }' }),
      'posts/a.md line 5: The image "poster.jpg" has 6.2 MB, and may have 5 MB. Make it smaller, for example 1200 pixels wide.',
    ],
    [
      'an image that email does not show',
      post({ image: '{ src: drawing.svg, alt: A }' }),
      'posts/a.md line 5: The image "drawing.svg" is of a kind that not every email program shows. Save it as PNG or JPEG.',
    ],
    [
      'an image of another site',
      post({ image: '{ src: "https://example.com/a.png", alt: A }' }),
      'posts/a.md line 5: The image "https://example.com/a.png" is on another site. Put the file into the images folder and write its name.',
    ],
    [
      'an event that ends before it starts',
      event({ ends: '2027-03-10T09:00' }),
      'events/e.md line 4: The event ends (2027-03-10T09:00) before it starts (2027-03-10T09:30). Correct one of the two times.',
    ],
    [
      'an event without a place',
      event({ venue: undefined }),
      'events/e.md line 1: The event has no place. Add a line with its venue, or with online and the https address to join it.',
    ],
    [
      'an event of an unknown status',
      event({ status: 'canceled' }),
      'events/e.md line 7: "canceled" is not understood here. Did you mean "cancelled"?',
    ],
    [
      'a registration that is no https address',
      event({ registration: 'http://example.org/r' }),
      'events/e.md line 7: "http://example.org/r" is no web address that begins with https://. Copy it whole from the browser, for example https://example.org/register.',
    ],
    [
      'an online place that is no address',
      event({ online: 'Teams' }),
      'events/e.md line 7: "Teams" is no web address that begins with https://. Copy it whole from the browser, for example https://example.org/register.',
    ],
    [
      'a relative link in the words for afterwards',
      event({ follow_up: 'See [here](/x).' }),
      'events/e.md line 7: The link "/x" is not a whole address. Write it with https:// or mailto: at its beginning.',
    ],
  ])('%s', (_, file, line) => {
    expect(problemsOf(file)).toEqual([line]);
  });
});

describe('YAML that is broken', () => {
  const broken = (lines: string) => source('posts/a.md', `---\n${lines}\npublished: 2026-09-10T09:00\n---\n\nText.\n`);
  test.each([
    [
      'a tab',
      'author: Sam\ntitle: A\nimage:\n  src: group.png\n\talt: A group',
      'posts/a.md line 6: This line begins with a tab. Replace it with spaces.',
    ],
    [
      'a colon in a text',
      'title: Learning: from deaths\nauthor: Sam',
      'posts/a.md line 2: The text has a colon in it, which YAML takes for another key. Put the whole text in quotes.',
    ],
    [
      'a text that begins with @',
      'author: Sam\ntitle: @ExampleMHC writes',
      'posts/a.md line 3: A text cannot begin with @ in YAML. Put the whole text in quotes.',
    ],
    [
      'a text that begins with *',
      'author: Sam\ntitle: *new* words',
      'posts/a.md line 3: A text cannot begin with "!", "&" or "*" in YAML. Put the whole text in quotes.',
    ],
    [
      'a quotation mark that is never closed',
      'title: "Our first year\nauthor: Sam',
      'posts/a.md line 2: A quotation mark opens here and is never closed. Close it at the end of the text.',
    ],
    ['a key twice', 'title: A\ntitle: B', 'posts/a.md line 3: "title" is here for the second time. Leave one of the two.'],
    [
      'a line without a colon',
      'title: A\nauthor Sam',
      'posts/a.md line 3: This line has no colon after its key. Write it like "title: Our first year".',
    ],
    [
      'words after a quotation',
      'title: "Safe" wards',
      'posts/a.md line 2: There is something left over on this line. Put the whole text in one pair of quotes.',
    ],
    [
      'keys without end',
      'title: x\n'.repeat(6000),
      'posts/a.md line 2: There are 54028 characters of keys and values, and there may be 50000. Shorten the longest of them.',
    ],
    [
      'brackets without end',
      `title: ${'['.repeat(20_000)}`,
      'posts/a.md line 2: There are too many brackets or dashes within each other. Put text that has brackets in quotes.',
    ],
  ])('%s', (_, lines, problem) => {
    expect(problemsOf(broken(lines))).toEqual([problem]);
  });

  test('what else is wrong in the file is reported too', () => {
    expect(
      problemsOf(source('posts/a.md', '---\ntitle: Safe: wards\nauthro: Sam\npublished: 2026-02-30T09:00\n---\n![](group.png)\n')),
    ).toEqual([
      'posts/a.md line 1: There is no "author" in a post. Write, for example, author: Sam Example',
      'posts/a.md line 2: The text has a colon in it, which YAML takes for another key. Put the whole text in quotes.',
      'posts/a.md line 3: "authro" is no key of a post. Did you mean "author"?',
      'posts/a.md line 4: "2026-02-30" is no date. Write it as year-month-day, for example 2026-02-28.',
      'posts/a.md line 6: The image "group.png" has no alt text. Write in its square brackets what a person who cannot see it should know.',
    ]);
  });
});

describe('problems in the file', () => {
  test.each<[string, SourceFile, string]>([
    [
      'no front matter',
      source('posts/a.md', 'Just words.\n'),
      'posts/a.md line 1: The file does not begin with a line of three hyphens (---). Put the title and the other keys between two such lines at the top.',
    ],
    [
      'front matter that never ends',
      source('posts/a.md', '---\ntitle: A\n\nWords.\n'),
      'posts/a.md line 1: The keys that begin here have no end. Put a line of three hyphens (---) between the last key and the text.',
    ],
    [
      'front matter that is no mapping',
      source('posts/a.md', '---\njust words\n---\nWords.\n'),
      'posts/a.md line 1: There is no key here. Write a post as lines of a key, a colon and a value.',
    ],
    [
      'an empty file',
      source('posts/a.md', ''),
      'posts/a.md line 1: The file does not begin with a line of three hyphens (---). Put the title and the other keys between two such lines at the top.',
    ],
    ['an empty body', post({}, ' \n&nbsp;\n'), 'posts/a.md line 5: The story has no text. Write it below this line.'],
    [
      'a file of 5 MB',
      { file: 'posts/a.md', size: 5_000_000 },
      'posts/a.md line 1: The file has 5.0 MB, and a text may have 1 MB. Put its pictures into the images folder, and shorten it.',
    ],
    [
      'a binary file',
      source('posts/a.md', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0)),
      'posts/a.md line 1: This is not a text file. Write it as plain text, and save it as UTF-8.',
    ],
    [
      'a file in another encoding',
      source('posts/a.md', Uint8Array.of(...encoder.encode('---\ntitle: A\nauthor: S'), 0xf8, 0x0a)),
      'posts/a.md line 3: A character here is not UTF-8. Save the file again with the encoding UTF-8.',
    ],
    [
      'a control character',
      post({}, 'Words.\n\nMore\u0008 words.'),
      'posts/a.md line 9: There is an invisible control character (U+0008) here. Delete the words around it and type them again.',
    ],
    [
      'a file that is in neither folder',
      source('drafts/a.md', written(POST)),
      'drafts/a.md line 1: A story is a file that ends in .md directly in posts or in events. Move or rename this one.',
    ],
    [
      'a name that no address can have',
      source('posts/My “First” Été.md', written(POST)),
      "posts/My “First” Été.md line 1: The file's name has characters other than a to z, 0 to 9 and hyphens, and it becomes a web address. Rename the file, for example to my-first-ete.md.",
    ],
    [
      'a name that is too long',
      source(`posts/${'a'.repeat(81)}.md`, written(POST)),
      `posts/${'a'.repeat(81)}.md line 1: The file's name is longer than 80 characters, and it becomes a web address. Rename the file, for example to ${'a'.repeat(80)}.md.`,
    ],
  ])('%s', (_, file, line) => {
    expect(problemsOf(file)).toEqual([line]);
  });

  test('two stories with one slug are both held back, each naming the other', () => {
    expect(
      problemsOf(source('posts/a.md', written(POST)), source('events/a.md', written(EVENT)), source('posts/b.md', written(POST))),
    ).toEqual([
      'events/a.md line 1: posts/a.md has the same name, and would have the same web address. Rename one of the two files.',
      'posts/a.md line 1: events/a.md has the same name, and would have the same web address. Rename one of the two files.',
    ]);
  });

  test('images and links in the body are checked on their own lines', () => {
    const body =
      'A line,\n![A group](images/group.png) and ![](group.png)\n\n| a |\n|---|\n| ![x](none.png) |\n\n- [our page](/posts/b)\n- [theirs](https://example.org) ![far](https://example.com/a.png)\n';
    expect(problemsOf(post({}, body))).toEqual([
      'posts/a.md line 8: The image "group.png" has no alt text. Write in its square brackets what a person who cannot see it should know.',
      'posts/a.md line 12: There is no image "none.png" in the images folder. Put the file there, or correct its name.',
      'posts/a.md line 14: The link "/posts/b" is not a whole address. Write it with https:// or mailto: at its beginning.',
      'posts/a.md line 15: The image "https://example.com/a.png" is on another site. Put the file into the images folder and write its name.',
    ]);
  });

  test('all problems of all files are reported at once, and the other stories are read', () => {
    const files = [
      source('posts/c.md', written({ ...POST, published: 'soon', titel: 'x', title: undefined }, '')),
      event({ status: 'maybe' }),
      source('posts/b.md', written(POST)),
    ];
    const { stories, problems } = readStories(files, images, rules);
    expect(stories.map(({ slug }) => slug)).toEqual(['b']);
    expect(problems.map(({ file, line }) => `${file}:${line}`)).toEqual([
      'events/e.md:7',
      'posts/c.md:1',
      'posts/c.md:3',
      'posts/c.md:4',
      'posts/c.md:5',
    ]);
  });
});

test('whatever is in a file, it is either a story or has a problem on one of its lines', () => {
  const piece = fc.constantFrom(
    ...[
      '---\n',
      '\n',
      '\n\n',
      '  ',
      '\t',
      'title: ',
      'author: ',
      'published: 2026-09-10T09:00',
      'topics: ',
      'image: ',
      'social: ',
      'src: group.png',
      'alt: ',
      'summary: ',
    ],
    ...[
      ': ',
      '? ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      ', ',
      '"',
      "'",
      '|',
      '>',
      '&a ',
      '*a',
      '!!binary ',
      '!x ',
      '<<: ',
      '# ',
      '%',
      '@',
      '`',
      '...\n',
      '\\u202e',
      'words ',
      '12',
      'null',
      '~',
      'true',
      '![a](group.png)',
      '[a](b)',
    ],
  );
  const file = fc
    .array(fc.oneof({ weight: 8, arbitrary: piece }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 5 }) }), {
      maxLength: 30,
    })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(file, fc.boolean(), (text, begun) => {
      const whole = source('posts/a.md', begun ? `---\n${text}\n---\nWords.\n` : text);
      const { stories, problems } = readStories([whole], images, rules);
      expect(stories.length === 1).toBe(problems.length === 0);
      const lines = new TextDecoder().decode(whole.bytes).split(/\r\n?|\n/).length;
      for (const { line, sentence } of problems) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines);
        expect(sentence).not.toContain('\n');
      }
    }),
    { numRuns: 1000 },
  );
});
