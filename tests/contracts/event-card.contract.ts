import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { EventCard } from '#core/card/event-card';
import { imageSize } from '#core/image/image-size';
import type { Cards } from '#ports';

/** The card of an event that takes place as planned. */
export const CARD: EventCard = {
  senderName: 'South of England Mental Health Collaborative',
  colour: '#005eb8',
  title: 'Spring learning session: safer wards, together',
  when: 'Thursday 18 March 2027, 9:30am to 4:30pm',
  place: 'The Example Conference Centre, Exeter',
};

/** The contract of every `Cards`. */
export function cardsContract(name: string, cards: Cards): void {
  describe(`cards ${name}`, () => {
    test('an event card is a whole PNG of the size that posts and shared links show', async () => {
      const { bytes, type } = await cards.event(CARD);
      expect(type).toBe('image/png');
      expect(imageSize(bytes)).toEqual({ type: 'image/png', width: 1200, height: 675 });
      expect(rowsOf(bytes)).toBe(675);
    });

    test('an event card has fewer than 200,000 bytes, which every channel accepts', async () => {
      const { bytes } = await cards.event({ ...CARD, title: 'What we learned '.repeat(9), eventStatus: 'postponed' });
      expect(bytes.length).toBeLessThan(200_000);
    });

    test('an event card has the same bytes for the same facts, also when two are drawn at once', async () => {
      const [one, other] = await Promise.all([cards.event(CARD), cards.event({ ...CARD })]);
      expect(Buffer.compare(one.bytes, other.bytes)).toBe(0);
      const later = await cards.event(CARD);
      expect(Buffer.compare(one.bytes, later.bytes)).toBe(0);
    });

    test.each<Partial<EventCard>>([
      { title: 'Summer learning session' },
      { when: 'Friday 19 March 2027, 9:30am to 4:30pm' },
      { place: 'Online' },
      { place: '' },
      { senderName: 'MHC' },
      { colour: '#7c2855' },
      { eventStatus: 'cancelled' },
      { eventStatus: 'postponed' },
    ])('an event card is another picture when its facts are %o', async (other) => {
      const [before, after] = await Promise.all([cards.event(CARD), cards.event({ ...CARD, ...other })]);
      expect(Buffer.compare(before.bytes, after.bytes)).not.toBe(0);
    });
  });
}

/** Returns how many rows of pixels a PNG holds, counted in its unpacked data. */
function rowsOf(png: Uint8Array): number {
  const bytes = Buffer.from(png);
  const data: Buffer[] = [];
  let bitsOfPixel = 0;
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const content = bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at));
    const kind = bytes.toString('latin1', at + 4, at + 8);
    if (kind === 'IHDR') bitsOfPixel = (content[8] ?? 0) * ({ 0: 1, 2: 3, 6: 4 }[content[9] ?? 0] ?? 0);
    if (kind === 'IDAT') data.push(content);
  }
  return inflateSync(Buffer.concat(data)).length / (1 + (1200 * bitsOfPixel) / 8);
}
