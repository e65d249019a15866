import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { composeEmail } from '#core/email/compose-email';
import { brandColours, contrastOf } from '#core/rules/brand-colours';
import type { Slug } from '#core/story/story';
import { event, input, picture, post, rules } from '#tests/core/email-samples';

const slug = (name: string) => name as Slug;
const at = (time: string) => Temporal.ZonedDateTime.from(`${time}[Europe/London]`);
const subjectOf = (...given: Parameters<typeof input>) => composeEmail(input(...given)).subject;
const TITLE = 'Learning session: sharing what we have learned from deaths';

describe('the subject', () => {
  test('the subject of an alert is the title', () => {
    expect(subjectOf('alert', [post()])).toBe('Learning from deaths: what families told us');
  });

  test('the subject of a digest is its first title, how many more, and the day', () => {
    const posts = [post({ title: 'Learning from deaths' }), post({ slug: slug('b') }), event()];
    expect(subjectOf('digest', posts, { at: at('2019-09-12T08:30') })).toBe('Learning from deaths, and 2 more (12 September news)');
    expect(subjectOf('digest', posts.slice(0, 1), { at: at('2019-09-12T08:30') })).toBe('Learning from deaths (12 September news)');
  });

  test('the subject of an announcement is the title and the day', () => {
    expect(subjectOf('announcement', [event()])).toBe(`${TITLE}, 26 March`);
  });

  test('the subject of a late announcement says that the event is off', () => {
    expect(subjectOf('announcement', [event()], { of: { change: 'cancelled' } })).toBe(`Cancelled: ${TITLE}`);
  });

  test.each([
    ['2020-03-26T00:05', 'Today: '],
    ['2020-03-25T23:55', 'Tomorrow: '],
    ['2020-03-25T09:00', 'Tomorrow: '],
    ['2020-03-24T09:00', 'In 2 days: '],
    ['2020-03-19T09:00', 'In 7 days: '],
    ['2020-02-27T09:00', 'In 28 days: '],
  ])('the subject of a reminder sent on %s begins "%s", by the real distance', (now, prefix) => {
    expect(subjectOf('reminder', [event()], { at: at(now), of: { before: '7d' } })).toBe(`${prefix}${TITLE}`);
  });

  test('the subject of a reminder counts days in the zone of the rules', () => {
    const late = Temporal.ZonedDateTime.from('2020-07-01T23:30[UTC]');
    const july = event({ starts: Temporal.PlainDateTime.from('2020-07-03T10:00'), ends: Temporal.PlainDateTime.from('2020-07-03T12:00') });
    expect(subjectOf('reminder', [july], { at: late })).toBe(`Tomorrow: ${TITLE}`);
  });

  test.each([
    ['cancelled', 'Cancelled: '],
    ['postponed', 'Postponed: '],
    ['moved', 'New date: '],
    ['confirmed', 'Going ahead: '],
  ] as const)('the subject of a change notice for an event that is %s begins "%s"', (change, prefix) => {
    expect(subjectOf('change', [event()], { of: { change } })).toBe(`${prefix}${TITLE}`);
  });

  test('the subject of a change notice for a moved event says what is new, if the previous facts are known', () => {
    const previousFacts = { status: 'confirmed', starts: '2020-03-26T09:30', ends: '2020-03-26T16:30', place: 'Exeter' } as const;
    expect(subjectOf('change', [event()], { of: { change: 'moved' }, previousFacts })).toMatch(/^New place: /);
    expect(
      subjectOf('change', [event()], { of: { change: 'moved' }, previousFacts: { ...previousFacts, starts: '2020-03-26T10:00' } }),
    ).toMatch(/^New time: /);
    expect(
      subjectOf('change', [event()], { of: { change: 'moved' }, previousFacts: { ...previousFacts, starts: '2020-03-20T09:30' } }),
    ).toMatch(/^New date: /);
  });

  test('the subject is cut at a word, to 78 characters, and keeps what is new', () => {
    const title = 'Mental Health Collaborative Programme Lead introduces the work of the collaborative, once more';
    expect(subjectOf('alert', [post({ title })])).toBe('Mental Health Collaborative Programme Lead introduces the work of the…');
    const digest = subjectOf('digest', [post({ title }), post({ slug: slug('b') })], { at: at('2019-09-12T08:30') });
    expect(digest).toBe('Mental Health Collaborative Programme Lead…, and 1 more (12 September news)');
    expect(subjectOf('alert', [post({ title: '👩‍👩‍👧‍👦'.repeat(30) })])).toBe(`${'👩‍👩‍👧‍👦'.repeat(11)}…`);
  });
});

