import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Topic } from '#core/story';
import type { Subscriber, SubscriberId } from '#core/subscriber';
import type { Subscribers, Suppressions } from '#ports';
import { at, subscriberId } from '#tests/contracts/ids';
import { written } from '#tests/contracts/written';

type People = { subscribers: Subscribers; suppressions: Suppressions };

const NINE = at('2019-09-19T08:00:00Z');
const TEN = at('2019-09-19T09:00:00Z');

const person = (id: SubscriberId, more: Partial<Subscriber> = {}): Subscriber => ({
  id,
  address: `${id}@example.org`,
  name: 'Søren O’Neill',
  frequency: 'weekly',
  topics: [],
  status: 'confirmed',
  ...more,
});
// Multiplied so that the ids fall into every shard.
const spread = (n: number): SubscriberId => subscriberId((n * 2_654_435_761) % 2 ** 32);

/** What every list of subscribers and every list of the suppressed keep to, together. `open` gives empty ones. */
export function peopleContract(name: string, open: () => Promise<People>): void {
  describe(`subscribers and suppressions ${name}`, () => {
    it('give back a subscriber as she was put, with all she can have or the least', async () => {
      const { subscribers } = await open();
      const full = person(spread(1), {
        organisation: 'kent-and-medway',
        topics: ['leadership' as Topic, 'physical-health' as Topic],
        confirmedAt: NINE,
      });
      const least = person(spread(2), { status: 'pending', name: '' });
      await subscribers.put(full);
      await subscribers.put(least);
      expect(written(await subscribers.find(full.id))).toEqual(written(full));
      expect(written(await subscribers.find(least.id))).toEqual(written(least));
      expect(await subscribers.find(spread(3))).toBeUndefined();
      await subscribers.put({ ...least, id: full.id });
      expect(written(await subscribers.find(full.id))).toEqual(written({ ...least, id: full.id }));
    });

    it('give everyone once and in order of their ids, whatever the size of the pages', async () => {
      const { subscribers } = await open();
      const ids = Array.from({ length: 60 }, (_, i) => spread(i));
      await Promise.all(ids.map((id) => subscribers.put(person(id, { status: id < spread(1) ? 'left' : 'confirmed' }))));
      for (const limit of [1, 7, 59, 60, 100]) {
        const pages = await allPages(subscribers, limit);
        expect(pages.flat()).toEqual(ids.toSorted());
        expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true);
        expect(pages).toHaveLength(Math.ceil(60 / limit));
      }
    });

    it('go on after an id that nobody has', async () => {
      const { subscribers } = await open();
      await Promise.all([3, 5].map((n) => subscribers.put(person(subscriberId(n * 2 ** 28)))));
      expect((await subscribers.page(subscriberId(4 * 2 ** 28), 10)).subscribers.map(({ id }) => id)).toEqual([subscriberId(5 * 2 ** 28)]);
      expect(await subscribers.page(subscriberId(15 * 2 ** 28), 10)).toEqual({ subscribers: [] });
    });

    it('let people leave, once, and say how it was', async () => {
      const { subscribers } = await open();
      const [confirmed, pending, bounced] = [spread(1), spread(2), spread(3)];
      await subscribers.put(person(confirmed, { confirmedAt: NINE }));
      await subscribers.put(person(pending, { status: 'pending' }));
      await subscribers.put(person(bounced, { status: 'bounced' }));
      expect(await subscribers.leave(confirmed, TEN, 'one-click')).toBe('left');
      expect(await subscribers.leave(confirmed, TEN, 'page')).toBe('had-left');
      expect(await subscribers.leave(pending, TEN, 'page')).toBe('left');
      expect(await subscribers.leave(bounced, TEN, 'page')).toBe('had-left');
      expect(await subscribers.leave(spread(9), TEN, 'page')).toBe('unknown');
      expect(written(await subscribers.find(confirmed))).toEqual(written(person(confirmed, { confirmedAt: NINE, status: 'left' })));
      expect((await subscribers.find(bounced))?.status).toBe('bounced');
      expect(await subscribers.find(spread(9))).toBeUndefined();
    });

    it('let fifty clicks at once be one goodbye', async () => {
      const { subscribers } = await open();
      await subscribers.put(person(spread(1)));
      const answers = await Promise.all(Array.from({ length: 50 }, () => subscribers.leave(spread(1), TEN, 'one-click')));
      expect(answers.filter((answer) => answer === 'left')).toHaveLength(1);
      expect(answers.filter((answer) => answer === 'had-left')).toHaveLength(49);
    });

    it('suppress for ever, once and again, known or not', async () => {
      const { suppressions } = await open();
      expect(await suppressions.has(spread(1))).toBe(false);
      await suppressions.add(spread(1), 'bounced', NINE);
      await suppressions.add(spread(1), 'left', TEN);
      expect(await suppressions.has(spread(1))).toBe(true);
      expect(await suppressions.has(spread(2))).toBe(false);
      expect(await suppressions.find(spread(1))).toEqual({ why: 'bounced', at: NINE });
      expect(await suppressions.find(spread(2))).toBeUndefined();
    });

    it('tell a sender of fifty people who they are and whom never to mail', async () => {
      const { subscribers, suppressions } = await open();
      const ids = Array.from({ length: 50 }, (_, i) => spread(i));
      await Promise.all(ids.slice(1).map((id) => subscribers.put(person(id))));
      await Promise.all([0, 1, 49].map((n) => suppressions.add(spread(n), 'complained', NINE)));
      await subscribers.leave(spread(2), TEN, 'one-click');
      const { people, unread } = await subscribers.readForSending(ids);
      expect(unread).toEqual(new Set());
      expect(people.size).toBe(50);
      expect(people.get(spread(0))).toEqual({ suppressed: true });
      expect(people.get(spread(1))).toEqual({ subscriber: person(spread(1)), suppressed: true });
      expect(people.get(spread(2))).toEqual({ subscriber: person(spread(2), { status: 'left' }), suppressed: false });
      expect(people.get(spread(48))).toEqual({ subscriber: person(spread(48)), suppressed: false });
      expect(people.get(spread(49))?.suppressed).toBe(true);
    });

    it('have nothing to tell of nobody', async () => {
      const { subscribers } = await open();
      expect(await subscribers.readForSending([])).toEqual({ people: new Map(), unread: new Set() });
    });

    it('know an address however it is typed, and no two addresses as one', async () => {
      const { subscribers } = await open();
      const id = subscribers.idOf('Zoë.Smith@Example.org');
      expect(id).toMatch(/^[0-9a-f]{32}$/);
      for (const same of [' zoë.smith@example.org', 'ZOË.SMITH@EXAMPLE.ORG\n', 'Zoe\u0308.Smith@example.org'])
        expect(subscribers.idOf(same)).toBe(id);
      fc.assert(
        fc.property(
          fc.emailAddress(),
          fc.emailAddress(),
          (a, b) => (subscribers.idOf(a) === subscribers.idOf(b)) === (a.toLowerCase() === b.toLowerCase()),
        ),
      );
    });
  });
}

async function allPages(subscribers: Subscribers, limit: number): Promise<SubscriberId[][]> {
  const pages: SubscriberId[][] = [];
  let after: SubscriberId | undefined;
  do {
    const page = await subscribers.page(after, limit);
    pages.push(page.subscribers.map(({ id }) => id));
    after = page.next;
    // A list that never ends is a failure, and not a test that never does.
  } while (after !== undefined && pages.length < 1000);
  return pages;
}
