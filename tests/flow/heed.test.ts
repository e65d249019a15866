import { expect, test } from 'vitest';
import { heed } from '#flow/heed';
import { at, DeskTop, publicationId } from '#tests/flow/desk-top';

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
