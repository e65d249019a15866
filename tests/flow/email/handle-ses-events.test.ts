import { expect, test } from 'vitest';
import { certificate } from '#flow/certificate/certificate';
import { hearAll, heed } from '#flow/email/handle-ses-events';
import { at, DeskTop, publicationId } from '#tests/flow/test-newsroom';

const ALERT = publicationId('alert-safer-medicines');

test('an event that the ledger does not take in fails, so that the queue brings it again', async () => {
  const desk = new DeskTop(undefined, { mailOutcome: () => ({ kind: 'unknown', why: 'the wire broke' }) });
  const ada = await desk.subscribe('ada');
  await desk.minute('2019-09-09T09:00');
  const group = { publication: ALERT, chunk: 0, group: 0 };
  const row = (await desk.world.ledger.group(group)).get(ada.id);
  if (row?.state !== 'attempting') throw new Error(`expected a claim, found ${row?.state}`);
  const tag = { at: group, subscriber: ada.id, attempt: 1, nonce: row.nonce };
  const event = { kind: 'accepted', receipt: 'm-1', at: at('2019-09-09T09:00'), tag } as const;
  const down = { ...desk.world, ledger: { ...desk.world.ledger, change: () => Promise.reject(new Error('throttled')) } };
  await expect(heed(down, event)).rejects.toThrow('did not take in');
  await heed(desk.world, event);
  expect((await desk.world.ledger.group(group)).get(ada.id)).toMatchObject({ state: 'accepted', by: 'event' });
});

/** An SES event as the queue brings it. */
function sendEvent(receipt: string, to: { id: string }, attempt: number, nonce: string): string {
  const tags = { i: [ALERT], c: ['0'], g: ['0'], r: [to.id], a: [String(attempt)], n: [nonce] };
  return JSON.stringify({
    eventType: 'Send',
    mail: { messageId: receipt, timestamp: '2019-09-09T08:00:00Z', destination: ['x@example.org'], tags },
    send: {},
  });
}

test('a batch of events is taken in together: one read and one write for a group, twice counted, and only what fails comes again', async () => {
  const desk = new DeskTop(undefined, { mailOutcome: () => ({ kind: 'unknown', why: 'the wire broke' }) });
  const people = await Promise.all(['ada', 'ben', 'cat'].map((name) => desk.subscribe(name)));
  await desk.minute('2019-09-09T09:00');
  const calls: string[] = [];
  const world = {
    ...desk.world,
    ledger: {
      ...desk.world.ledger,
      group: (...args: Parameters<typeof desk.world.ledger.group>) => {
        calls.push('read');
        return desk.world.ledger.group(...args);
      },
      change: (...args: Parameters<typeof desk.world.ledger.change>) => {
        calls.push('write');
        return desk.world.ledger.change(...args);
      },
    },
  };
  const messages = new Map(people.map((person) => [person.address, sendEvent(`m-${person.name}`, person, 1, 'x')]));
  messages.set('broken', 'no event at all');
  const failed = await hearAll(world, messages);
  expect([...failed.keys()]).toEqual(['broken']);
  expect(calls).toEqual(['read', 'write']);
  expect(await certificate(desk.world, ALERT)).toMatchObject({ accepted: 3, byEvent: 3, twice: 0 });
  const [ada] = people;
  if (!ada) throw new Error('expected ada');
  await hearAll(
    desk.world,
    new Map([
      ['one', sendEvent('m-ada', ada, 1, 'x')],
      ['two', sendEvent('again', ada, 2, 'y')],
    ]),
  );
  expect(await certificate(desk.world, ALERT)).toMatchObject({ accepted: 3, twice: 1 });
});

test('two receipts of one person in one batch are one acceptance and one duplicate', async () => {
  const desk = new DeskTop(undefined, { mailOutcome: () => ({ kind: 'unknown', why: 'the wire broke' }) });
  const ada = await desk.subscribe('ada');
  await desk.minute('2019-09-09T09:00');
  await hearAll(
    desk.world,
    new Map([
      ['one', sendEvent('m-1', ada, 1, 'x')],
      ['two', sendEvent('m-2', ada, 2, 'y')],
    ]),
  );
  expect(await certificate(desk.world, ALERT)).toMatchObject({ planned: 1, accepted: 1, twice: 1 });
});

test('while the ledger is down every event of the group comes again', async () => {
  const desk = new DeskTop(undefined, { mailOutcome: () => ({ kind: 'unknown', why: 'the wire broke' }) });
  const ada = await desk.subscribe('ada');
  await desk.minute('2019-09-09T09:00');
  const down = { ...desk.world, ledger: { ...desk.world.ledger, group: () => Promise.reject(new Error('throttled')) } };
  const failed = await hearAll(
    down,
    new Map([
      ['one', sendEvent('m-1', ada, 1, 'x')],
      ['two', sendEvent('m-1', ada, 1, 'x')],
    ]),
  );
  expect([...failed.keys()]).toEqual(['one', 'two']);
});
