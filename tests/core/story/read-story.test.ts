import { describe, expect, test } from 'vitest';
import { readStories } from '#core/story/read-stories';
import { event, images, POST, post, problemsOf, rules, source, storyOf, written } from '#tests/core/story/written-stories';

describe('a valid story', () => {
  test('a story has the preheader that the editor wrote, in at most 110 characters', () => {
    expect(storyOf(post({ preheader: 'What we changed, and what it cost' })).preheader).toBe('What we changed, and what it cost');
    expect(storyOf(event()).preheader).toBeUndefined();
    expect(problemsOf(post({ preheader: 'x'.repeat(111) }))).toEqual([
      'posts/a.md line 5: "preheader" has 111 characters, and can have at most 110. Shorten it.',
    ]);
  });

  test('a story that says archive: true is for the pages only, and an empty line is a problem, because it could mean either', () => {
    expect(storyOf(post({ archive: 'true' })).archive).toBe(true);
    expect(storyOf(event({ archive: 'true' })).archive).toBe(true);
    expect(storyOf(post({ archive: 'false' }))).not.toHaveProperty('archive');
    expect(problemsOf(post({ archive: '' }))).toEqual([
      'posts/a.md line 5: "archive" is empty. Write true or false, or take the line out.',
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

  test('a title that is longer than a subject has a note that says where subjects end', () => {
    const title = 'A title of so many words that no inbox shows all of them beside the name of its sender';
    const { stories, problems } = readStories([post({ title })], images, rules);
    expect(stories[0]?.title).toBe(title);
    expect(problems).toEqual([
      {
        file: 'posts/a.md',
        line: 2,
        level: 'note',
        sentence: 'The title has 86 characters, and a subject has room for 78. In subjects it ends at "beside the name of…".',
      },
    ]);
  });

  test('a key may be written with a capital', () => {
    expect(storyOf(post({ title: undefined, Title: 'Our second year' })).title).toBe('Our second year');
  });

  test('an event is confirmed unless it says otherwise', () => {
    expect(storyOf(event())).toMatchObject({ kind: 'event', status: 'confirmed', venue: 'Bristol' });
    expect(storyOf(event({ status: 'postponed' }))).toMatchObject({ status: 'postponed' });
  });

  test('an event may be online only, and have a text for afterwards', () => {
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

  test('an image whose alt text is empty, in quotes, is only decoration; one without an alt text is a problem', () => {
    expect(storyOf(post({ image: '{ src: group.png, alt: "" }' })).image).toMatchObject({ src: 'group.png', alt: '' });
    expect(() => storyOf(post({ image: '{ src: group.png, alt: }' }))).toThrow();
  });

  test('a story’s image may have a caption', () => {
    expect(storyOf(post({ image: '{ src: group.png, alt: A group, caption: In Exeter }' })).image).toMatchObject({ caption: 'In Exeter' });
  });

  test.each(['group.png', 'images/group.png', '/images/group.png'])('a story’s image may be written as %s', (src) => {
    expect(storyOf(post({ image: `{ src: ${src}, alt: A group }` })).image).toEqual({
      src: 'group.png',
      alt: 'A group',
      width: 1200,
      height: 630,
    });
  });

  test('a story’s text for its social post may be written directly or under text', () => {
    expect(storyOf(post({ social: 'Come and see.' })).social).toEqual({ text: 'Come and see.' });
    expect(storyOf(post({ social: '{ text: Come and see. }' })).social).toEqual({ text: 'Come and see.' });
  });

  test('a story with Windows line ends and a byte order mark reads the same', () => {
    expect(storyOf(source('posts/a.md', `\ufeff${written(POST).replaceAll('\n', '\r\n')}`))).toEqual(storyOf(post()));
  });

  test('a story keeps emoji and text from right to left', () => {
    const story = storyOf(post({ title: '👩🏽‍⚕️ مرحبا بالجميع', author: 'ليلى مثال' }, 'שלום 👋'));
    expect(story).toMatchObject({ title: '👩🏽‍⚕️ مرحبا بالجميع', author: 'ليلى مثال', summary: 'שלום 👋' });
  });

  test('a story may have scripts and dangerous links of HTML in its body: they are left out', () => {
    expect(storyOf(post({}, '<script>alert(1)</script>\n\n<a href="javascript:alert(1)">words</a>')).slug).toBe('a');
  });
});

describe('a summary that the editor left out', () => {
  test('a missing summary is the first paragraph as plain text', () => {
    expect(
      storyOf(post({}, '# Heading\n\n![A group](group.png)\n\nWe *read* the [guide](https://example.org)\ntogether.\n\nMore.')).summary,
    ).toBe('We read the guide together.');
  });
  test.each([
    'Dear colleagues,',
    'Hi all,',
    'Hello everyone!',
    'Dear Ada and Sam',
    'Good morning,',
    'Colleagues,',
    'To all our members,',
    'Welcome!',
  ])('a missing summary is not the salutation %j', (salutation) => {
    expect(storyOf(post({}, `${salutation}\n\nWe began in spring.\n\nMore.`)).summary).toBe('We began in spring.');
    expect(storyOf(post({}, `${salutation}\nWe began in spring.`)).summary).toBe('We began in spring.');
    expect(storyOf(post({}, salutation)).summary).toBe(salutation);
  });
  test.each([
    'Hello from Devon. We write of spring.',
    'Welcome to the new ward on Ash.',
    'All wards have changed.',
    'Dear to us is each ward. Here is why.',
  ])('a missing summary is the first paragraph %j, which is no salutation', (paragraph) => {
    expect(storyOf(post({}, `${paragraph}\n\nMore.`)).summary).toBe(paragraph);
  });
  test('a missing summary is not a paragraph that is only a link or a video, if there is another', () => {
    expect(storyOf(post({}, 'https://youtu.be/abcdefghijk\n\nWe began in spring.')).summary).toBe('We began in spring.');
    expect(storyOf(post({}, '[Book your place](https://example.org)\n\nWe began in spring.')).summary).toBe('We began in spring.');
    expect(storyOf(post({}, '[Book your place](https://example.org)')).summary).toBe('Book your place');
  });
  test('a missing summary that is cut within a sentence has a note that says where', () => {
    const { problems } = readStories([post({}, `\n${'Improvement '.repeat(40)}`)], images, rules);
    expect(problems).toEqual([
      {
        file: 'posts/a.md',
        line: 8,
        level: 'note',
        sentence:
          'Without a "summary" the beginning of the text stands for it, cut at "Improvement Improvement Improvement Improvement…". For other words, write a line with summary: above.',
      },
    ]);
  });
  test('a missing summary ends at a sentence within 200 characters', () => {
    const first = `${'Word '.repeat(20)}ends here.`;
    expect(storyOf(post({}, `${first} ${'More '.repeat(40)}`)).summary).toBe(first);
  });
  test('a missing summary ends at a word if no sentence fits', () => {
    const { summary } = storyOf(post({}, 'Improvement '.repeat(40)));
    expect(summary).toMatch(/^(Improvement )+Improvement…$/);
    expect(summary.length).toBeLessThanOrEqual(200);
  });
  test('a missing summary never cuts a character that is made of several', () => {
    const { summary } = storyOf(post({}, '👩🏽‍⚕️'.repeat(60)));
    expect(summary).toMatch(/^(👩🏽‍⚕️)+…$/u);
    expect(summary.length).toBeLessThanOrEqual(200);
  });
});
