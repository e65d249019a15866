import { expect, test } from 'vitest';
import { plainText } from '#tests/web/desk/page-text';
import { pressYes, readYes } from '#tests/web/desk/say-yes';
import { POST, sampleNewsroom } from '#tests/web/sample-newsroom';

const REWRITTEN = POST.replace(/We went to see.*/, 'Since then three wards have tried it, and one has stopped.').replace(
  '2019-09-12T09:00',
  '2019-09-16T09:00',
);

/** A newsroom in which a post was sent, and another file now has its title, with other words and another time. */
async function doubtful() {
  const newsroom = await sampleNewsroom();
  await newsroom.moveTo('2019-09-12T09:00');
  newsroom.files.delete('posts/what-we-learned.md');
  newsroom.files.set('posts/lessons.md', new TextEncoder().encode(REWRITTEN));
  await newsroom.moveTo('2019-09-13T09:00');
  return newsroom;
}

test('the plan and the page of a doubtful story ask for a yes, before it is due and while it waits', async () => {
  const newsroom = await doubtful();
  for (const time of ['2019-09-13T10:00', '2019-09-16T09:00']) {
    await newsroom.moveTo(time);
    const plan = plainText(await newsroom.page('/desk/plan'));
    expect(plan).toMatch(
      /New post: What we learned .*posts\/lessons\.md may be posts\/what-we-learned\.md under a new name.*Needs your yes/,
    );
    expect(plainText(await newsroom.page('/desk/publications/alert-lessons'))).toMatch(
      /may be posts\/what-we-learned\.md under a new name/,
    );
  }
});

test('a doubtful story goes out once someone presses yes on its page', async () => {
  const newsroom = await doubtful();
  await newsroom.moveTo('2019-09-16T09:00');
  const before = newsroom.mails.length;
  await pressYes(newsroom, 'alert-lessons', await readYes(newsroom, 'alert-lessons'));
  await newsroom.moveTo('2019-09-16T09:10');
  expect(newsroom.mails.length).toBe(before + 1);
});

test('what a deleted file keeps from going out is shown on its day, with its name and the remedy, and has a page', async () => {
  const newsroom = await sampleNewsroom({ at: '2020-01-14T09:00' });
  await newsroom.moveTo('2020-01-14T10:00');
  newsroom.files.delete('events/spring.md');
  await newsroom.moveTo('2020-01-14T11:00');
  const plan = plainText(await newsroom.page('/desk/plan?days=year'));
  expect(plan).toMatch(/Please put this right .*This file is gone, and readers have been told of its event “Spring session”/);
  expect(plan).toMatch(/Reminder, 7 days before: Spring session events\/spring\.md is gone\. Put the file back, and this goes out\./);
  expect(plainText(await newsroom.page('/desk/publications/reminder-spring-7d'))).toMatch('events/spring.md is gone.');
});
