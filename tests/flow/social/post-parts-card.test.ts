import { expect, test } from 'vitest';
import { cardAlt } from '#core/card/event-card';
import type { MediaUpload } from '#ports';
import { DeskTop, EVENT, RULES } from '#tests/flow/test-newsroom';

const FILE = 'events/autumn.md';

/** The newsroom on the Tuesday on which the event is announced, with what is uploaded for each call. `faults`: how many of the first calls X does not take. */
function announced(files: Record<string, string> = {}, faults = 0) {
  const desk = new DeskTop({ [FILE]: EVENT, ...files });
  const { channel } = desk.world;
  const uploads: { media: MediaUpload[]; text: string }[] = [];
  desk.world.channel = {
    ...channel,
    post: async (post) => {
      uploads.push(post);
      return uploads.length <= faults ? { kind: 'try-later', why: 'rate' } : channel.post(post);
    },
  };
  return { desk, uploads };
}

test('a post of an event shows its card, drawn from what was sealed, though the event is edited before X takes it', async () => {
  const { desk, uploads } = announced({}, 1);
  await desk.minute('2019-09-10T12:30');
  desk.write(FILE, EVENT.replace('Autumn learning session', 'Another session'));
  await desk.minute('2019-09-10T12:32');
  const [first, second] = uploads;
  expect(desk.memory.posts.map(({ text }) => text)).toEqual([first?.text]);
  expect(second?.media).toEqual(first?.media);
  expect(first?.media).toEqual([
    {
      bytes: expect.any(Uint8Array),
      type: 'image/png',
      alt: cardAlt({
        house: 'Test Collaborative',
        colour: '',
        title: 'Autumn learning session',
        when: 'Thursday 10 October 2019, 9:30am to 4:30pm',
        place: 'Taunton',
      }),
    },
  ]);
});

test('a post of an event has no picture where the rules want no cards', async () => {
  const { desk, uploads } = announced({ 'newsroom.yaml': RULES.replace('  monthly_budget_usd', '  cards: false\n  monthly_budget_usd') });
  await desk.minute('2019-09-10T12:30');
  expect(uploads.map(({ media }) => media)).toEqual([[]]);
});

test('a post whose card could not be drawn is not claimed, and goes out with the next ring', async () => {
  const { desk, uploads } = announced();
  const { cards } = desk.world;
  desk.world.cards = { event: async () => Promise.reject(new Error('no memory')) };
  await expect(desk.minute('2019-09-10T12:30')).rejects.toThrow('no memory');
  expect(uploads).toEqual([]);
  desk.world.cards = cards;
  await desk.minute('2019-09-10T12:31');
  expect(desk.memory.posts.map(({ media }) => media.length)).toEqual([1]);
});
