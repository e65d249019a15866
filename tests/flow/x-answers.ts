// A newsroom in memory whose calls to X each have a fate.
import { Temporal } from 'temporal-polyfill';
import type { Outcome } from '#core/delivery/outcome';
import type { Channel } from '#ports';
import { DeskTop, publicationId } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

export const X = publicationId('x-safer-medicines');
const THREAD = POST.replace('---\n\nFour', `social: "${Array.from({ length: 90 }, (_, i) => `word${i}`).join(' ')}"\n---\n\nFour`);
export const thread = () => new DeskTop({ 'posts/safer-medicines.md': THREAD });

/** `lose`: on the account, without an answer. `never`: not on the account, without an answer. `die`: the process ends before the call. */
export type Fate = 'answer' | 'lose' | 'never' | 'die' | 'die after' | Outcome;

/** From now on each call to post has its fate, by its number from 1. Counts the calls, and hides what is younger than `lag` from the timeline. */
export function fates(desk: DeskTop, fateOf: (call: number, text: string) => Fate | undefined, lag = 0) {
  const { channel } = desk.world;
  const wire = { calls: 0, looks: 0, blind: false };
  desk.world.channel = {
    async post(words) {
      wire.calls += 1;
      const fate = fateOf(wire.calls, words.text) ?? 'answer';
      if (typeof fate !== 'string') return fate;
      if (fate === 'die') throw new Error('The process ended before the call.');
      const outcome: Outcome = fate === 'never' ? { kind: 'unknown', why: 'silence' } : await channel.post(words);
      if (fate === 'die after') throw new Error('The process ended after the call.');
      return fate === 'lose' ? { kind: 'unknown', why: 'silence' } : outcome;
    },
    async recent(since) {
      wire.looks += 1;
      if (wire.blind) throw new Error('The timeline cannot be read.');
      const ids = new Set(
        desk.memory.posts
          .filter((one) => Temporal.Instant.compare(one.at.add({ minutes: lag }), desk.memory.time.now) <= 0)
          .map(({ id }) => id),
      );
      return (await channel.recent(since)).filter(({ id }) => ids.has(id));
    },
  } satisfies Channel;
  return wire;
}

/** Minutes from nine o'clock on Monday, each with a tick and an answer to its rings; a process that ends takes its rings with it. */
export async function pass(desk: DeskTop, from: number, to: number, day = '2019-09-09'): Promise<void> {
  for (let minute = from; minute <= to; minute += 1) {
    const local = Temporal.PlainDateTime.from(`${day}T09:00`).add({ minutes: minute }).toString();
    await desk.tick(local);
    await desk.answer().catch(() => undefined);
  }
}

export const texts = (desk: DeskTop) => desk.memory.posts.map(({ text }) => text);
export const row = async (desk: DeskTop, part = 0) => (await desk.world.socialLedger.parts(X)).get(part);
