import { expect, test } from 'vitest';
import { cardAlt } from '#core/card/event-card';
import type { MediaUpload } from '#ports';
import { EVENT, RULES, TestNewsroom } from '#tests/flow/test-newsroom';

const FILE = 'events/autumn.md';

/** Returns a newsroom with an event, and the uploads of each call to X. X throttles the first `faults` calls. */
async function announced(files: Record<string, string> = {}, faults = 0) {
  const newsroom = new TestNewsroom({ [FILE]: EVENT, ...files });
  const { x: channel } = newsroom.world.social;
  const uploads: { media: MediaUpload[]; text: string }[] = [];
  newsroom.world.social.x = {
    ...channel,
    post: async (post) => {
      uploads.push(post);
      return uploads.length <= faults ? { kind: 'try-later', why: 'rate' } : channel.post(post);
    },
  };
  await newsroom.minute('2019-09-10T10:00');
  return { newsroom, uploads };
}

test('a post of an event shows the card of its snapshot, even if the event is edited before X accepts it', async () => {
  const { newsroom, uploads } = await announced({}, 1);
  await newsroom.minute('2019-09-10T12:30');
  newsroom.write(FILE, EVENT.replace('Autumn learning session', 'Another session'));
  await newsroom.minute('2019-09-10T12:32');
  const [first, second] = uploads;
  expect(newsroom.memory.posts.map(({ text }) => text)).toEqual([first?.text]);
  expect(second?.media).toEqual(first?.media);
  expect(first?.media).toEqual([
    {
      bytes: expect.any(Uint8Array),
      type: 'image/png',
      alt: cardAlt({
        senderName: 'Test Collaborative',
        colour: '',
        title: 'Autumn learning session',
        when: 'Thursday 10 October 2019, 9:30am to 4:30pm',
        place: 'Taunton',
      }),
    },
  ]);
});

test('a post of an event has no picture when the rules turn cards off', async () => {
  const { newsroom, uploads } = await announced({
    'newsroom.yaml': RULES.replace('  monthly_budget_usd', '  cards: false\n  monthly_budget_usd'),
  });
  await newsroom.minute('2019-09-10T12:30');
  expect(uploads.map(({ media }) => media)).toEqual([[]]);
});

test('a post whose card could not be drawn is not claimed, and goes out with the next job', async () => {
  const { newsroom, uploads } = await announced();
  const { cards } = newsroom.world;
  newsroom.world.cards = { event: async () => Promise.reject(new Error('no memory')) };
  await expect(newsroom.minute('2019-09-10T12:30')).rejects.toThrow('no memory');
  expect(uploads).toEqual([]);
  newsroom.world.cards = cards;
  await newsroom.minute('2019-09-10T12:31');
  expect(newsroom.memory.posts.map(({ media }) => media.length)).toEqual([1]);
});
