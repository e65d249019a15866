import fc from 'fast-check';
import type { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import type { MailEvent } from '#core/delivery/ses-event';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { handleSesEvent } from '#flow/email/handle-ses-events';
import { runRetention } from '#flow/privacy/run-retention';
import type { Bounces } from '#ports';
import { at, publicationId, TestNewsroom } from '#tests/flow/test-newsroom';

type MailResult = 'through' | 'back' | 'away';

const FIRST = at('2019-09-12T09:00');
const issueAt = (issue: number): Temporal.Instant => FIRST.add({ hours: issue * 7 * 24 });

function event(
  issue: number,
  to: Subscriber,
  what: { kind: 'delivered' } | { kind: 'bounced'; permanent: boolean; subType: string },
  seconds = 5,
): MailEvent {
  const tag = {
    kind: 'delivery',
    at: { publication: publicationId(`digest-${issue}`), chunk: 0, group: 0 },
    subscriber: to.id,
    attempt: 1,
    nonce: 'n',
  } as const;
  return { ...what, receipt: `m-${issue}`, at: issueAt(issue).add({ seconds }), tag };
}
const through = (issue: number, to: Subscriber) => event(issue, to, { kind: 'delivered' });
const back = (issue: number, to: Subscriber, subType = 'General') => event(issue, to, { kind: 'bounced', permanent: false, subType });

/** Returns the SES events of one mail. An out-of-office reply is a bounce beside a delivery. */
function eventsOf(issue: number, to: Subscriber, result: MailResult): MailEvent[] {
  if (result === 'through') return [through(issue, to)];
  return result === 'back' ? [back(issue, to)] : [through(issue, to), back(issue, to)];
}

/** Makes `delivered` as late as the port allows: it knows a recorded bounce only after five minutes. */
function lateToLearn(bounces: Bounces, time: { now: Temporal.Instant }): Bounces {
  let known = new Set<string>();
  let read: Temporal.Instant | undefined;
  return {
    ...bounces,
    delivered: async (id) => {
      if (!read || time.now.epochMilliseconds - read.epochMilliseconds > 5 * 60_000) {
        known = new Set();
        for await (const { subscriber } of bounces.all()) known.add(subscriber);
        read = time.now;
      }
      if (known.has(id)) await bounces.delivered(id);
    },
  };
}

/** Sends a mail a week with these results, and makes a retention run each day. True when the reader is still mailed afterwards. */
async function isStillMailed(results: readonly MailResult[], shuffle: (events: MailEvent[]) => MailEvent[]): Promise<boolean> {
  const newsroom = new TestNewsroom({});
  const ada = await newsroom.subscribe('ada');
  const { time } = newsroom.memory;
  const world = { ...newsroom.world, bounces: lateToLearn(newsroom.world.bounces, time) };
  for (const [issue, result] of results.entries()) {
    time.now = issueAt(issue);
    for (const one of shuffle(eventsOf(issue, ada, result))) await handleSesEvent(world, one);
    for (let day = 1; day <= 7; day += 1) await runRetention(world, issueAt(issue).add({ hours: day * 24 }), () => true);
  }
  expect(await world.suppressions.has(ada.id)).toBe((await world.subscribers.find(ada.id))?.status === 'bounced');
  return !(await world.suppressions.has(ada.id));
}

const anyOrder = fc.record({ turned: fc.boolean(), doubled: fc.boolean() }).map(({ turned, doubled }) => (events: MailEvent[]) => {
  const ordered = turned ? events.toReversed() : events;
  return doubled ? [...ordered, ...ordered] : ordered;
});

test('a reader on leave for a year is mailed all the year, whatever the order and number of SES events', async () => {
  await fc.assert(
    fc.asyncProperty(anyOrder, async (shuffle) => {
      expect(
        await isStillMailed(
          Array.from({ length: 52 }, () => 'away'),
          shuffle,
        ),
      ).toBe(true);
    }),
    { numRuns: 4 },
  );
});

test('only soft bounces in a row, with no delivery between them, reach the soft-bounce limit of an address', async () => {
  const result = fc.constantFrom<MailResult>('through', 'back', 'back', 'back', 'back', 'away');
  await fc.assert(
    fc.asyncProperty(fc.array(result, { minLength: 1, maxLength: 14 }), anyOrder, async (results, shuffle) => {
      const longest = Math.max(...results.map((_, i) => [...results.slice(i), 'through'].findIndex((one) => one !== 'back')));
      const mailed = await isStillMailed(results, shuffle);
      if (longest < 5) expect(mailed).toBe(true);
      // One bounce of the streak may count as an out-of-office reply.
      if (longest > 5) expect(mailed).toBe(false);
    }),
    { numRuns: 60 },
  );
});

test('bounces about the size of a mail, without a tag, or of a transactional email do not count against the address', async () => {
  const newsroom = new TestNewsroom({});
  const ada = await newsroom.subscribe('ada');
  for (let issue = 0; issue < 10; issue += 1) {
    await handleSesEvent(newsroom.world, back(issue, ada, 'MessageTooLarge'));
    const { tag: _, ...untagged } = back(issue, ada);
    await handleSesEvent(newsroom.world, { ...untagged, address: ada.address } as MailEvent);
    const day = issueAt(issue).toZonedDateTimeISO('Europe/London').toPlainDate();
    await handleSesEvent(newsroom.world, { ...back(issue, ada), tag: { kind: 'transactional', email: { to: ada.id, kind: 'link', day } } });
  }
  await runRetention(newsroom.world, issueAt(12), () => true);
  expect(await newsroom.world.suppressions.log(ada.id)).toEqual([]);
});

test('a permanent bounce or a complaint suppresses at once, also when it comes twice, and the first reason stays', async () => {
  const newsroom = new TestNewsroom({});
  const [ada, ben] = [await newsroom.subscribe('ada'), await newsroom.subscribe('ben')];
  const permanent = event(0, ada, { kind: 'bounced', permanent: true, subType: 'General' });
  for (const one of [permanent, permanent]) await handleSesEvent(newsroom.world, one);
  const complaint: MailEvent = { ...through(0, ben), kind: 'complained' };
  for (const one of [complaint, complaint, through(0, ben)]) await handleSesEvent(newsroom.world, one);
  expect((await newsroom.world.subscribers.find(ada.id))?.status).toBe('bounced');
  expect((await newsroom.world.subscribers.find(ben.id))?.status).toBe('complained');
  expect((await newsroom.world.suppressions.log(ada.id)).map(({ why }) => why)).toEqual(['bounced']);
  expect((await newsroom.world.suppressions.log(ben.id)).map(({ why }) => why)).toEqual(['complained']);
});

test('a permanent bounce says which email came back, and is no step towards the soft-bounce limit', async () => {
  const newsroom = new TestNewsroom({});
  const ada = await newsroom.subscribe('ada');
  const permanent = event(3, ada, { kind: 'bounced', permanent: true, subType: 'General' });
  for (const one of [permanent, permanent]) await handleSesEvent(newsroom.world, one);
  const kept: [SubscriberId, number][] = [];
  for await (const { subscriber, bounces } of newsroom.world.bounces.all()) kept.push([subscriber, bounces.length]);
  expect(kept).toEqual([[ada.id, 1]]);
  await runRetention(newsroom.world, issueAt(8), () => true);
  expect((await newsroom.world.suppressions.log(ada.id)).map(({ why }) => why)).toEqual(['bounced']);
});

test('a bounce or a complaint without our tag is matched by its address', async () => {
  const newsroom = new TestNewsroom({});
  const ada = await newsroom.subscribe('ada');
  const { tag: _, ...untagged } = event(0, ada, { kind: 'bounced', permanent: true, subType: 'Suppressed' });
  await handleSesEvent(newsroom.world, { ...untagged, address: ' ADA@example.org' } as MailEvent);
  expect((await newsroom.world.subscribers.find(ada.id))?.status).toBe('bounced');
});

test('an unsubscribed reader is not marked as bounced, and their soft bounces are removed by the retention run', async () => {
  const newsroom = new TestNewsroom({});
  const ada = await newsroom.subscribe('ada');
  for (let issue = 0; issue < 7; issue += 1) await handleSesEvent(newsroom.world, back(issue, ada));
  await newsroom.world.suppressions.add(ada.id, 'unsubscribed', issueAt(7));
  await newsroom.world.subscribers.unsubscribe(ada.id, issueAt(7), 'page');
  await runRetention(newsroom.world, issueAt(8), () => true);
  expect((await newsroom.world.suppressions.log(ada.id)).map(({ why }) => why)).toEqual(['unsubscribed']);
  for await (const one of newsroom.world.bounces.all()) expect(one).toBeUndefined();
});

test('a complaint whose handling fails at any call, before or after its effect, suppresses when the queue brings it again', async () => {
  for (let strike = 0; ; strike += 1) {
    const newsroom = new TestNewsroom({});
    const ada = await newsroom.subscribe('ada');
    const complaint: MailEvent = { ...through(0, ada), kind: 'complained' };
    let calls = 0;
    const broken = <P extends object>(port: P): P =>
      new Proxy(port, {
        get: (target, name) => {
          const call: unknown = Reflect.get(target, name);
          if (typeof call !== 'function') return call;
          return async (...given: unknown[]) => {
            const [before, after] = [calls, calls + 1];
            calls += 2;
            if (before === strike) throw new Error('no answer');
            const answer: unknown = await call.apply(target, given);
            if (after === strike) throw new Error('the answer is lost');
            return answer;
          };
        },
      });
    const { suppressions, subscribers } = newsroom.world;
    const failed = await handleSesEvent(
      { ...newsroom.world, suppressions: broken(suppressions), subscribers: broken(subscribers) },
      complaint,
    ).then(
      () => false,
      () => true,
    );
    if (!failed) {
      expect(strike).toBeGreaterThanOrEqual(6);
      return;
    }
    await handleSesEvent(newsroom.world, complaint);
    expect([strike, await suppressions.has(ada.id), (await subscribers.find(ada.id))?.status]).toEqual([strike, true, 'complained']);
  }
});
