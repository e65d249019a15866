// What follows a missed announcement does not go out, whoever says yes to it: no page may ask for that yes.
import { expect, test } from 'vitest';
import { plainText } from '#tests/web/desk/page-text';
import { pressYes, readYes } from '#tests/web/desk/say-yes';
import { RULES, sampleNewsroom } from '#tests/web/sample-newsroom';

const REMINDER = '/desk/publications/reminder-spring-7d';
const WHY = 'It will not go out, because its announcement did not go out: it was due on Tuesday 14 January 2020 at 10am.';

async function missedAnnouncement() {
  const newsroom = await sampleNewsroom({
    people: [{}, {}],
    at: '2020-01-14T09:00',
    files: { 'newsroom.yaml': `${RULES}approval: required\n` },
  });
  await newsroom.moveTo('2020-01-15T10:00');
  return newsroom;
}

test('nobody is asked for a yes to a reminder whose announcement was missed: plan, page and Home say why it will not go out', async () => {
  const newsroom = await missedAnnouncement();
  const [, row = ''] = plainText(await newsroom.page('/desk/plan?days=year')).split('Reminder, 7 days before: Spring session');
  expect(row.slice(0, 400)).toContain(WHY);
  expect(row.slice(0, 400)).not.toContain('someone to say yes');
  const html = await newsroom.page(REMINDER);
  expect(plainText(html)).toContain(WHY);
  expect(html).toContain('href="/desk/publications/announcement-spring">Look at its announcement</a>');
  expect(html).not.toContain('value="Say yes"');
  expect(plainText(html)).not.toMatch(/Needs your yes|Say yes, below the preview/);
  expect(plainText(await newsroom.page('/desk/yes?story=spring'))).not.toContain('Reminder, 7 days before');
});

test('a reminder asks for its yes again once its missed announcement has been sent all the same', async () => {
  const newsroom = await missedAnnouncement();
  await pressYes(newsroom, 'announcement-spring', await readYes(newsroom, 'announcement-spring'));
  for (const time of ['10:01', '10:05', '10:30']) await newsroom.moveTo(`2020-01-15T${time}`);
  expect(newsroom.mails.length).toBe(2);
  expect(plainText(await newsroom.page(REMINDER))).toContain('Needs your yes');
  expect(plainText(await newsroom.page('/desk/yes?story=spring'))).toContain('Reminder, 7 days before');
});
