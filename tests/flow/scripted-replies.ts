// A newsroom in memory whose calls to X each have a fate.
import { Temporal } from 'temporal-polyfill';
import type { Outcome } from '#core/delivery/outcome';
import type { Channel } from '#ports';
import { publicationId, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

export const X = publicationId('x-safer-medicines');
const THREAD = POST.replace('---\n\nFour', `social: "${Array.from({ length: 90 }, (_, i) => `word${i}`).join(' ')}"\n---\n\nFour`);
export const thread = () => new TestNewsroom({ 'posts/safer-medicines.md': THREAD });

/** `lose`: on the account, without an answer. `never`: not on the account, without an answer. `die`: the process ends before the call. */
export type Reply = 'answer' | 'lose' | 'never' | 'die' | 'die after' | Outcome;

/** From now on each call to post has its fate, by its number from 1. Counts the calls, and hides what is younger than `lag` from the timeline. */
export function scriptReplies(newsroom: TestNewsroom, replyOf: (call: number, text: string) => Reply | undefined, lag = 0) {
  const { x: channel } = newsroom.world.social;
  const wire = { calls: 0, lookups: 0, blind: false };
  newsroom.world.social.x = {
    async post(words) {
      wire.calls += 1;
      const reply = replyOf(wire.calls, words.text) ?? 'answer';
      if (typeof reply !== 'string') return reply;
      if (reply === 'die') throw new Error('The process ended before the call.');
      const outcome: Outcome = reply === 'never' ? { kind: 'unknown', why: 'silence' } : await channel.post(words);
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

/** Minutes from nine o'clock on Monday, each with a tick and an answer to its rings; a process that ends takes its rings with it. */
export async function pass(newsroom: TestNewsroom, from: number, to: number, day = '2019-09-09'): Promise<void> {
  for (let minute = from; minute <= to; minute += 1) {
    const local = Temporal.PlainDateTime.from(`${day}T09:00`).add({ minutes: minute }).toString();
    await newsroom.tick(local);
    await newsroom.answer().catch(() => undefined);
  }
}

export const texts = (newsroom: TestNewsroom) => newsroom.memory.posts.map(({ text }) => text);
export const row = async (newsroom: TestNewsroom, part = 0) => (await newsroom.world.socialLedger.parts(X)).get(part);
