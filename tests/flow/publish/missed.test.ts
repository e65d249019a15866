import { describe, expect, test } from 'vitest';
import { readOutlook } from '#flow/publish/outlook';
import { at, EVENT, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

const ALERT = 'alert-safer-medicines';
const on = (day: string) => POST.replace('2019-09-09T09:00', day);

/** A newsroom in which everything was paused for so long that the post of Monday morning, by email and on X, was missed. */
async function missed(files: Record<string, string> = { 'posts/safer-medicines.md': POST }) {
  const newsroom = new TestNewsroom(files);
  await newsroom.subscribe('ada');
  await newsroom.minute('2019-09-09T08:00');
  await newsroom.world.switches.pause('everything', 'a question of taste');
  await newsroom.minute('2019-09-09T09:00');
  await newsroom.minute('2019-09-09T21:01');
  await newsroom.minute('2019-09-10T08:00');
  await newsroom.world.switches.resume('everything');
  return newsroom;
}

describe('a story that was missed', () => {
  test('a new time of publication in the file brings back the email and the post that were missed, each once', async () => {
    const newsroom = await missed();
    expect([await newsroom.state(ALERT), await newsroom.state('x-safer-medicines')]).toEqual([
      expect.stringMatching('^missed'),
      expect.stringMatching('^missed'),
    ]);
    newsroom.write('posts/safer-medicines.md', on('2019-09-11T10:00'));
    for (const minute of [
      '2019-09-10T08:01',
      '2019-09-11T09:59',
      '2019-09-11T10:00',
      '2019-09-11T10:01',
      '2019-09-11T12:30',
      '2019-09-11T12:31',
    ])
      await newsroom.minute(minute);
    expect(newsroom.sent).toEqual([`${ALERT} ada`]);
    expect(newsroom.memory.posts).toHaveLength(1);
    newsroom.write('posts/safer-medicines.md', on('2019-09-12T10:00'));
    for (const minute of ['2019-09-12T10:00', '2019-09-12T10:01', '2019-09-12T12:30']) await newsroom.minute(minute);
    expect(newsroom.sent.filter((mail) => mail.startsWith(ALERT))).toEqual([`${ALERT} ada`]);
    expect(newsroom.memory.posts).toHaveLength(1);
  });

  test('what was missed stays missed without a new time, whatever else is edited', async () => {
    const newsroom = await missed();
    newsroom.write('posts/safer-medicines.md', POST.replace('on the ward', 'everywhere'));
    for (const minute of ['2019-09-10T08:01', '2019-09-10T09:00', '2019-09-10T12:30']) await newsroom.minute(minute);
    newsroom.write('posts/safer-medicines.md', on('2019-09-09T08:30'));
    for (const minute of ['2019-09-10T12:31', '2019-09-10T13:00']) await newsroom.minute(minute);
    expect(newsroom.sent).toEqual([]);
    expect(newsroom.memory.posts).toEqual([]);
  });

  test('a new time of publication brings back only what was missed, and never what was sent or cancelled', async () => {
    const newsroom = new TestNewsroom();
    await newsroom.subscribe('ada');
    await newsroom.minute('2019-09-09T08:00');
    await newsroom.world.switches.pause('x', 'the key is gone');
    for (const minute of ['2019-09-09T09:00', '2019-09-09T12:30', '2019-09-10T00:31']) await newsroom.minute(minute);
    await newsroom.world.switches.resume('x');
    newsroom.write('posts/safer-medicines.md', on('2019-09-11T10:00'));
    for (const minute of ['2019-09-10T08:01', '2019-09-11T10:00', '2019-09-11T12:30', '2019-09-11T12:31']) await newsroom.minute(minute);
    expect(newsroom.sent).toEqual([`${ALERT} ada`]);
    expect(newsroom.memory.posts).toHaveLength(1);
  });

  test('a new time of publication brings back an event’s announcement, and its reminders come after it', async () => {
    const event = EVENT.replace('published: 2019-09-10T10:00', 'published: 2019-09-09T09:00');
    const newsroom = await missed({ 'events/autumn.md': event });
    expect(await newsroom.state('announcement-autumn')).toMatch(/^missed/);
    newsroom.write('events/autumn.md', event.replace('published: 2019-09-09T09:00', 'published: 2019-09-12T10:00'));
    for (const minute of ['2019-09-10T08:01', '2019-09-12T10:00', '2019-09-12T10:01']) await newsroom.minute(minute);
    expect(newsroom.sent).toEqual(['announcement-autumn ada']);
    await newsroom.minute('2019-10-03T09:00');
    await newsroom.minute('2019-10-03T09:01');
    expect(newsroom.sent).toContain('reminder-autumn-7d ada');
  });

  test('a file that was broken and is put right brings back nothing that was missed', async () => {
    const newsroom = await missed();
    newsroom.write('posts/safer-medicines.md', POST.replace('author: Ada Example\n', ''));
    await newsroom.minute('2019-09-10T08:01');
    newsroom.write('posts/safer-medicines.md', POST);
    for (const minute of ['2019-09-10T08:02', '2019-09-10T09:00', '2019-09-10T12:30']) await newsroom.minute(minute);
    expect(newsroom.sent).toEqual([]);
    expect(await newsroom.state(ALERT)).toMatch(/^missed/);
  });

  test('the plan shows again what a new time of publication brings back', async () => {
    const newsroom = await missed();
    newsroom.write('posts/safer-medicines.md', on('2019-09-11T10:00'));
    const { entries } = await readOutlook(newsroom.world, at('2019-09-10T08:00'), at('2019-09-13T00:00'));
    expect(entries.filter(({ state }) => state === 'planned').map(({ id, due }) => `${due.toPlainDateTime()} ${id}`)).toEqual([
      '2019-09-11T10:00:00 alert-safer-medicines',
      '2019-09-11T12:30:00 x-safer-medicines',
      expect.stringMatching('digest-weekly'),
    ]);
  });
});