test.each([
  'NHS CQC PSIRF guidance',
  'READ THIS NOW: NHS STAFF SURVEY',
  'IMPORTANT CHANGES TO MEDICATION!!!',
  'MHLDA and iPhone apps: what now?!',
])('a subject has the editor’s words as they are: %s', (title) => {
  expect(subjectOf('alert', [post({ title })])).toBe(title);
  expect(subjectOf('digest', [post({ title })], { at: at('2019-09-12T08:30') })).toBe(`${title} (12 September news)`);
});

test('a digest’s subject about an event cannot be read as the event’s date', () => {
  const january = event({ title: 'Online session', starts: Temporal.PlainDateTime.from('2027-01-20T10:00') });
  expect(subjectOf('digest', [january], { at: at('2026-11-26T08:30') })).toBe('Online session (26 November news)');
});

describe('an email', () => {
  test('an email of one story shows all of its Markdown, below one heading of level 1', () => {
    const { html, text } = composeEmail(input('alert', [post({ image: picture })]));
    expect(html).toMatch(/<h1[^>]*><bdi>Learning from deaths: what families told us<\/bdi><\/h1>/);
    expect(html).toMatch(/<h2[^>]*>What we changed<\/h2>/);
    expect(html).toContain('https://news.example.org/images/team.png');
    expect(text).toContain('What we changed');
    expect(text).toContain('https://news.example.org/posts/learning-from-deaths');
  });

  test('an email shows an image of a story’s body only if it is known', () => {
    const given = input('alert', [post({ body: 'A ![chart of visits](chart.png)' })]);
    expect(composeEmail(given).html).not.toContain('<img');
    const known = composeEmail({ ...given, images: [{ src: 'chart.png', width: 1008, height: 500, sizeBytes: 9000 }] });
    expect(known.html).toMatch(/<img src="https:\/\/news.example.org\/images\/chart.png" alt="chart of visits" width="504" height="250"/);
  });

  test('an email longer than Gmail shows has the summary and a link to the rest', () => {
    const { html, text } = composeEmail(input('alert', [post({ body: 'A long story. '.repeat(20_000) })]));
    expect(html.length).toBeLessThan(20_000);
    expect(html).toContain('Eleven trusts compared');
    expect(text).toContain('Read the whole post on our website:');
  });

  test('a very long digest says how many stories are not in it', () => {
    const stories = Array.from({ length: 300 }, (_, i) => post({ slug: slug(`p${i}`), title: `Post ${i}` }));
    const { html, text } = composeEmail(input('digest', stories));
    const [, more] = /Read (\d+) more posts on our website/.exec(html) ?? [];
    expect(html.length).toBeLessThan(95_000);
    expect((html.match(/<h3/g) ?? []).length + Number(more)).toBe(300);
    expect(text).toContain(`Read ${more} more posts on our website:\nhttps://news.example.org/sent/digest-sample`);
  });

  test('an email that leaves something to the website says so to the editor, and no other does', () => {
    const long = composeEmail(input('alert', [post({ body: 'A long story. '.repeat(20_000) })]));
    expect(long.shortened).toMatch(/^The whole text would make an email that Gmail cuts off, so the email has the summary/);
    const stories = Array.from({ length: 300 }, (_, i) => post({ slug: slug(`p${i}`), title: `Post ${i}` }));
    const digest = composeEmail(input('digest', stories));
    const [, more] = /Read (\d+) more posts on our website/.exec(digest.html) ?? [];
    expect(digest.shortened).toBe(`All stories would make an email that Gmail cuts off, so ${more} of them are only on its web page.`);
    expect(composeEmail({ ...input('alert', [post({ body: 'A long story. '.repeat(20_000) })]), page: true }).shortened).toBeUndefined();
    expect(composeEmail(input('digest', [post()])).shortened).toBeUndefined();
  });

  test('a reminder is short and links to calendar, booking and event', () => {
    const { text } = composeEmail(input('reminder', [event()]));
    expect(text).not.toContain('Three workshops');
    expect(text).toContain('https://example.org/register/march-2020');
    expect(text).toContain('https://news.example.org/events/2020-03-26-learning-session.ics');
  });

  test('an email about an online event says so once, with the link to join', () => {
    const way = { online: 'https://meet.example.org/a' };
    const { venue: _, ...online } = event(way);
    const { html, text } = composeEmail(input('announcement', [online]));
    expect(text).toMatch(/^Where: Join this event online$/m);
    expect(html).not.toMatch(/>\s*Online\s*</);
    expect(composeEmail(input('announcement', [event(way)])).text).toMatch(/^Where: Bristol, and online\nOnline: Join this event online$/m);
  });

  test('a follow-up has the editor’s text for afterwards, and no booking link', () => {
    const { text, calendar } = composeEmail(input('follow-up', [event()]));
    expect(text).toContain('Thank you for a full day of ideas.');
    expect(text).not.toContain('Book your place');
    // It goes to everyone who gets emails, also to those who did not come.
    expect(text).toContain('Here is what came of this event, whether or not you could be there.');
    expect(text.replace('Thank you for a full day of ideas.', '')).not.toMatch(/thank|you (?:came|joined)/i);
    expect(calendar).toBeUndefined();
  });

  test('a cancellation has no booking link, and takes the event out of calendars', () => {
    const { text, calendar } = composeEmail(
      input('change', [event({ status: 'cancelled' })], { of: { change: 'cancelled', sequence: 2 } }),
    );
    expect(text).toContain('It was to be: Thursday 26 March 2020, 9:30am to 4:30pm');
    expect(text).not.toContain('Book your place');
    expect(calendar?.method).toBe('CANCEL');
    expect(calendar?.ics).toMatch(/STATUS:CANCELLED/);
    expect(calendar?.ics).toMatch(/SEQUENCE:2\r\n/);
  });

  test.each(['cancelled', 'postponed'] as const)('the notice of a %s event gives the editor’s reason, with a full stop', (status) => {
    const { text } = composeEmail(
      input('change', [event({ status, reason: 'The hall is flooded' })], { of: { change: status, sequence: 1 } }),
    );
    expect(text.replace(/\s+/g, ' ')).toMatch(/This event will not take place.*\. The hall is flooded\./);
  });

  test('an announcement of an event that is already cancelled has no calendar file', () => {
    expect(composeEmail(input('announcement', [event({ status: 'cancelled' })])).calendar).toBeUndefined();
  });

  test('a notice of a moved event shows the old time beside the new, which replaces it in calendars', () => {
    const previousFacts = { status: 'confirmed', starts: '2020-03-20T09:30', ends: '2020-03-20T16:30', place: 'Exeter' } as const;
    const { text, calendar } = composeEmail(input('change', [event()], { of: { change: 'moved', sequence: 1 }, previousFacts }));
    expect(text).toContain('When: Thursday 26 March 2020, 9:30am to 4:30pm');
    expect(text).toContain('It was to be: Friday 20 March 2020, 9:30am to 4:30pm, Exeter');
    expect(calendar?.method).toBe('PUBLISH');
  });

  test('a notice of a moved event shows only those old facts that have changed', () => {
    const previousFacts = { status: 'confirmed', starts: '2020-03-26T09:30', ends: '2020-03-26T16:30', place: 'Bristol' } as const;
    const previousFactsText = (different: Partial<typeof previousFacts | { place: string; starts: string }>) =>
      /^It was to be: (.*)$/m.exec(
        composeEmail(input('change', [event()], { of: { change: 'moved' }, previousFacts: { ...previousFacts, ...different } })).text,
      )?.[1];
    expect(previousFactsText({ place: 'Exeter' })).toBe('Exeter');
    expect(previousFactsText({ starts: '2020-03-26T10:00' })).toBe('Thursday 26 March 2020, 10am to 4:30pm');
    expect(previousFactsText({ starts: '2020-03-26T10:00', place: 'Exeter' })).toBe('Thursday 26 March 2020, 10am to 4:30pm, Exeter');
  });

  test('the first email of a story has the preheader that the editor wrote', () => {
    const line = 'What 11 trusts changed after they asked families';
    expect(composeEmail(input('alert', [post({ preheader: line })])).preheader).toBe(line);
    expect(composeEmail(input('announcement', [event({ preheader: line })])).preheader).toBe(line);
    expect(composeEmail(input('reminder', [event({ preheader: line })])).preheader).toMatch(/^Thursday 26 March 2020/);
    expect(composeEmail(input('change', [event({ preheader: line, status: 'cancelled' })])).preheader).toMatch(
      /^We are sorry. This event will not take place/,
    );
  });

  test('the preheader of an email does not repeat the subject', () => {
    const title = 'Learning from deaths: what families told us';
    for (const summary of [title, 'LEARNING from deaths, what families told us!'])
      expect(composeEmail(input('alert', [post({ title, summary })])).preheader).toMatch(/^By Andrea Byles/);
  });

  test('the preheader of an email has 40 to 110 characters and is not the subject', () => {
    for (const given of [
      input('alert', [post({ summary: 'Short.' })]),
      input('digest', [post(), event()]),
      input('announcement', [event()]),
      input('reminder', [event()]),
      input('follow-up', [event()]),
    ]) {
      const { preheader, subject } = composeEmail(given);
      expect([...preheader].length).toBeGreaterThanOrEqual(40);
      expect([...preheader].length).toBeLessThanOrEqual(110);
      expect(preheader).not.toBe(subject);
    }
  });

  test('an email links to its page on the site, which shows all of it and does not link to itself', () => {
    const given = input('alert', [post({ body: 'A long story. '.repeat(20_000) })]);
    expect(composeEmail(given).html).toContain('<a href="https://news.example.org/sent/alert-sample"');
    const page = composeEmail({ ...given, page: true });
    expect(page.html).not.toContain('/sent/');
    expect(page.html.length).toBeGreaterThan(200_000);
    const stories = Array.from({ length: 300 }, (_, i) => post({ slug: slug(`p${i}`), title: `Post ${i}` }));
    expect(composeEmail({ ...input('digest', stories), page: true }).html.match(/<h3/g)).toHaveLength(300);
  });

  test.each([
    ['cancelled', 'Cancelled', '#b3122a'],
    ['postponed', 'Postponed', '#8a4a00'],
    ['moved', 'New date', '#00664f'],
    ['confirmed', 'Going ahead', '#00664f'],
  ] as const)(
    'a notice of an event that is %s says "%s" in a band across its top, and in the first line of its text',
    (change, label, colour) => {
      const status = change === 'cancelled' || change === 'postponed' ? change : 'confirmed';
      const { html, text } = composeEmail(input('change', [event({ status })], { of: { change, sequence: 1 } }));
      const band = html.indexOf(`background-color:${colour}`);
      expect(html.slice(band)).toMatch(new RegExp(`^[^>]*><strong[^>]*>${label}</strong>`));
      expect(band).toBeLessThan(html.indexOf('<h1'));
      expect(contrastOf(colour, '#ffffff')).toBeGreaterThanOrEqual(4.5);
      expect(text).toContain(`\n${label}: ${TITLE}\n=====`);
    },
  );

  test('a reminder, an announcement and a follow-up have no band', () => {
    for (const kind of ['announcement', 'reminder', 'follow-up'] as const)
      expect(composeEmail(input(kind, [event()])).html).not.toContain('<strong class="band"');
  });

  test('an email links to Google, Outlook and a calendar file, and a notice of a moved event only to the file', () => {
    const calendars = ['https://calendar.google.com/', 'https://outlook.office.com/', '-learning-session.ics"'];
    const found = (html: string) => calendars.map((one) => html.includes(one));
    expect(found(composeEmail(input('announcement', [event()])).html)).toEqual([true, true, true]);
    expect(found(composeEmail(input('reminder', [event()])).html)).toEqual([true, true, true]);
    expect(found(composeEmail(input('change', [event()], { of: { change: 'moved', sequence: 1 } })).html)).toEqual([false, false, true]);
    expect(found(composeEmail(input('change', [event({ status: 'cancelled' })], { of: { change: 'cancelled' } })).html)).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('a postponement takes the event out of calendars, and going ahead puts the same one in again', () => {
    const calendar = (given: Parameters<typeof composeEmail>[0]) =>
      composeEmail(given)
        .calendar?.ics.match(/^(METHOD|UID|SEQUENCE|STATUS).*$/gm)
        ?.sort();
    const uid = 'UID:evt-2020-03-26-learning-session@news.example.org';
    expect(calendar(input('change', [event({ status: 'postponed' })], { of: { change: 'postponed', sequence: 1 } }))).toEqual([
      'METHOD:CANCEL',
      'SEQUENCE:1',
      'STATUS:CANCELLED',
      uid,
    ]);
    for (const given of [
      input('change', [event()], { of: { change: 'confirmed', sequence: 2 } }),
      input('reminder', [event()], { of: { sequence: 2 } }),
    ])
      expect(calendar(given)).toEqual(['METHOD:PUBLISH', 'SEQUENCE:2', 'STATUS:CONFIRMED', uid]);
  });

  test('an email isolates a name that is written from right to left from the words around it', () => {
    const { html } = composeEmail(input('alert', [post({ author: 'نور الهدى', title: 'نور', role: 'نور' })]));
    expect(html.match(/<bdi>&#1606;/g)).toHaveLength(3);
    expect(composeEmail(input('digest', [post({ author: 'نور الهدى' })])).html).toMatch(/<bdi>&#1606;/);
  });

  test('an email is refused for a post on X, and for a story of the wrong kind', () => {
    expect(() => composeEmail(input('social', [post()]))).toThrow('no email');
    expect(() => composeEmail(input('reminder', [post()]))).toThrow('tells of an event');
    expect(() => composeEmail(input('alert', [event()]))).toThrow('tells of a post');
  });
});

describe('the brand colour', () => {
  test('the brand colour stays if it can be read on white', () => {
    expect(brandColours('#005eb8').colour).toBe('#005eb8');
    expect(brandColours('#05B').colour).toBe('#0055bb');
  });

  test.each(['#ffb81c', '#ffff00', '#ffffff', '#00a499', '#41b6e6'])(
    'brand colour %s is darkened until it can be read on white',
    (colour) => {
      const { colour: darker } = brandColours(colour);
      expect(darker).not.toBe(colour);
      expect(contrastOf(darker, '#ffffff')).toBeGreaterThanOrEqual(4.5);
      expect(contrastOf(darker, '#ffffff')).toBeLessThan(5);
    },
  );

  test.each(['#005eb8', '#000000', '#ffb81c', '#330072'])('brand colour %s has a light form for dark mode', (colour) => {
    expect(contrastOf(brandColours(colour).onDark, '#1f2a31')).toBeGreaterThanOrEqual(7);
  });

  test('a brand colour that is no colour becomes NHS blue', () => {
    expect(brandColours('url(javascript:x)').colour).toBe('#005eb8');
  });

  test('the brand colour is the background of masthead and button', () => {
    const { html } = composeEmail(input('alert', [post()], { rules: { ...rules, brand: { colour: '#330072' } } }));
    expect(html.match(/ style="[^"]*background-color:#330072/g)?.length).toBe(2);
  });
});
