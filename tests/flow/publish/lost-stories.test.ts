import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { problemLine } from '#core/parsing/problem';
import { publicationName } from '#core/publication/names';
import { readOutlook } from '#flow/publish/outlook';
import { namedStories } from '#flow/publish/shown-stories';
import { sayYes } from '#tests/flow/say-yes';
import { at, EVENT, RULES, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

const FILE = 'events/autumn.md';
const WITH_FOLLOW_UP = EVENT.replace('published:', 'social: [{ at: -3d, text: Three days to go. }]\nfollow_up: Thank you.\npublished:');

async function announced(event = EVENT, rules = RULES): Promise<TestNewsroom> {
  const newsroom = new TestNewsroom({ 'newsroom.yaml': rules, [FILE]: event });
  await newsroom.subscribe('ada');
  for (const minute of ['2019-09-09T09:00', '2019-09-10T10:00', '2019-09-10T12:30']) await newsroom.minute(minute);
  return newsroom;
}

/** Returns what the plan shows of the days to come: each name, its state and its reason. */
async function plan({ world }: TestNewsroom, local: string): Promise<string[]> {
  const { entries, planned } = await readOutlook(world, at(local), at('2019-11-30T00:00'));
  const known = planned ? namedStories(planned) : new Map();
  return entries
    .filter(({ state, kind }) => kind !== 'digest' && state !== 'done')
    .map((entry) => `${publicationName(entry, known)} ${entry.state}${entry.reason === undefined ? '' : `: ${entry.reason}`}`);
}

async function problems({ world }: TestNewsroom, local: string): Promise<string[]> {
  return (await readOutlook(world, at(local), at(local))).problems.map(problemLine);
}

const GONE = 'waiting: events/autumn.md is gone. Put the file back, and this goes out.';
const QUESTION =
  'events/autumn.md line 1: This file is gone, and readers have been told of its event “Autumn learning session” on Thursday 10 October 2019 at 9:30am. Is it cancelled? Then put the file back with the line status: cancelled, and they are told. If it is not, put the file back as it was, and what is still to come goes out.';

describe('an announced event whose file is deleted', () => {
  test('the plan names everything that will not go out because the file of an announced event is gone', async () => {
    const newsroom = await announced(WITH_FOLLOW_UP);
    newsroom.memory.files.delete(FILE);
    await newsroom.minute('2019-09-11T12:00');
    expect(await plan(newsroom, '2019-09-11T12:00')).toEqual(
      [
        'Reminder, 7 days before: Autumn learning session',
        'Post on X, 7 days before: Autumn learning session',
        'Post on X, 3 days before: Autumn learning session',
        'Reminder, 1 day before: Autumn learning session',
        'Post on X, 1 day before: Autumn learning session',
        'After the event: Autumn learning session',
      ].map((name) => `${name} ${GONE}`),
    );
  });

  test('the plan asks whether an announced event without its file is cancelled, until it would be over', async () => {
    const newsroom = await announced();
    newsroom.memory.files.delete(FILE);
    await newsroom.minute('2019-09-11T12:00');
    expect(await problems(newsroom, '2019-10-10T16:00')).toEqual([QUESTION]);
    expect(await problems(newsroom, '2019-10-10T16:31')).toEqual([]);
  });

  test('the morning summary asks about the event, and says on the day what does not go out', async () => {
    const newsroom = await announced(EVENT, `${RULES}notes_to: lead@example.org\n`);
    newsroom.memory.files.delete(FILE);
    for (const minute of ['2019-09-11T08:00', '2019-10-03T08:00', '2019-10-03T09:00', '2019-10-04T08:00']) await newsroom.minute(minute);
    const summaries = newsroom.memory.mails.filter(({ to }) => to === 'lead@example.org');
    const texts = await Promise.all(
      summaries.map(async ({ message }) => (await PostalMime.parse(message)).text?.replaceAll(/\s+/g, ' ') ?? ''),
    );
    expect(texts.at(-3)).toMatch('This file is gone, and readers have been told of its event “Autumn learning session”');
    expect(texts.at(-2)).toMatch(
      /Reminder, 7 days before: Autumn learning session, with 1 post Due today at 9am\. events\/autumn\.md is gone\./,
    );
    expect(texts.at(-1)).toMatch(
      'It was not sent, because the file of its story was gone, was a draft or had a problem: events/autumn.md is gone. Newsroom waited until',
    );
  });

  test('what was due while the file was gone waits, and is missed with the reason when the file stays away', async () => {
    const newsroom = await announced();
    newsroom.memory.files.delete(FILE);
    for (const minute of ['2019-09-11T12:00', '2019-10-03T09:00']) await newsroom.minute(minute);
    expect(await newsroom.state('reminder-autumn-7d')).toBe(GONE);
    await newsroom.minute('2019-10-03T21:01');
    expect(await newsroom.state('reminder-autumn-7d')).toMatch(/^missed: It was due on .* because the file of its story was gone/);
    expect(newsroom.sent).toEqual(['announcement-autumn ada']);
  });

  test('what was due while the file was gone goes out once when the file comes back in time, under either name', async () => {
    for (const name of [FILE, 'events/autumn-session.md']) {
      const newsroom = await announced();
      newsroom.memory.files.delete(FILE);
      for (const minute of ['2019-09-11T12:00', '2019-10-03T09:00', '2019-10-03T10:00']) await newsroom.minute(minute);
      newsroom.write(name, EVENT);
      for (const minute of ['2019-10-03T11:00', '2019-10-03T11:01', '2019-10-09T09:00']) await newsroom.minute(minute);
      expect(newsroom.sent).toEqual(['announcement-autumn ada', 'reminder-autumn-7d ada', 'reminder-autumn-1d ada']);
    }
  });

  test('the file that comes back with status cancelled tells readers, once', async () => {
    const newsroom = await announced();
    newsroom.memory.files.delete(FILE);
    await newsroom.minute('2019-09-11T12:00');
    newsroom.write(FILE, EVENT.replace('published:', 'status: cancelled\npublished:'));
    await newsroom.minute('2019-09-12T12:00');
    await sayYes(newsroom.world, 'change-autumn-1', at('2019-09-12T12:00'));
    for (const minute of ['2019-09-12T12:01', '2019-09-12T12:02', '2019-10-03T09:00']) await newsroom.minute(minute);
    expect(newsroom.sent).toEqual(['announcement-autumn ada', 'change-autumn-1 ada']);
    expect(await problems(newsroom, '2019-09-12T13:00')).toEqual([]);
  });
});

test('what does not go out because the file of an announced event has a problem is on the plan, and is missed with a reason', async () => {
  const newsroom = await announced();
  newsroom.write(FILE, EVENT.replace('registration:', 'staus: cancelled\nregistration:'));
  await newsroom.minute('2019-09-11T12:00');
  expect((await plan(newsroom, '2019-09-11T12:00'))[0]).toBe(
    'Reminder, 7 days before: Autumn learning session waiting: events/autumn.md has a problem. Put it right, and this goes out.',
  );
  for (const minute of ['2019-10-03T09:00', '2019-10-03T21:01']) await newsroom.minute(minute);
  expect(await newsroom.state('reminder-autumn-7d')).toMatch(/^missed: /);
});

test('a blog post that is deleted before it goes out is on the plan with the reason, and goes out when it comes back in time', async () => {
  const newsroom = new TestNewsroom({ 'newsroom.yaml': RULES, 'posts/safer-medicines.md': POST });
  await newsroom.subscribe('ada');
  await newsroom.minute('2019-09-09T08:00');
  newsroom.memory.files.delete('posts/safer-medicines.md');
  await newsroom.minute('2019-09-09T08:30');
  expect(await plan(newsroom, '2019-09-09T08:30')).toEqual(
    ['New post: Safer medicines on the ward', 'Post on X: Safer medicines on the ward'].map(
      (name) => `${name} waiting: posts/safer-medicines.md is gone. Put the file back, and this goes out.`,
    ),
  );
  await newsroom.minute('2019-09-09T09:00');
  newsroom.write('posts/safer-medicines.md', POST);
  await newsroom.minute('2019-09-09T09:30');
  expect(newsroom.sent).toEqual(['alert-safer-medicines ada']);
});

test('nothing is said of a deleted post of which everything has gone out', async () => {
  const newsroom = new TestNewsroom({ 'newsroom.yaml': RULES, 'posts/safer-medicines.md': POST });
  await newsroom.minute('2019-09-09T09:00');
  newsroom.memory.files.delete('posts/safer-medicines.md');
  await newsroom.minute('2019-09-10T09:00');
  expect([await plan(newsroom, '2019-09-10T09:00'), await problems(newsroom, '2019-09-10T09:00')]).toEqual([[], []]);
});
