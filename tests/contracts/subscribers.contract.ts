import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { Topic } from '#core/rules/rules';
import { isSought } from '#core/subscriber/sought-people';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
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
// The multiplication spreads the ids over every shard.
const spread = (n: number): SubscriberId => subscriberId((n * 2_654_435_761) % 2 ** 32);

/** The rounds of ticks. The first closes the old time, the second reads everybody, and the second after a change settles it. */
function rounds(): (subscribers: Subscribers, after?: number) => Promise<void> {
  let minutes = 0;
  return (subscribers, after = 20) => {
    minutes += after;
    return subscribers.keepCounts(NINE.add({ minutes }), () => true);
  };
}

/** The contract of every store of `Subscribers` together with its `Suppressions`. `open` returns them empty. */
export function peopleContract(name: string, open: () => Promise<People>): void {
  describe(`subscribers and suppressions ${name}`, () => {
    test('a subscriber is read as they were saved, with every field or with the fewest', async () => {
      const { subscribers } = await open();
      const full = person(spread(1), {
        organisation: 'kent-and-medway',
        topics: ['leadership' as Topic, 'physical-health' as Topic],
        confirmedAt: NINE,
        consent: { by: 'confirmation', wording: 'ab12', page: '/subscribe', asked: NINE, confirmed: TEN },
        pausedUntil: Temporal.PlainDate.from('2019-10-01'),
        unsubscribed: { at: TEN, method: 'moved' },
      });
      const least = person(spread(2), { status: 'pending', name: '' });
      await subscribers.save(full);
      await subscribers.save(least);
      expect(written(await subscribers.find(full.id))).toEqual(written({ ...full, version: 1 }));
      expect(written(await subscribers.find(least.id))).toEqual(written({ ...least, version: 1 }));
      expect(await subscribers.find(spread(3))).toBeUndefined();
    });

    test('a subscriber is saved only over the version that was read last', async () => {
      const { subscribers } = await open();
      const ama = person(spread(1));
      expect(await subscribers.save({ ...ama, version: 1 })).toBe('stale');
      expect(await subscribers.save(ama)).toBe('saved');
      expect(await subscribers.save(ama)).toBe('stale');
      expect(await subscribers.save({ ...ama, name: 'Ama', version: 1 })).toBe('saved');
      expect(await subscribers.save({ ...ama, name: 'Stale', version: 1 })).toBe('stale');
      await subscribers.unsubscribe(ama.id, TEN, 'page');
      expect(await subscribers.save({ ...ama, version: 2 })).toBe('stale');
      expect(written(await subscribers.find(ama.id))).toEqual(
        written({ ...ama, name: 'Ama', status: 'unsubscribed', unsubscribed: { at: TEN, method: 'page' }, version: 3 }),
      );
    });

    test('people are found by beginnings of their words, of every status, and at most as many as are asked for', async () => {
      const { subscribers } = await open();
      const found = async (sought: string[][], most = 10) => {
        const { subscribers: people, more } = await subscribers.search(sought, most);
        return { ids: people.map(({ id }) => id).sort(), more };
      };
      const [ama, ben, cora] = [spread(1), spread(2), spread(3)];
      await subscribers.save(person(ama, { name: 'Ama Smith', organisation: 'kent' }));
      await subscribers.save(person(ben, { name: 'Ben Smithers', status: 'unsubscribed' }));
      await subscribers.save(person(cora, { name: '', address: 'cora.smit@trust.example', status: 'pending' }));
      expect(await found([['smith']])).toEqual({ ids: [ama, ben].sort(), more: false });
      expect(await found([['smit'], ['trust', '=kent']])).toEqual({ ids: [ama, cora].sort(), more: false });
      expect(await found([['mith']])).toEqual({ ids: [], more: false });
      const two = await found([['smi']], 2);
      expect([two.ids.length, two.more]).toEqual([2, true]);
    });

    test.each([
      ['everybody is read', 0],
      ['there are word lists', 3],
      ['word lists do not know it yet', 2],
    ])('a person is found by the words that they have now, and by no word of before, where %s', async (_, times) => {
      const { subscribers } = await open();
      const round = rounds();
      const settle = async () => {
        for (let i = 0; i < times; i += 1) await round(subscribers);
      };
      await settle();
      const ids = async (word: string) => (await subscribers.search([[word]], 10)).subscribers.map(({ id }) => id);
      const ama = person(spread(1), { name: 'Ama Smith' });
      await subscribers.save(ama);
      if (times > 2) await settle();
      await subscribers.save({ ...ama, name: 'Ama Jones', version: 1 });
      expect([await ids('smith'), await ids('jones'), await ids('ama')]).toEqual([[], [ama.id], [ama.id]]);
      if (times > 2) await settle();
      expect(await subscribers.save({ ...ama, name: 'Ama Brown', version: 1 })).toBe('stale');
      expect([await ids('brown'), await ids('jones')]).toEqual([[], [ama.id]]);
      await subscribers.unsubscribe(ama.id, TEN, 'page');
      expect((await subscribers.search([['jones']], 10)).subscribers).toMatchObject([{ id: ama.id, status: 'unsubscribed' }]);
      await subscribers.remove(ama.id, 1);
      expect(await ids('jones')).toEqual([ama.id]);
      await subscribers.remove(ama.id);
      expect(await ids('jones')).toEqual([]);
      await subscribers.save(person(ama.id, { name: 'Ama Smith' }));
      expect([await ids('smith'), await ids('jones')]).toEqual([[ama.id], []]);
      if (times > 2) await settle();
      expect([await ids('smith'), await ids('jones')]).toEqual([[ama.id], []]);
    });

    test('people are found exactly as a look at everybody would find them, after any history of changes', async () => {
      const NAMES = ['Ama Smith', 'Zoë O’Neill', 'smithers', '', 'Ben  Ama-Day', '=kent'];
      const change = fc.record({
        who: fc.integer({ min: 1, max: 6 }),
        what: fc.constantFrom('save', 'save', 'save', 'unsubscribe', 'mark', 'remove', 'round', 'round'),
        name: fc.constantFrom(...NAMES),
        address: fc.constantFrom('ama@kent.example', 'z.neill@trust.example'),
        organisation: fc.constantFrom(undefined, 'kent', 'kent-2'),
      });
      const beginning = fc.constantFrom('a', 'ama', 'smith', 'smithe', 'neill', 'kent', '=kent', '=kent-2', 'example', 'zoe', 'x');
      await fc.assert(
        fc.asyncProperty(
          fc.array(change, { maxLength: 12 }),
          fc.array(fc.array(beginning, { minLength: 1 }), { maxLength: 3 }),
          async (all, sought) => {
            const { subscribers } = await open();
            const round = rounds();
            for (const { who, what, name, address, organisation } of all) {
              const id = spread(who);
              const known = await subscribers.find(id);
              if (what === 'unsubscribe') await subscribers.unsubscribe(id, TEN, 'page');
              else if (what === 'mark') await subscribers.markAs(id, 'bounced');
              else if (what === 'round') await round(subscribers);
              else if (what === 'remove') await subscribers.remove(id, known?.version);
              else {
                const { organisation: _, ...others } = known ?? person(id);
                await subscribers.save({ ...others, name, address, ...(organisation ? { organisation } : {}) });
              }
            }
            const everybody = (await subscribers.page(undefined, 100)).subscribers;
            const found = await subscribers.search(sought, 100);
            const expected = everybody.filter((one) => isSought(one, sought)).map(({ id }) => id);
            expect([found.subscribers.map(({ id }) => id).sort(), found.more]).toEqual([expected.sort(), false]);
          },
        ),
        { numRuns: 10 },
      );
    });

    test('a confirmed subscriber is marked as complained, and an unsubscribed one stays unsubscribed', async () => {
      const { subscribers } = await open();
      const [confirmed, unsubscribed] = [spread(1), spread(2)];
      await subscribers.save(person(confirmed));
      await subscribers.save(person(unsubscribed, { status: 'unsubscribed' }));
      for (const id of [confirmed, unsubscribed, spread(3)]) await subscribers.markAs(id, 'complained');
      expect((await subscribers.find(confirmed))?.status).toBe('complained');
      expect((await subscribers.find(unsubscribed))?.status).toBe('unsubscribed');
      expect(await subscribers.find(spread(3))).toBeUndefined();
    });

    test('a subscriber is removed alone', async () => {
      const { subscribers } = await open();
      for (const n of [1, 2]) await subscribers.save(person(spread(n)));
      for (let again = 0; again < 2; again += 1) await subscribers.remove(spread(1));
      expect((await subscribers.page(undefined, 10)).subscribers.map(({ id }) => id)).toEqual([spread(2)]);
      expect(await subscribers.save(person(spread(1)))).toBe('saved');
    });

    test('a subscriber is removed in the version that was read, and stays if they changed since', async () => {
      const { subscribers } = await open();
      const ama = person(spread(1));
      await subscribers.save(ama);
      await subscribers.save({ ...ama, name: 'Ama', version: 1 });
      await subscribers.remove(ama.id, 1);
      expect(await subscribers.find(ama.id)).toMatchObject({ name: 'Ama' });
      await subscribers.remove(ama.id, 2);
      await subscribers.remove(ama.id, 2);
      expect(await subscribers.find(ama.id)).toBeUndefined();
    });

    test('pages of subscribers of any size hold each subscriber once, in the order of their ids', async () => {
      const { subscribers } = await open();
      const ids = Array.from({ length: 60 }, (_, i) => spread(i));
      await Promise.all(ids.map((id) => subscribers.save(person(id, { status: id < spread(1) ? 'unsubscribed' : 'confirmed' }))));
      for (const limit of [1, 7, 59, 60, 100]) {
        const pages = await allPages(subscribers, limit);
        expect(pages.flat()).toEqual(ids.toSorted());
        expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true);
        expect(pages).toHaveLength(Math.ceil(60 / limit));
      }
    });

    test('a page of subscribers may start after an id that no subscriber has', async () => {
      const { subscribers } = await open();
      await Promise.all([3, 5].map((n) => subscribers.save(person(subscriberId(n * 2 ** 28)))));
      expect((await subscribers.page(subscriberId(4 * 2 ** 28), 10)).subscribers.map(({ id }) => id)).toEqual([subscriberId(5 * 2 ** 28)]);
      expect(await subscribers.page(subscriberId(15 * 2 ** 28), 10)).toEqual({ subscribers: [] });
    });

    test('an outline counts subscribers by status, of all or of a range, and names every nth id', async () => {
      const { subscribers } = await open();
      const statuses = ['confirmed', 'unsubscribed', 'confirmed', 'bounced', 'pending', 'complained', 'confirmed'] as const;
      const ids = statuses.map((_, n) => spread(n)).sort();
      await Promise.all(ids.map((id, n) => subscribers.save(person(id, { status: statuses[n] ?? 'unsubscribed' }))));
      expect(await subscribers.outline(3)).toEqual({
        counts: { confirmed: 3, unsubscribed: 1, bounced: 1, pending: 1, complained: 1 },
        ends: [ids[2], ids[5]],
      });
      const [after, until] = [ids[1] ?? spread(1), ids[3] ?? spread(3)];
      expect(await subscribers.outline(2, { after, until })).toEqual({
        counts: { confirmed: 1, unsubscribed: 0, bounced: 1, pending: 0, complained: 0 },
        ends: [until],
      });
      expect((await subscribers.outline(1, { after })).ends).toEqual(ids.slice(2));
      expect((await subscribers.outline(1, { until })).ends).toEqual(ids.slice(0, 4));
    });

    test('those who chose alike are counted as if everybody were read, before there are counts, after each change, and after each round', async () => {
      const { subscribers } = await open();
      const next = rounds();
      const round = (after?: number) => next(subscribers, after);
      const expectCounts = async () => expect(await countedIn(subscribers)).toEqual(await readIn(subscribers));
      const topics = ['leadership', 'physical-health'] as Topic[];
      const ids = Array.from({ length: 12 }, (_, n) => spread(n));
      for (const [n, id] of ids.entries()) await subscribers.save(person(id, { frequency: n % 2 === 0 ? 'weekly' : 'each', topics }));
      await expectCounts();
      // The first round closes the old time, the second reads everybody, the others settle what has changed.
      for (let i = 0; i < 3; i += 1) await round();
      await expectCounts();
      const changes = [
        () => subscribers.save(person(spread(0), { frequency: 'monthly', topics: topics.toReversed(), version: 1 })),
        () => subscribers.save(person(spread(20), { organisation: 'devon', pausedUntil: Temporal.PlainDate.from('2019-10-01') })),
        () => subscribers.save(person(spread(21), { status: 'pending' })),
        () => subscribers.unsubscribe(spread(1), TEN, 'page'),
        () => subscribers.markAs(spread(2), 'bounced'),
        () => subscribers.remove(spread(3)),
        () => subscribers.remove(spread(4), 1),
        () => subscribers.save(person(spread(3), { frequency: 'events' })),
        () => subscribers.save(person(spread(0), { frequency: 'weekly', topics, version: 2 })),
        () => subscribers.save(person(spread(5), { name: 'Another name', frequency: 'each', topics, version: 1 })),
      ];
      for (const [i, change] of changes.entries()) {
        await change();
        await expectCounts();
        if (i % 3 === 2) await round();
        await expectCounts();
      }
      for (let day = 0; day < 2; day += 1) {
        for (const after of [24 * 60, 20, 20]) await round(after);
        await expectCounts();
      }
    });

    test('a subscriber unsubscribes once, and the answer says what became of it', async () => {
      const { subscribers } = await open();
      const [confirmed, pending, bounced] = [spread(1), spread(2), spread(3)];
      await subscribers.save(person(confirmed, { confirmedAt: NINE }));
      await subscribers.save(person(pending, { status: 'pending' }));
      await subscribers.save(person(bounced, { status: 'bounced' }));
      expect(await subscribers.unsubscribe(confirmed, TEN, 'one-click')).toBe('unsubscribed');
      expect(await subscribers.unsubscribe(confirmed, TEN, 'page')).toBe('already-unsubscribed');
      expect(await subscribers.unsubscribe(pending, TEN, 'page')).toBe('unsubscribed');
      expect(await subscribers.unsubscribe(bounced, TEN, 'page')).toBe('already-unsubscribed');
      expect(await subscribers.unsubscribe(spread(9), TEN, 'page')).toBe('unknown');
      expect(written(await subscribers.find(confirmed))).toEqual(
        written(
          person(confirmed, { confirmedAt: NINE, status: 'unsubscribed', unsubscribed: { at: TEN, method: 'one-click' }, version: 2 }),
        ),
      );
      expect((await subscribers.find(bounced))?.status).toBe('bounced');
      expect(await subscribers.find(spread(9))).toBeUndefined();
    });

    test('fifty clicks at once unsubscribe a subscriber once', async () => {
      const { subscribers } = await open();
      await subscribers.save(person(spread(1)));
      const answers = await Promise.all(Array.from({ length: 50 }, () => subscribers.unsubscribe(spread(1), TEN, 'one-click')));
      expect(answers.filter((answer) => answer === 'unsubscribed')).toHaveLength(1);
      expect(answers.filter((answer) => answer === 'already-unsubscribed')).toHaveLength(49);
    });

    test('an id is suppressed once for each reason, whether a subscriber has it or not', async () => {
      const { suppressions } = await open();
      expect(await suppressions.has(spread(1))).toBe(false);
      await suppressions.add(spread(1), 'bounced', NINE);
      await suppressions.add(spread(1), 'unsubscribed', TEN);
      await suppressions.add(spread(1), 'bounced', TEN);
      expect(await suppressions.has(spread(1))).toBe(true);
      expect(await suppressions.has(spread(2))).toBe(false);
      expect(written(await suppressions.log(spread(1)))).toEqual(
        written([
          { why: 'bounced', at: NINE },
          { why: 'unsubscribed', at: TEN },
        ]),
      );
      expect(await suppressions.log(spread(2))).toEqual([]);
    });

    test('a suppression is lifted by a confirmation, or by an undo of the unsubscribe only, and can come back', async () => {
      const { subscribers, suppressions } = await open();
      const isOpen = async () => !(await suppressions.has(spread(1))) && !(await readOne(subscribers, spread(1)));
      expect(await suppressions.reopen(spread(1), 'confirmed', TEN)).toBe('refused');
      await suppressions.add(spread(1), 'unsubscribed', NINE);
      expect(await suppressions.reopen(spread(1), 'scanner', TEN)).toBe('refused');
      expect(await suppressions.reopen(spread(1), 'undone', TEN)).toBe('open');
      expect(await isOpen()).toBe(true);
      await suppressions.add(spread(1), 'complained', TEN.add({ seconds: 1 }));
      expect(await suppressions.reopen(spread(1), 'undone', TEN)).toBe('refused');
      expect(await isOpen()).toBe(false);
      expect(await suppressions.reopen(spread(1), 'confirmed', TEN.add({ hours: 1 }))).toBe('open');
      await suppressions.add(spread(1), 'bounced', TEN.add({ minutes: 1 }));
      expect(await isOpen()).toBe(true);
      await suppressions.add(spread(1), 'unsubscribed', NINE);
      expect(await isOpen()).toBe(false);
      expect((await suppressions.log(spread(1))).map(({ why }) => why)).toEqual([
        'unsubscribed',
        'undone',
        'complained',
        'confirmed',
        'unsubscribed',
      ]);
    });

    test('suppressions of one id for many reasons at once are all recorded', async () => {
      const { suppressions } = await open();
      const reasons = ['unsubscribed', 'bounced', 'complained', 'erased'] as const;
      await Promise.all(reasons.map((why) => suppressions.add(spread(1), why, NINE)));
      expect((await suppressions.log(spread(1))).map(({ why }) => why).toSorted()).toEqual(reasons.toSorted());
    });

    test('a read for sending returns fifty subscribers with those who must not be mailed', async () => {
      const { subscribers, suppressions } = await open();
      const ids = Array.from({ length: 50 }, (_, i) => spread(i));
      await Promise.all(ids.slice(1).map((id) => subscribers.save(person(id))));
      await Promise.all([0, 1, 49].map((n) => suppressions.add(spread(n), 'complained', NINE)));
      await subscribers.unsubscribe(spread(2), TEN, 'one-click');
      const { people, unread } = await subscribers.readForSending(ids);
      expect(unread).toEqual(new Set());
      expect(people.size).toBe(50);
      expect(people.get(spread(0))).toEqual({ suppressed: true });
      expect(people.get(spread(1))).toEqual({ subscriber: person(spread(1), { version: 1 }), suppressed: true });
      expect(people.get(spread(2))?.subscriber?.status).toBe('unsubscribed');
      expect(people.get(spread(2))?.suppressed).toBe(false);
      expect(people.get(spread(48))).toEqual({ subscriber: person(spread(48), { version: 1 }), suppressed: false });
      expect(people.get(spread(49))?.suppressed).toBe(true);
    });

    test('a read for sending without ids is empty', async () => {
      const { subscribers } = await open();
      expect(await subscribers.readForSending([])).toEqual({ people: new Map(), unread: new Set() });
    });

    test('an address has one id however it is typed, and two addresses never share one', async () => {
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

const choicesOf = ({
  frequency,
  topics,
  organisation,
  pausedUntil,
}: Pick<Subscriber, 'frequency' | 'topics' | 'organisation' | 'pausedUntil'>) =>
  `${frequency} ${topics.toSorted()} ${organisation} ${pausedUntil}`;

/** How many have made the same choices, by the counts. */
async function countedIn(subscribers: Subscribers): Promise<Record<string, number>> {
  return Object.fromEntries((await subscribers.alike()).map(({ choices, count }) => [choicesOf(choices), count]).toSorted());
}

/** The same, by everybody. */
async function readIn(subscribers: Subscribers): Promise<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const one of (await subscribers.page(undefined, 1_000)).subscribers)
    if (one.status === 'confirmed') counts.set(choicesOf(one), (counts.get(choicesOf(one)) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted());
}

async function allPages(subscribers: Subscribers, limit: number): Promise<SubscriberId[][]> {
  const pages: SubscriberId[][] = [];
  let after: SubscriberId | undefined;
  do {
    const page = await subscribers.page(after, limit);
    pages.push(page.subscribers.map(({ id }) => id));
    after = page.next;
    // A list without an end fails the test instead of running for ever.
  } while (after !== undefined && pages.length < 1000);
  return pages;
}

/** True when a sender must not mail this subscriber. */
async function readOne(subscribers: Subscribers, id: SubscriberId): Promise<boolean | undefined> {
  return (await subscribers.readForSending([id])).people.get(id)?.suppressed;
}
