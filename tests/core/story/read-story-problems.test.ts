import { describe, expect, test } from 'vitest';
import type { SourceFile } from '#core/parsing/source-file';
import { event, post, problemsOf } from '#tests/core/story/written-stories';

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
      'posts/a.md line 2: The value of "title" is read as a number. Put it in quotes: title: "12".',
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
      'posts/a.md line 2: "title" ends before "#", because the rest is read as a comment. Put the whole text in quotes.',
    ],
    [
      'a title that is a comment',
      post({ title: '#QI works' }),
      'posts/a.md line 2: "title" is empty, because what follows "#" is read as a comment. Put the value in quotes.',
    ],
    [
      'a title that nobody can see',
      post({ title: '"\\u200b"' }),
      'posts/a.md line 2: "title" has nothing in it that can be seen. Write some words, or take the line away.',
    ],
    [
      'a title that never ends',
      post({ title: 'x'.repeat(151) }),
      'posts/a.md line 2: "title" has 151 characters, and can have at most 150. Shorten it.',
    ],
    [
      'an impossible date',
      post({ published: '2026-02-30T09:00' }),
      'posts/a.md line 4: "2026-02-30" is not a date. Write it as year-month-day, for example 2026-02-28.',
    ],
    [
      'an impossible date without a time',
      post({ published: '2026-02-30' }),
      'posts/a.md line 4: "2026-02-30" is not a date. Write it as year-month-day, for example 2026-02-28.',
    ],
    [
      'an impossible month',
      post({ published: '2026-13-01T09:00' }),
      'posts/a.md line 4: "2026-13-01" is not a date. Write it as year-month-day, for example 2026-01-13.',
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
      'posts/a.md line 4: "2026-09-10T09:00Z" names a time zone, and times are always local. Write the time that clocks here show, without a zone: 2026-09-10T09:00, if it is 09:00 here.',
    ],
    [
      'words for a date',
      post({ published: 'next Tuesday' }),
      'posts/a.md line 4: "next Tuesday" is not a date and time. Write it as year-month-day, T and the time, for example 2026-09-10T09:00.',
    ],
    [
      'an unknown topic',
      post({ topics: '[medicaton]' }),
      'posts/a.md line 5: "medicaton" is not a topic of newsroom.yaml. Did you mean "medication"?',
    ],
    [
      'a topic written as readers see it',
      post({ topics: '[Learning from deaths]' }),
      'posts/a.md line 5: "Learning from deaths" is not a topic of newsroom.yaml. Did you mean "learning-from-deaths"?',
    ],
    [
      'a topic that is near none',
      post({ topics: '[gardening]' }),
      'posts/a.md line 5: "gardening" is not a topic of newsroom.yaml. The topics are: learning-from-deaths, medication.',
    ],
    [
      'topics that are no list',
      post({ topics: 'medication' }),
      'posts/a.md line 5: "topics" must be a list. Put it in square brackets: topics: [medication].',
    ],
    ['an unknown key', post({ auhtor: 'Sam' }), 'posts/a.md line 5: "auhtor" is not a key of a post. Did you mean "author"?'],
    [
      'a key of another kind of story',
      post({ venue: 'Bristol' }),
      'posts/a.md line 5: "venue" is not a key of a post. A post has no time or place of its own: write it as an event, in the folder events, or say it in the text.',
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
      'posts/a.md line 5: The image "poster.jpg" has 6.2 MB, and can have at most 5 MB. Make it smaller, for example 1200 pixels wide.',
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
      'an event that ends when it starts',
      event({ ends: '2027-03-10T09:30' }),
      'events/e.md line 4: The event starts and ends at the same time (2027-03-10T09:30). Correct one of the two times.',
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
      'events/e.md line 7: "http://example.org/r" is not a web address that begins with https://. Copy it whole from the browser, for example https://example.org/register.',
    ],
    [
      'an online place that is no address',
      event({ online: 'Teams' }),
      'events/e.md line 7: "Teams" is not a web address that begins with https://. Copy it whole from the browser, for example https://example.org/register.',
    ],
    [
      'a relative link in the words for afterwards',
      event({ follow_up: 'See [here](/x).' }),
      'events/e.md line 7: The link "/x" is not a whole address. Write it with https:// or mailto: at its beginning.',
    ],
  ])('a story’s keys have a problem: %s', (_, file, line) => {
    expect(problemsOf(file)).toEqual([line]);
  });

  test.each([
    ['date', 'published'],
    ['publishDate', 'published'],
    ['tags', 'topics'],
    ['categories', 'topics'],
    ['excerpt', 'summary'],
    ['custom_excerpt', 'summary'],
    ['description', 'summary'],
    ['featured_image', 'image'],
    ['thumbnail', 'image'],
    ['authors', 'author'],
    ['headline', 'title'],
  ])('a key "%s" of another program is asked back as "%s"', (key, meant) => {
    expect(problemsOf(post({ [key]: 'words' }))).toEqual([`posts/a.md line 5: "${key}" is not a key of a post. Did you mean "${meant}"?`]);
  });

  test.each([
    ['location', 'Did you mean "venue"?'],
    ['start_date', 'Did you mean "starts"?'],
    ['end', 'Did you mean "ends"?'],
    ['zoom', 'Did you mean "online"?'],
    ['tickets', 'Did you mean "registration"?'],
    ['date', 'Did you mean "starts" (when the event begins) or "published" (when it is announced)?'],
    ['cancelled', 'Did you mean "status: cancelled" or "status: postponed"?'],
    ['subtitle', 'Put it into the title, or begin the summary with it.'],
    ['permalink', 'A story’s address is the name of its file: rename the file to change it, and delete this line.'],
    ['layout', 'Newsroom does not use it: delete the line.'],
    ['speakers', 'Say it in the text below the keys, and delete this line.'],
  ])('a key "%s" of another program has a remedy in an event', (key, remedy) => {
    expect(problemsOf(event({ [key]: 'words' }))).toEqual([`events/e.md line 7: "${key}" is not a key of an event. ${remedy}`]);
  });
});
