// Sending what was missed: from the page of a publication, by a press that is bound to what the page shows.
import { describe, expect, test } from 'vitest';
import { tagValues } from '#core/delivery/mail-tag';
import type { PublicationId } from '#core/publication/publication';
import { plainText } from '#tests/web/desk/page-text';
import { pressYes, readYes } from '#tests/web/desk/say-yes';
import { EVENT, POST, RULES, sampleNewsroom } from '#tests/web/sample-newsroom';

const ALERT = 'alert-what-we-learned';
const X = 'x-what-we-learned';
type Newsroom = Awaited<ReturnType<typeof sampleNewsroom>>;
const sent = ({ mails }: Newsroom, id: string) => mails.filter(({ tag }) => tagValues(tag).i === id).length;
const page = async (newsroom: Newsroom, id: string) => plainText(await newsroom.page(`/desk/publications/${id}`));
const stateOf = async ({ world }: Newsroom, id: string) => (await world.publications.find(id as PublicationId))?.state;

/** A newsroom that was paused for so long that everything of Thursday morning was missed. It is Friday, 8am. */
async function missed(options: Parameters<typeof sampleNewsroom>[0] = {}) {
  const newsroom = await sampleNewsroom({ people: [{}, {}], ...options });
  await newsroom.moveTo('2019-09-12T08:00');
  await newsroom.world.switches.pause('everything', 'Mourning');
  for (const time of ['2019-09-12T09:00', '2019-09-12T21:01', '2019-09-13T08:00']) await newsroom.moveTo(time);
  await newsroom.world.switches.resume('everything');
  return newsroom;
}

const press = async (newsroom: Newsroom, id: string) => pressYes(newsroom, id, await readYes(newsroom, id));

