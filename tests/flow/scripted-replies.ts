// A newsroom in memory in which a test chooses the reply of each call to X.
import { Temporal } from 'temporal-polyfill';
import type { Outcome } from '#core/delivery/outcome';
import type { SocialDelivery } from '#core/social/post-ledger';
import type { Channel } from '#ports';
import { publicationId, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

export const X = publicationId('x-safer-medicines');
const THREAD = POST.replace('---\n\nFour', `social: "${Array.from({ length: 90 }, (_, i) => `word${i}`).join(' ')}"\n---\n\nFour`);
/** Returns a newsroom whose story is a thread of three parts on X. */
export const thread = (): TestNewsroom => new TestNewsroom({ 'posts/safer-medicines.md': THREAD });

/** `lose`: on the account, without an answer. `never`: not on the account, without an answer. `die`: the process ends before the call. */
export type Reply = 'answer' | 'lose' | 'never' | 'die' | 'die after' | Outcome;

/** What the calls to X came to. `blind`: the timeline cannot be read. */
export type Wire = { calls: number; lookups: number; blind: boolean };

/** Gives each call to post its reply by number, from 1. Hides posts younger than `lag` minutes from the timeline. Returns the counts. */
export function scriptReplies(newsroom: TestNewsroom, replyOf: (call: number, text: string) => Reply | undefined, lag = 0): Wire {
  const { x: channel } = newsroom.world.social;
  const wire = { calls: 0, lookups: 0, blind: false };
  newsroom.world.social.x = {
    async post(request) {
      wire.calls += 1;
      const reply = replyOf(wire.calls, request.text) ?? 'answer';
      if (typeof reply !== 'string') return reply;
      if (reply === 'die') throw new Error('The process ended before the call.');
      const outcome: Outcome = reply === 'never' ? { kind: 'unknown', why: 'silence' } : await channel.post(request);
      if (reply === 'die after') throw new Error('The process ended after the call.');
      return reply === 'lose' ? { kind: 'unknown', why: 'silence' } : outcome;
    },
    async recent(since) {
      wire.lookups += 1;
      if (wire.blind) throw new Error('The timeline cannot be read.');
      const ids = new Set(
        newsroom.memory.posts
          .filter((one) => Temporal.Instant.compare(one.at.add({ minutes: lag }), newsroom.memory.time.now) <= 0)
          .map(({ id }) => id),
      );
      return (await channel.recent(since)).filter(({ id }) => ids.has(id));
    },
  } satisfies Channel;
  return wire;
}

/** Lets the minutes `from` to `to` after nine o'clock pass, each with a tick and its jobs. A process that ends loses its jobs. */
export async function pass(newsroom: TestNewsroom, from: number, to: number, day = '2019-09-09'): Promise<void> {
  for (let minute = from; minute <= to; minute += 1) {
    const local = Temporal.PlainDateTime.from(`${day}T09:00`).add({ minutes: minute }).toString();
    await newsroom.tick(local);
    await newsroom.answer().catch(() => undefined);
  }
}

/** Returns the texts of all posts on X, in order. */
export const texts = (newsroom: TestNewsroom): string[] => newsroom.memory.posts.map(({ text }) => text);
/** Returns the row of the post ledger for a part of `X`. */
export const row = async (newsroom: TestNewsroom, part = 0): Promise<SocialDelivery | undefined> =>
  (await newsroom.world.socialLedger.parts(X)).get(part);
