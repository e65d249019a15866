import { expect, test } from 'vitest';
import { certificate } from '#flow/certificate/certificate';
import { handleSesEvent, handleSesEvents } from '#flow/email/handle-ses-events';
import { at, publicationId, TestNewsroom } from '#tests/flow/test-newsroom';

const ALERT = publicationId('alert-safer-medicines');

test('an SES event that the ledger cannot store fails, so that the queue brings it again', async () => {
  const newsroom = new TestNewsroom(undefined, { mailOutcome: () => ({ kind: 'unknown', why: 'the wire broke' }) });
  const ada = await newsroom.subscribe('ada');
  await newsroom.minute('2019-09-09T09:00');
  const group = { publication: ALERT, chunk: 0, group: 0 };
  const row = (await newsroom.world.ledger.group(group)).get(ada.id);
  if (row?.state !== 'attempting') throw new Error(`expected a claim, found ${row?.state}`);
  const tag = { kind: 'delivery', at: group, subscriber: ada.id, attempt: 1, nonce: row.nonce } as const;
  const event = { kind: 'accepted', receipt: 'm-1', at: at('2019-09-09T09:00'), tag } as const;
  const down = { ...newsroom.world, ledger: { ...newsroom.world.ledger, change: () => Promise.reject(new Error('throttled')) } };
  await expect(handleSesEvent(down, event)).rejects.toThrow('did not take in');
  await handleSesEvent(newsroom.world, event);
  expect((await newsroom.world.ledger.group(group)).get(ada.id)).toMatchObject({ state: 'accepted', by: 'event' });
});

/** Returns an SES event as the queue brings it. */
function sendEvent(receipt: string, to: { id: string }, attempt: number, nonce: string): string {
  const tags = { i: [ALERT], c: ['0'], g: ['0'], r: [to.id], a: [String(attempt)], n: [nonce] };
  return JSON.stringify({
    eventType: 'Send',
    mail: { messageId: receipt, timestamp: '2019-09-09T08:00:00Z', destination: ['x@example.org'], tags },
    send: {},
  });
}

test('a batch of SES events costs one read and one write a group, counts duplicates, and returns only the failed ones', async () => {
  const newsroom = new TestNewsroom(undefined, { mailOutcome: () => ({ kind: 'unknown', why: 'the wire broke' }) });
  const people = await Promise.all(['ada', 'ben', 'cat'].map((name) => newsroom.subscribe(name)));
  await newsroom.minute('2019-09-09T09:00');
  const calls: string[] = [];
  const world = {
    ...newsroom.world,
    ledger: {
      ...newsroom.world.ledger,
      group: (...args: Parameters<typeof newsroom.world.ledger.group>) => {
        calls.push('read');
        return newsroom.world.ledger.group(...args);
      },
      change: (...args: Parameters<typeof newsroom.world.ledger.change>) => {
        calls.push('write');
        return newsroom.world.ledger.change(...args);
      },
    },
  };
  const messages = new Map(people.map((person) => [person.address, sendEvent(`m-${person.name}`, person, 1, 'x')]));
  messages.set('broken', 'no event at all');
  const failed = await handleSesEvents(world, messages);
  expect([...failed.keys()]).toEqual(['broken']);
  expect(calls).toEqual(['read', 'write']);
  expect(await certificate(newsroom.world, ALERT)).toMatchObject({ accepted: 3, byEvent: 3, twice: 0 });
  const [ada] = people;
  if (!ada) throw new Error('expected ada');
  await handleSesEvents(
    newsroom.world,
    new Map([
      ['one', sendEvent('m-ada', ada, 1, 'x')],
      ['two', sendEvent('again', ada, 2, 'y')],
    ]),
  );
  expect(await certificate(newsroom.world, ALERT)).toMatchObject({ accepted: 3, twice: 1 });
});

test('two receipts of one reader in one batch of SES events are one acceptance and one duplicate', async () => {
  const newsroom = new TestNewsroom(undefined, { mailOutcome: () => ({ kind: 'unknown', why: 'the wire broke' }) });
  const ada = await newsroom.subscribe('ada');
  await newsroom.minute('2019-09-09T09:00');
  await handleSesEvents(
    newsroom.world,
    new Map([
      ['one', sendEvent('m-1', ada, 1, 'x')],
      ['two', sendEvent('m-2', ada, 2, 'y')],
    ]),
  );
  expect(await certificate(newsroom.world, ALERT)).toMatchObject({ planned: 1, accepted: 1, twice: 1 });
});

test('every SES event of a group fails while the ledger is down', async () => {
  const newsroom = new TestNewsroom(undefined, { mailOutcome: () => ({ kind: 'unknown', why: 'the wire broke' }) });
  const ada = await newsroom.subscribe('ada');
  await newsroom.minute('2019-09-09T09:00');
  const down = { ...newsroom.world, ledger: { ...newsroom.world.ledger, group: () => Promise.reject(new Error('throttled')) } };
  const failed = await handleSesEvents(
    down,
    new Map([
      ['one', sendEvent('m-1', ada, 1, 'x')],
      ['two', sendEvent('m-1', ada, 1, 'x')],
    ]),
  );
  expect([...failed.keys()]).toEqual(['one', 'two']);
});

test.each(['bounced', 'complained', 'delivered', 'accepted'] as const)('that a canary was %s tells of no subscriber', async (kind) => {
  const newsroom = new TestNewsroom();
  const refuse = () => Promise.reject(new Error('written'));
  const { world } = newsroom;
  const suppressions = { ...world.suppressions, add: refuse };
  const bounces = { ...world.bounces, record: refuse, delivered: refuse };
  const event = {
    receipt: 'm-1',
    at: at('2019-09-09T09:00'),
    address: 'success@simulator.amazonses.com',
    tag: { kind: 'canary', sent: at('2019-09-09T08:59') } as const,
  };
  const reported = kind === 'bounced' ? { ...event, kind, permanent: true, subType: 'General' } : { ...event, kind };
  await handleSesEvent({ ...world, suppressions, bounces }, reported);
  expect((await world.canary.proof()).back?.toString()).toBe(kind === 'accepted' ? event.tag.sent.toString() : undefined);
});
