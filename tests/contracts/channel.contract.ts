import { Temporal } from 'temporal-polyfill';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PublicationId } from '#core/publication/publication';
import type { Channel, PostKey } from '#ports';

/** A channel to an empty account, and the clock that stamps its posts. */
export type ChannelUnderTest = {
  channel: Channel;
  setNow(now: Temporal.Instant): void;
  /** What readers see of each post's images, oldest post first. */
  images(): { type: string; alt: string }[][];
  close(): Promise<void>;
};

const noon = Temporal.Instant.from('2019-09-19T12:00:00Z');

/** The contract of every `Channel`. `open` returns one to an empty account. */
export function channelContract(name: string, open: () => Promise<ChannelUnderTest>): void {
  describe(`channel: ${name}`, () => {
    let under: ChannelUnderTest;
    beforeEach(async () => {
      under = await open();
      under.setNow(noon);
      [keys, now] = [0, noon];
    });
    afterEach(() => under.close());

    /** Each post of a test is due a second after the one before. */
    let keys = 0;
    let now = noon;
    const newKey = (): PostKey => ({ publication: 'x-a' as PublicationId, part: keys++, at: now.add({ seconds: keys }) });

    async function post(text: string, inReplyTo?: string): Promise<string> {
      const outcome = await under.channel.post({ key: newKey(), text, media: [], ...(inReplyTo === undefined ? {} : { inReplyTo }) });
      if (outcome.kind !== 'accepted') throw new Error(`The post was not accepted: ${JSON.stringify(outcome)}`);
      return outcome.receipt;
    }

    test('a post is listed with the id of its receipt and exactly the text that was written', async () => {
      const texts = [
        'Introducing the collaborative: https://news.example.org/posts/a?utm_source=x&utm_campaign=b',
        'Q&A — 5 < 6 > 4 &amp; “café” ŵŷ 🧑🏽‍🤝‍🧑🏻 #QualityImprovement',
        'Two links https://example.org/a https://example.org/b, and a line\nbelow',
      ];
      const ids: string[] = [];
      for (const text of texts) ids.push(await post(text));
      expect(await under.channel.recent(noon)).toEqual(texts.map((text, i) => ({ id: ids[i], text })).toReversed());
    });

    test('a reply is listed with the id of the post that it answers', async () => {
      const first = await post('One');
      const second = await post('Two', first);
      expect(await under.channel.recent(noon)).toEqual([
        { id: second, text: 'Two', inReplyTo: first },
        { id: first, text: 'One' },
      ]);
    });

    test('a lookup returns only the posts since the moment that it names', async () => {
      await post('Before');
      now = noon.add({ minutes: 1 });
      under.setNow(now);
      await post('After');
      expect((await under.channel.recent(noon.add({ minutes: 1 }))).map(({ text }) => text)).toEqual(['After']);
      expect(await under.channel.recent(noon.add({ minutes: 2 }))).toEqual([]);
    });

    test('an image is posted with its alternative text, and leaves no trace in the post’s text', async () => {
      const bytes = new Uint8Array(1_500_000).fill(7);
      const image = { bytes, type: 'image/png', alt: 'Two people at a whiteboard' };
      const outcome = await under.channel.post({ key: newKey(), text: 'With pictures', media: [image, { ...image, alt: 'Another' }] });
      expect(outcome.kind).toBe('accepted');
      expect(under.images()).toEqual([
        [
          { type: 'image/png', alt: 'Two people at a whiteboard' },
          { type: 'image/png', alt: 'Another' },
        ],
      ]);
      expect((await under.channel.recent(noon)).map(({ text }) => text)).toEqual(['With pictures']);
    });

    test('a post that is made twice is on the account once, and its second outcome is the first one or unknown', async () => {
      const once = { key: newKey(), text: 'Once: https://news.example.org/posts/a', media: [] };
      const first = await under.channel.post(once);
      const again = await under.channel.post(once);
      expect(again.kind === 'unknown' ? first : again).toEqual(first);
      expect(await under.channel.recent(noon)).toHaveLength(1);
    });

    test('a channel that keeps posts by their keys finds a post by its key, and none for a key that was never used', async () => {
      const key = newKey();
      expect(await under.channel.find?.(key)).toBeUndefined();
      const outcome = await under.channel.post({ key, text: 'Here', media: [] });
      if (under.channel.find) expect(outcome).toEqual({ kind: 'accepted', receipt: await under.channel.find(key) });
      else expect((await under.channel.recent(noon)).map(({ text }) => text)).toEqual(['Here']);
    });
  });
}