describe('a missed publication', () => {
  test('a missed email can be sent from its page, which first says to how many, and goes out once', async () => {
    const newsroom = await missed();
    expect(await page(newsroom, ALERT)).toContain('Nobody has it. If you send it, it goes by email to 2 people as this page shows it');
    expect(await page(newsroom, ALERT)).toContain('Yes, send it to 2 people now');
    expect((await press(newsroom, ALERT)).status).toBe(303);
    expect(await page(newsroom, ALERT)).toContain('The programme lead said to send it all the same.');
    await newsroom.moveTo('2019-09-13T08:10');
    await newsroom.moveTo('2019-09-13T08:20');
    expect(sent(newsroom, ALERT)).toBe(2);
    expect(newsroom.posts).toEqual([]);
    await newsroom.moveTo('2019-09-14T09:00');
    expect([sent(newsroom, ALERT), await stateOf(newsroom, ALERT)]).toEqual([2, 'done']);
    expect(await newsroom.page(`/desk/publications/${ALERT}`)).not.toContain('id="late"');
  });

  test('a missed post can be posted from its page, once', async () => {
    const newsroom = await missed();
    expect(await page(newsroom, X)).toContain('it goes on X as @sample');
    await press(newsroom, X);
    await newsroom.moveTo('2019-09-13T08:10');
    await newsroom.moveTo('2019-09-13T08:20');
    expect([newsroom.posts.length, sent(newsroom, ALERT)]).toEqual([1, 0]);
  });

  test('a missed publication goes out only as it was shown: a change before the press, or after it, asks again', async () => {
    const newsroom = await missed();
    const shown = await readYes(newsroom, ALERT);
    newsroom.files.set('posts/what-we-learned.md', new TextEncoder().encode(POST.replace('What we learned', 'What they learned')));
    expect((await pressYes(newsroom, ALERT, shown)).status).toBe(409);
    expect((await press(newsroom, ALERT)).status).toBe(303);
    newsroom.files.set('posts/what-we-learned.md', new TextEncoder().encode(POST));
    await newsroom.moveTo('2019-09-13T08:10');
    await newsroom.moveTo('2019-09-13T08:20');
    expect([sent(newsroom, ALERT), await stateOf(newsroom, ALERT)]).toEqual([0, 'waiting']);
    await press(newsroom, ALERT);
    await newsroom.moveTo('2019-09-13T08:30');
    expect(sent(newsroom, ALERT)).toBe(2);
  });

  test('a missed publication that is missed once more needs another press', async () => {
    const newsroom = await missed();
    await press(newsroom, ALERT);
    await newsroom.world.switches.pause('everything', 'Mourning again');
    for (const time of ['2019-09-13T08:10', '2019-09-13T20:30', '2019-09-14T09:00']) await newsroom.moveTo(time);
    await newsroom.world.switches.resume('everything');
    for (const time of ['2019-09-14T09:10', '2019-09-14T09:20']) await newsroom.moveTo(time);
    expect([sent(newsroom, ALERT), await stateOf(newsroom, ALERT)]).toEqual([0, 'missed']);
    await press(newsroom, ALERT);
    for (const time of ['2019-09-14T09:30', '2019-09-14T09:40']) await newsroom.moveTo(time);
    expect(sent(newsroom, ALERT)).toBe(2);
  });

  test('a yes from before it was missed sends nothing late', async () => {
    const files = { 'newsroom.yaml': `${RULES}approval: required\n` };
    const newsroom = await sampleNewsroom({ people: [{}, {}], files });
    await newsroom.moveTo('2019-09-12T08:00');
    await press(newsroom, ALERT);
    await newsroom.world.switches.pause('everything', 'Mourning');
    for (const time of ['2019-09-12T09:00', '2019-09-12T21:01']) await newsroom.moveTo(time);
    await newsroom.world.switches.resume('everything');
    for (const time of ['2019-09-13T08:00', '2019-09-13T09:00']) await newsroom.moveTo(time);
    expect([sent(newsroom, ALERT), await stateOf(newsroom, ALERT)]).toEqual([0, 'missed']);
  });

  test('a missed reminder can be sent before its event, and not after it', async () => {
    const newsroom = await sampleNewsroom({ people: [{}, {}], files: { 'events/spring.md': EVENT }, at: '2020-01-14T09:00' });
    for (const time of ['2020-01-14T09:00', '2020-01-14T10:00']) await newsroom.moveTo(time);
    await newsroom.world.switches.pause('reminder-spring-7d' as PublicationId, 'Wait');
    for (const time of ['2020-03-19T09:00', '2020-03-19T21:01', '2020-03-20T09:00']) await newsroom.moveTo(time);
    await newsroom.world.switches.resume('reminder-spring-7d' as PublicationId);
    expect(await newsroom.page('/desk/publications/reminder-spring-7d')).toContain('id="late"');
    newsroom.time.now = newsroom.london('2020-03-26T09:30');
    expect(await newsroom.page('/desk/publications/reminder-spring-7d')).not.toContain('id="late"');
    newsroom.time.now = newsroom.london('2020-03-20T09:05');
    await press(newsroom, 'reminder-spring-7d');
    for (const time of ['2020-03-20T09:10', '2020-03-20T09:20']) await newsroom.moveTo(time);
    expect(sent(newsroom, 'reminder-spring-7d')).toBe(2);
  });

  test('a missed digest whose posts have gone out in the next one cannot be sent any more', async () => {
    const newsroom = await sampleNewsroom({ people: [{ frequency: 'weekly' }], at: '2019-09-12T09:00' });
    await newsroom.moveTo('2019-09-12T09:00');
    await newsroom.world.switches.pause('digest-weekly-2019-09-19' as PublicationId, 'Wait');
    for (const time of ['2019-09-19T08:30', '2019-09-19T20:31']) await newsroom.moveTo(time);
    const missedDigest = '/desk/publications/digest-weekly-2019-09-19';
    expect(await newsroom.page(missedDigest)).toContain('id="late"');
    for (const time of ['2019-09-26T08:30', '2019-09-26T08:40']) await newsroom.moveTo(time);
    expect(sent(newsroom, 'digest-weekly-2019-09-26')).toBe(1);
    expect(await newsroom.page(missedDigest)).not.toContain('id="late"');
  });

  test('what was cancelled, sent, or missed long ago has no button to send it', async () => {
    const newsroom = await missed();
    await newsroom.world.switches.cancel(ALERT as PublicationId, 'Ama', newsroom.time.now);
    expect(await newsroom.page(`/desk/publications/${ALERT}`)).not.toContain('id="late"');
    newsroom.time.now = newsroom.london('2019-09-27T08:00');
    expect(await newsroom.page(`/desk/publications/${X}`)).not.toContain('id="late"');
  });
});

