import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { DraftId } from '#core/draft/draft';
import { draftOfItem } from '#core/feed/feed-item';
import { watchFeed } from '#flow/feed/watch-feed';
import { runRetention } from '#flow/privacy/run-retention';
import { tick } from '#flow/tick';
import { openMemoryWorld } from '#local/memory/world';
import type { Fetched } from '#ports';
import { rss, rssItem } from '#tests/core/feed/feeds';
import { london } from '#tests/core/samples';
import { RULES } from '#tests/web/sample-newsroom';

const FEED = 'https://site.example.org/feed';
const day = (number: number, time = '06:00') => london(`2019-09-${String(number).padStart(2, '0')}T${time}`).toInstant();
const item = (number: number, html = '<p>Words</p>') =>
  rssItem({ guid: String(number), title: `Story ${number}`, html, date: `${10 + (number % 10)} Sep 2019 08:00 GMT` });
const idOf = (number: number): DraftId => draftOfItem({ origin: `site.example ${number}` });

/** A newsroom whose website is looked at since 12 September, when its feed had story 1. `site`: what is at its addresses. */
async function watching() {
  const memory = openMemoryWorld({ files: { 'newsroom.yaml': RULES } });
  const { world } = memory;
  const site = new Map<string, string | Uint8Array>([[FEED, rss(item(1))]]);
  const asked: string[] = [];
  const fetch = async (at: string): Promise<Fetched> => {
    asked.push(at);
    const file = site.get(at);
    if (file === undefined) return { fault: 'It is down.' };
    return { bytes: typeof file === 'string' ? new TextEncoder().encode(file) : file, type: '', at };
  };
  await world.feedWatch.replace({ address: FEED, by: 'ada', looked: day(12), seen: [idOf(1)], version: 0 });
  const look = async (number: number, time?: string) => watchFeed(world, { fetch }, day(number, time));
  const drafts = async () =>
    (await world.drafts.all()).map(({ title, by, state, version }) => `${title}, ${by}, ${state} ${version}`).sort();
  return { memory, world, site, asked, look, drafts };
}

test('once a day the website is looked at, and only what is new there comes in, as a draft of which nothing goes out', async () => {
  const { memory, world, site, asked, look, drafts } = await watching();
  site.set(FEED, rss(item(1), item(2)));
  await look(12, '07:00');
  expect(asked).toEqual([]);
  await look(13);
  expect(await drafts()).toEqual(['Story 2, Newsroom, open 1']);
  await look(13, '07:00');
  expect(asked).toEqual([FEED]);
  site.set(FEED, rss(item(1), item(2), item(3)));
  await look(14);
  await look(15);
  expect(await drafts()).toEqual(['Story 2, Newsroom, open 1', 'Story 3, Newsroom, open 1']);
  for (const number of [16, 17]) await tick(world, day(number, '09:00'));
  expect([memory.mails, memory.posts, await world.publications.all()]).toEqual([[], [], []]);
});

test('a story whose draft was deleted does not come in again, also not when the draft is erased', async () => {
  const { world, site, look, drafts } = await watching();
  site.set(FEED, rss(item(1), item(2)));
  await look(13);
  const draft = await world.drafts.newest(idOf(2));
  if (draft) await world.drafts.save({ ...draft, version: 2, state: 'deleted', by: 'ada', at: day(13, '08:00') });
  await look(14);
  expect(await drafts()).toEqual(['Story 2, ada, deleted 2']);
  const later = day(13).add({ hours: 24 * 40 });
  await runRetention(world, later, () => true);
  expect(await drafts()).toEqual([]);
  await watchFeed(world, { fetch: async (at) => ({ bytes: new TextEncoder().encode(rss(item(1), item(2))), type: '', at }) }, later);
  expect(await drafts()).toEqual([]);
});

test('a website that is down is said to be, is tried each hour, and its stories come in when it is back', async () => {
  const { world, site, asked, look, drafts } = await watching();
  site.delete(FEED);
  for (const time of ['06:00', '07:00']) await look(13, time);
  expect([asked.length, (await world.feedWatch.read())?.fault]).toEqual([2, 'It is down.']);
  site.set(FEED, '<!DOCTYPE a><rss></rss>');
  await look(13, '08:00');
  expect((await world.feedWatch.read())?.fault).toContain('declares a document type');
  site.set(FEED, rss(item(1), item(2)));
  await look(13, '09:00');
  expect(await drafts()).toEqual(['Story 2, Newsroom, open 1']);
  expect(await world.feedWatch.read()).not.toHaveProperty('fault');
});

test('of a flood of stories ten come in a day, and the others on the days after', async () => {
  const { site, look, drafts } = await watching();
  site.set(FEED, rss(...Array.from({ length: 25 }, (_, i) => item(i + 1))));
  const counts: number[] = [];
  for (const number of [13, 14, 15, 16]) {
    await look(number);
    counts.push((await drafts()).length);
  }
  expect(counts).toEqual([10, 20, 24, 24]);
});

test('a website is not looked at any more once a person has ended it, also when they do that while a look is under way', async () => {
  const { world, site, asked, look, drafts } = await watching();
  site.set(FEED, rss(item(1), item(2)));
  const { save } = world.drafts;
  world.drafts.save = async (version) => {
    const watch = await world.feedWatch.read();
    if (watch) await world.feedWatch.replace({ ...watch, address: '' });
    return save(version);
  };
  await look(13);
  expect((await world.feedWatch.read())?.address).toBe('');
  await look(14);
  expect([asked, await drafts()]).toEqual([[FEED], ['Story 2, Newsroom, open 1']]);
});

test('broken off at any write, the next look brings each story and each picture in once', async () => {
  const picture = await sharp({ create: { width: 20, height: 20, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const html = '<p>Words</p><img src="https://site.example.org/a.png" alt="A red square">';
  // Two first versions, two pictures of which one file is made, two versions with them, and that the look is done.
  for (let nth = 1; nth <= 7; nth += 1)
    for (const isWritten of [false, true]) {
      const { memory, world, site, look, drafts } = await watching();
      site.set(FEED, rss(item(1), item(2, html), item(3, html))).set('https://site.example.org/a.png', picture);
      const { drafts: ofDrafts, content, feedWatch } = world;
      const [save, addImage, replace] = [ofDrafts.save, content.addImage, feedWatch.replace];
      let calls = 0;
      const broken = async <T>(work: () => Promise<T>): Promise<T> => {
        calls += 1;
        if (calls !== nth) return work();
        if (isWritten) await work();
        throw new Error('The connection broke.');
      };
      ofDrafts.save = (version) => broken(() => save(version));
      content.addImage = (...given) => broken(() => addImage(...given));
      feedWatch.replace = (watch) => broken(() => replace(watch));
      await expect(look(13)).rejects.toThrow('The connection broke.');
      await look(13, '07:00');
      await look(14, '08:00');
      expect([nth, await drafts()]).toEqual([nth, ['Story 2, Newsroom, open 2', 'Story 3, Newsroom, open 2']]);
      const pictures = [...memory.files.keys()].filter((file) => file.startsWith('images/'));
      expect(pictures).toHaveLength(2);
      for (const number of [2, 3]) expect((await world.drafts.newest(idOf(number)))?.text).toContain(`![A red square](story-${number}-`);
    }
});
