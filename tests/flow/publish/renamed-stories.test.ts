import { describe, expect, test } from 'vitest';
import { readPlan } from '#flow/publish/plan';
import { sayYes as sayYesTo } from '#tests/flow/say-yes';
import { at, EVENT, publicationId, RULES, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

const OLD = 'events/autum.md';
const NEW = 'events/autumn.md';

/** A newsroom whose event was announced yesterday to Ada. */
async function announced(file = OLD): Promise<TestNewsroom> {
  const newsroom = new TestNewsroom({ 'newsroom.yaml': RULES, [file]: EVENT });
  await newsroom.subscribe('ada');
  for (const minute of ['2019-09-09T09:00', '2019-09-10T10:00', '2019-09-10T12:30']) await newsroom.minute(minute);
  return newsroom;
}

function rename({ memory }: TestNewsroom, from: string, to: string, edit = (text: string) => text): void {
  const bytes = memory.files.get(from);
  if (!bytes) throw new Error(`There is no ${from}.`);
  memory.files.delete(from);
  memory.files.set(to, new TextEncoder().encode(edit(new TextDecoder().decode(bytes))));
}

function sayYes({ world }: TestNewsroom, id: string, local: string): Promise<void> {
  return sayYesTo(world, id, at(local));
}

async function problems({ world }: TestNewsroom, local: string): Promise<string[]> {
  const planned = await readPlan(world, at(local), at(local));
  return planned?.newsroom.problems.map(({ file, sentence }) => `${file}: ${sentence}`) ?? [];
}

const REMINDERS = ['2019-10-03T09:00', '2019-10-09T09:00'];
const ONCE = ['announcement-autum ada', 'reminder-autum-7d ada', 'reminder-autum-1d ada'];

describe('an event whose file gets another name', () => {
  test.each([
    ['soon after the announcement', ['2019-09-11T12:00']],
    ['a month after the announcement', ['2019-10-02T12:00']],
    ['twice', ['2019-09-11T12:00', '2019-09-20T12:00']],
  ])('an event whose file is renamed %s is announced once, and its reminders go out', async (_, times) => {
    const newsroom = await announced();
    const names = [OLD, NEW, 'events/autumn-session.md'];
    for (const [i, time] of times.entries()) {
      rename(newsroom, names[i] ?? '', names[i + 1] ?? '');
      await newsroom.minute(time);
    }
    for (const minute of REMINDERS) await newsroom.minute(minute);
    expect(newsroom.sent).toEqual(ONCE);
    // One announces it, and one goes with each reminder.
    expect(newsroom.memory.posts).toHaveLength(3);
  });

  test('an event whose file gets its old name back stays the same event', async () => {
    const newsroom = await announced();
    rename(newsroom, OLD, NEW);
    await newsroom.minute('2019-09-11T12:00');
    rename(newsroom, NEW, OLD);
    for (const minute of ['2019-09-12T12:00', ...REMINDERS]) await newsroom.minute(minute);
    expect(newsroom.sent).toEqual(ONCE);
  });

  test('the plan says that a file is another one under a new name, for a week', async () => {
    const newsroom = await announced();
    rename(newsroom, OLD, NEW);
    await newsroom.minute('2019-09-11T12:00');
    const note = `${NEW}: events/autumn.md is events/autum.md under a new name. It is still the same story: nothing goes out twice, and its old address leads to the new one.`;
    expect(await problems(newsroom, '2019-09-18T11:00')).toContain(note);
    expect(await problems(newsroom, '2019-09-19T12:00')).not.toContain(note);
  });

  test.each<[string, (text: string) => string]>([
    ['its title', (text) => text.replace('Autumn learning session', 'A day of learning')],
    ['its text', (text) => text.replace('Every trust is invited.', 'Bring what you have learned, and a colleague.')],
    ['its time', (text) => text.replaceAll('2019-10-10', '2019-10-11')],
  ])('an event that is renamed and has %s changed in one save is not announced again', async (_, edit) => {
    const newsroom = await announced();
    rename(newsroom, OLD, NEW, edit);
    await newsroom.minute('2019-09-11T12:00');
    await newsroom.minute('2019-09-12T12:00');
    expect(newsroom.sent.filter((mail) => mail.startsWith('announcement'))).toEqual(['announcement-autum ada']);
  });

  test('an event that is renamed with another start is told as moved, once', async () => {
    const newsroom = await announced();
    rename(newsroom, OLD, NEW, (text) => text.replaceAll('2019-10-10', '2019-10-11'));
    await newsroom.minute('2019-09-11T12:00');
    await sayYes(newsroom, 'change-autum-1', '2019-09-11T12:00');
    for (const minute of ['2019-09-11T12:01', '2019-09-11T12:02']) await newsroom.minute(minute);
    expect(newsroom.sent).toEqual(['announcement-autum ada', 'change-autum-1 ada']);
  });

  test('two events whose files change names in one save keep their announcements and reminders', async () => {
    const second = EVENT.replace('Autumn learning', 'Winter learning').replaceAll('2019-10-10', '2019-10-17');
    const newsroom = new TestNewsroom({ 'newsroom.yaml': RULES, 'events/a.md': EVENT, 'events/b.md': second });
    await newsroom.subscribe('ada');
    for (const minute of ['2019-09-09T09:00', '2019-09-10T10:00']) await newsroom.minute(minute);
    newsroom.write('events/a.md', second);
    newsroom.write('events/b.md', EVENT);
    for (const minute of ['2019-09-11T12:00', '2019-10-03T09:00', '2019-10-09T09:00', '2019-10-10T09:00', '2019-10-16T09:00'])
      await newsroom.minute(minute);
    expect(newsroom.sent.toSorted()).toEqual(
      ['a', 'b'].flatMap((name) => [`announcement-${name} ada`, `reminder-${name}-1d ada`, `reminder-${name}-7d ada`]).toSorted(),
    );
    const subject = (id: string) => newsroom.memory.mails.find(({ tag }) => tag.kind === 'delivery' && tag.at.publication === id);
    expect(new TextDecoder().decode(subject('reminder-b-7d')?.message)).toMatch(/^Subject: .*Winter/m);
  });

  test('an event that is gone for a while and comes back, under either name, goes on as the same event', async () => {
    for (const name of [OLD, NEW]) {
      const newsroom = await announced();
      newsroom.memory.files.delete(OLD);
      for (const minute of ['2019-09-11T12:00', '2019-09-25T12:00']) await newsroom.minute(minute);
      newsroom.write(name, EVENT);
      for (const minute of ['2019-09-26T12:00', ...REMINDERS]) await newsroom.minute(minute);
      expect(newsroom.sent).toEqual(ONCE);
    }
  });
});

describe('a blog post whose file gets another name', () => {
  const files = { 'newsroom.yaml': RULES.replace('undo: 0 minutes', 'undo: 2 minutes'), 'posts/saver.md': POST };

  test('a blog post that is renamed while its alert can be undone is sent once', async () => {
    const newsroom = new TestNewsroom(files);
    await newsroom.subscribe('ada');
    for (const minute of ['2019-09-09T08:50', '2019-09-09T08:58']) await newsroom.minute(minute);
    rename(newsroom, 'posts/saver.md', 'posts/safer.md');
    for (const minute of ['2019-09-09T08:59', '2019-09-09T09:00', '2019-09-09T09:01', '2019-09-09T09:05']) await newsroom.minute(minute);
    expect(newsroom.sent).toEqual(['alert-saver ada']);
    expect(newsroom.memory.posts).toHaveLength(1);
  });

  test('a blog post that is renamed between its alert and the digest is in one digest', async () => {
    const newsroom = new TestNewsroom(files);
    await newsroom.subscribe('ben', { frequency: 'weekly' });
    for (const minute of ['2019-09-09T08:50', '2019-09-09T08:58', '2019-09-09T09:00']) await newsroom.minute(minute);
    rename(newsroom, 'posts/saver.md', 'posts/safer.md');
    for (const minute of ['2019-09-10T12:00', '2019-09-12T08:28', '2019-09-12T08:30']) await newsroom.minute(minute);
    rename(newsroom, 'posts/safer.md', 'posts/safest.md');
    for (const minute of ['2019-09-13T12:00', '2019-09-19T08:28', '2019-09-19T08:30']) await newsroom.minute(minute);
    expect(newsroom.sent).toEqual(['digest-weekly-2019-09-12 ben']);
    expect(await newsroom.state('digest-weekly-2019-09-19')).toMatch(/^empty/);
  });

  test('an email of a renamed story is sealed with its identity, and leads to its present address', async () => {
    const newsroom = new TestNewsroom({ 'newsroom.yaml': RULES, 'posts/saver.md': POST });
    await newsroom.subscribe('ada');
    await newsroom.minute('2019-09-09T08:50');
    rename(newsroom, 'posts/saver.md', 'posts/safer.md');
    await newsroom.minute('2019-09-09T09:00');
    expect(newsroom.sent).toEqual(['alert-saver ada']);
    const [mail] = newsroom.memory.mails;
    expect(new TextDecoder().decode(mail?.message)).toMatch('https://news.example.org/posts/safer');
  });
});

describe('a copy', () => {
  test('nothing goes out for a copy that is kept beside its original, and the plan says why', async () => {
    const newsroom = await announced();
    newsroom.write('events/autum-copy.md', EVENT);
    for (const minute of ['2019-09-11T12:00', '2019-09-12T12:00', ...REMINDERS]) await newsroom.minute(minute);
    expect(newsroom.sent).toEqual(ONCE);
    expect(await problems(newsroom, '2019-10-09T09:00')).toEqual([
      'events/autum-copy.md: It has the same title and time as events/autum.md, so it counts as a copy, and nothing goes out for it. Delete one of the two. If it is a story of its own, give it another title.',
    ]);
  });

  test('a copy stays a copy while its original is edited, and takes its place when that is deleted', async () => {
    const newsroom = await announced();
    newsroom.write('events/before.md', EVENT);
    await newsroom.minute('2019-09-11T12:00');
    newsroom.write(OLD, EVENT.replace('Autumn learning session', 'Autumn session, with lunch'));
    for (const minute of ['2019-09-12T12:00', '2019-09-13T12:00']) await newsroom.minute(minute);
    expect(newsroom.sent).toEqual(['announcement-autum ada']);
    newsroom.memory.files.delete(OLD);
    for (const minute of ['2019-09-16T12:00', ...REMINDERS]) await newsroom.minute(minute);
    expect(newsroom.sent).toEqual(ONCE);
  });

  test('a copy of a story that has gone out is not taken for the one whose file is deleted afterwards', async () => {
    const newsroom = new TestNewsroom({ 'newsroom.yaml': RULES, 'posts/safer-medicines.md': POST });
    await newsroom.subscribe('ada');
    await newsroom.minute('2019-09-09T08:00');
    const retitled = POST.replace(/^title: /m, 'title: Once more, ');
    newsroom.write('posts/safer-medicines.md', 'A file that cannot be read');
    for (const file of ['posts/retitled.md', 'posts/retitled-copy.md']) newsroom.write(file, retitled);
    for (const minute of ['2019-09-09T09:00', '2019-09-09T09:10']) await newsroom.minute(minute);
    expect(newsroom.sent).toEqual([expect.stringMatching(/^alert-retitled\S* ada$/)]);
    newsroom.memory.files.delete('posts/safer-medicines.md');
    for (const minute of ['2019-09-09T09:20', '2019-09-09T09:30', '2019-09-10T12:00']) await newsroom.minute(minute);
    expect(newsroom.sent).toHaveLength(1);
  });

  test('a copy that gets a title of its own is a story of its own, and goes out once', async () => {
    const newsroom = await announced();
    newsroom.write('events/winter.md', EVENT);
    await newsroom.minute('2019-09-11T12:00');
    const winter = EVENT.replace('Autumn learning', 'Winter learning').replaceAll('2019-10-10', '2019-12-10');
    newsroom.write('events/winter.md', winter.replace('published: 2019-09-10', 'published: 2019-09-12'));
    for (const minute of ['2019-09-11T12:01', '2019-09-12T10:00', '2019-09-12T10:01']) await newsroom.minute(minute);
    expect(newsroom.sent).toEqual(['announcement-autum ada', 'announcement-winter ada']);
  });
});

describe('another story under the same file name', () => {
  const OTHER = `---
title: Pharmacists join the morning round
author: Ben Example
published: 2019-09-16T09:00
---

On two wards a pharmacist now walks with the doctors each morning, and patients ask more.
`;

  test('a wholly different story that takes the name of one that was sent goes out once, as a new one', async () => {
    for (const gap of [[], ['2019-09-10T12:00']]) {
      const newsroom = new TestNewsroom({ 'newsroom.yaml': RULES, 'posts/news.md': POST });
      await newsroom.subscribe('ada');
      for (const minute of ['2019-09-09T08:50', '2019-09-09T09:00']) await newsroom.minute(minute);
      newsroom.memory.files.delete('posts/news.md');
      for (const minute of gap) await newsroom.minute(minute);
      newsroom.write('posts/news.md', OTHER);
      for (const minute of ['2019-09-11T12:00', '2019-09-16T09:00', '2019-09-17T09:00']) await newsroom.minute(minute);
      expect(newsroom.sent).toEqual(['alert-news ada', 'alert-news-2 ada']);
    }
  });

  test('the next story of a series in the file of the last one waits for a yes, and then goes out once', async () => {
    const weekly = (day: string, text: string) =>
      `---\ntitle: Weekly news, ${day} September\nauthor: Ada Example\npublished: 2019-09-${day}T09:00\n---\n\n${text}\n`;
    const newsroom = new TestNewsroom({
      'newsroom.yaml': RULES,
      'posts/news.md': weekly('10', 'A ward has a new garden, made by patients.'),
    });
    await newsroom.subscribe('ada');
    for (const minute of ['2019-09-09T12:00', '2019-09-10T09:00']) await newsroom.minute(minute);
    newsroom.write('posts/news.md', weekly('17', 'Two teams now share one rota, which spares them calls at night.'));
    for (const minute of ['2019-09-16T12:00', '2019-09-17T09:00']) await newsroom.minute(minute);
    expect(await newsroom.state('alert-news-2')).toMatch(
      /^waiting: posts\/news\.md may still be the story that readers have had, much changed/,
    );
    await sayYes(newsroom, 'alert-news-2', '2019-09-17T09:00');
    for (const minute of ['2019-09-17T09:01', '2019-09-17T09:02', '2019-09-18T09:00']) await newsroom.minute(minute);
    expect(newsroom.sent).toEqual(['alert-news ada', 'alert-news-2 ada']);
  });

  test('a story that is wholly rewritten before anything of it went out stays the same story', async () => {
    const newsroom = new TestNewsroom({ 'newsroom.yaml': RULES, 'posts/news.md': POST });
    await newsroom.subscribe('ada');
    await newsroom.minute('2019-09-09T08:50');
    newsroom.write('posts/news.md', OTHER);
    for (const minute of ['2019-09-09T09:00', '2019-09-16T09:00']) await newsroom.minute(minute);
    expect(newsroom.sent).toEqual(['alert-news ada']);
  });

  test('a file that has only a problem is neither gone nor renamed', async () => {
    const newsroom = await announced();
    newsroom.write(OLD, EVENT.replace('venue:', 'venu:'));
    newsroom.write('events/right.md', EVENT);
    for (const minute of ['2019-09-11T12:00', '2019-09-12T12:00']) await newsroom.minute(minute);
    expect(newsroom.sent).toEqual(['announcement-autum ada']);
    newsroom.memory.files.delete('events/right.md');
    newsroom.write(OLD, EVENT);
    for (const minute of ['2019-09-13T12:00', ...REMINDERS]) await newsroom.minute(minute);
    expect(newsroom.sent).toEqual(ONCE);
  });
});

describe('a story that may be another one under a new name', () => {
  const REWRITTEN = POST.replace(
    'Four wards changed how they give medicines.',
    'Nurses on the night shift told us what they would do otherwise.',
  )
    .replace('2019-09-09T09:00', '2019-09-11T09:00')
    .replace('Ada', 'Ben');

  /** A newsroom in which a story was sent, and is gone while another file has its title, with other text and another time. */
  async function doubtful(): Promise<TestNewsroom> {
    const newsroom = new TestNewsroom({ 'newsroom.yaml': RULES, 'posts/old.md': POST });
    await newsroom.subscribe('ada');
    await newsroom.subscribe('ben', { frequency: 'weekly' });
    for (const minute of ['2019-09-09T08:50', '2019-09-09T09:00', '2019-09-10T12:00']) await newsroom.minute(minute);
    newsroom.memory.files.delete('posts/old.md');
    newsroom.write('posts/new.md', REWRITTEN);
    for (const minute of ['2019-09-11T08:00', '2019-09-11T09:00']) await newsroom.minute(minute);
    return newsroom;
  }

  const DOUBT =
    'waiting: posts/new.md may be posts/old.md under a new name, which readers have had. If it is a new story, say yes, and this goes out. If it is the same one, give the file its old name.';

  test('a story that is likely another one, but not certainly, waits for a yes on each channel and is in no digest', async () => {
    const newsroom = await doubtful();
    for (const id of ['alert-new', 'x-new']) expect(await newsroom.state(id)).toBe(DOUBT);
    await newsroom.minute('2019-09-12T08:30');
    expect(newsroom.sent).toEqual(['alert-old ada']);
    expect(await newsroom.state('digest-weekly-2019-09-12')).toMatch(/^empty/);
  });

  test('a doubtful story goes out once someone says yes to its alert, on every channel and in the next digest', async () => {
    const newsroom = await doubtful();
    await newsroom.minute('2019-09-11T10:00');
    await sayYes(newsroom, 'alert-new', '2019-09-11T10:00');
    for (const minute of ['2019-09-11T10:01', '2019-09-11T10:02', '2019-09-11T12:30', '2019-09-12T08:30', '2019-09-19T08:30'])
      await newsroom.minute(minute);
    expect(newsroom.sent).toEqual(['alert-old ada', 'alert-new ada', 'digest-weekly-2019-09-12 ben']);
    expect(await newsroom.state('x-new')).toBe('done');
  });

  test('a doubtful story whose file gets the old name back is the old story', async () => {
    const newsroom = await doubtful();
    rename(newsroom, 'posts/new.md', 'posts/old.md');
    for (const minute of ['2019-09-11T10:00', '2019-09-11T10:01', '2019-09-12T09:00']) await newsroom.minute(minute);
    expect(newsroom.sent).toEqual(['alert-old ada', 'digest-weekly-2019-09-12 ben']);
    expect(await newsroom.state('alert-new')).toBe('dropped: Its file holds a story that readers know.');
  });

  test('a doubtful story that nobody says yes to is missed with the reason', async () => {
    const newsroom = await doubtful();
    await newsroom.minute('2019-09-11T21:01');
    expect(await newsroom.state('alert-new')).toMatch(/nobody said that it is a new story/);
  });

  test('a new story with the title of one that is still there, or that was never sent, goes out at once', async () => {
    for (const before of ['2019-09-09T09:00', '2019-09-08T12:00']) {
      const newsroom = new TestNewsroom({ 'newsroom.yaml': RULES, 'posts/old.md': POST });
      await newsroom.subscribe('ada');
      newsroom.memory.time.now = at('2019-09-08T11:00');
      await newsroom.minute(before);
      if (before < '2019-09-09') newsroom.memory.files.delete('posts/old.md');
      newsroom.write('posts/new.md', REWRITTEN);
      for (const minute of ['2019-09-10T12:00', '2019-09-11T09:00']) await newsroom.minute(minute);
      expect(newsroom.sent.at(-1)).toBe('alert-new ada');
    }
  });
});

test('a newsroom that yesterday’s version left goes on with its stories, and knows them by their names from the first tick', async () => {
  const newsroom = await announced();
  const { publications } = newsroom.world;
  for (const { slug, firstSeen, published, publishedSeen, facts, factsSeen } of await publications.storiesSeen())
    await publications.recordStorySeen({ slug, firstSeen, published, publishedSeen, facts, factsSeen });
  await newsroom.minute('2019-09-11T12:00');
  rename(newsroom, OLD, NEW);
  for (const minute of ['2019-09-12T12:00', ...REMINDERS]) await newsroom.minute(minute);
  expect(newsroom.sent).toEqual(ONCE);
  expect((await publications.find(publicationId('announcement-autum')))?.state).toBe('done');
});