describe('a backdated story', () => {
  const OLD = POST.replace(/^published: .*$/m, 'published: 2018-09-12T09:00');

  /** A newsroom in which a post with last year's date comes at 8:30am on Thursday. */
  async function backdated(file: string, text: string) {
    const newsroom = await sampleNewsroom({ people: [{}, {}, { frequency: 'weekly' }], files: { 'newsroom.yaml': RULES } });
    newsroom.files.delete('posts/what-we-learned.md');
    await newsroom.moveTo('2019-09-12T08:00');
    newsroom.files.set(file, new TextEncoder().encode(text));
    await newsroom.moveTo('2019-09-12T08:31');
    return newsroom;
  }

  test('a backdated post goes out once by email when a person says so on its page, and on X after another yes', async () => {
    const newsroom = await backdated('posts/what-we-learned.md', OLD);
    expect(await newsroom.page('/desk/plan')).toContain(`href="/desk/publications/${ALERT}">Look at it, and send it`);
    expect(await page(newsroom, ALERT)).toMatch(/Website only.*Send it all the same.*Yes, send it to 2 people now/s);
    await newsroom.moveTo('2019-09-12T09:00');
    expect([newsroom.mails.length, newsroom.posts.length]).toEqual([0, 0]);
    expect((await press(newsroom, ALERT)).status).toBe(303);
    for (const time of ['2019-09-12T09:10', '2019-09-12T09:20', '2019-09-12T17:00', '2019-09-12T17:10']) await newsroom.moveTo(time);
    expect([sent(newsroom, ALERT), newsroom.posts.length, await stateOf(newsroom, X)]).toEqual([2, 0, 'waiting']);
    await press(newsroom, X);
    for (const time of ['2019-09-12T17:20', '2019-09-19T08:30', '2019-09-19T08:40']) await newsroom.moveTo(time);
    expect([sent(newsroom, ALERT), newsroom.posts.length, sent(newsroom, 'digest-weekly-2019-09-19')]).toEqual([2, 1, 1]);
  });

  test('a backdated event is announced by a yes, and its reminders then go out', async () => {
    const event = EVENT.replace(/^published: .*$/m, 'published: 2018-01-14T10:00');
    const newsroom = await backdated('events/spring.md', event);
    expect((await press(newsroom, 'announcement-spring')).status).toBe(303);
    for (const time of ['2019-09-12T08:40', '2019-09-12T08:50', '2020-03-19T09:00']) await newsroom.moveTo(time);
    expect([sent(newsroom, 'announcement-spring'), sent(newsroom, 'reminder-spring-7d')]).toEqual([3, 3]);
  });

  test('a backdated story that changed after the yes waits for another one, and none that was there at the opening can be sent', async () => {
    const newsroom = await backdated('posts/what-we-learned.md', OLD);
    await press(newsroom, ALERT);
    newsroom.files.set('posts/what-we-learned.md', new TextEncoder().encode(OLD.replace('What we learned', 'What they learned')));
    for (const time of ['2019-09-12T08:40', '2019-09-12T08:50']) await newsroom.moveTo(time);
    expect([newsroom.mails.length, await stateOf(newsroom, ALERT)]).toEqual([0, 'waiting']);
    const opened = await sampleNewsroom({ people: [{}], files: { 'newsroom.yaml': RULES, 'posts/what-we-learned.md': OLD } });
    await opened.moveTo('2019-09-12T09:00');
    expect((await opened.ask(`/desk/publications/${ALERT}`)).status).toBe(404);
  });
});
