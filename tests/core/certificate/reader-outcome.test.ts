import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { certify } from '#core/certificate/count-deliveries';
import { FIGURE_OF, READER_OUTCOMES, readerOutcome } from '#core/certificate/reader-outcome';
import type { Delivery } from '#core/delivery/ledger';
import type { PublicationId } from '#core/publication/publication';
import type { SubscriberId } from '#core/subscriber/subscriber';

const since = Temporal.Instant.from('2019-09-12T08:00:00Z');
const EVERY: (Delivery | undefined)[] = [
  undefined,
  { state: 'ready', attempt: 1 },
  { state: 'attempting', attempt: 1, nonce: 'n', since },
  { state: 'unresolved', attempt: 1, nonce: 'n', since, seen: since },
  { state: 'held', attempt: 1, nonce: 'n', why: 'lost' },
  { state: 'accepted', attempt: 1, receipt: 'r', by: 'answer' },
  { state: 'accepted', attempt: 1, receipt: 'r', by: 'event' },
  { state: 'confirmed-sent', attempt: 1, by: 'Sam' },
  { state: 'suppressed', attempt: 1, why: 'paused' },
  { state: 'suppressed', attempt: 1, why: 'unsubscribed' },
  { state: 'refused', attempt: 1, why: 'too late' },
];

test('a reader’s outcome counts in the certificate’s own figure, whatever the ledger says of the reader', () => {
  const found = new Set<string>();
  for (const delivery of EVERY)
    for (const cancelled of [false, true])
      for (const cameBack of [false, true]) {
        const outcome = readerOutcome(delivery, { cancelled, cameBack });
        found.add(outcome);
        const subscriber = 'a' as SubscriberId;
        const audienceChunk = {
          ...{ publication: 'alert-a' as PublicationId, chunk: 0, group: 20, last: subscriber, end: false, closed: false },
          members: [{ subscriber, mail: 'm' }],
        };
        const counts = certify([{ audienceChunk, rows: new Map(delivery ? [[subscriber, delivery]] : []) }], 0);
        expect([delivery, outcome, counts[FIGURE_OF[outcome]]]).toEqual([delivery, outcome, 1]);
      }
  expect([...found].sort()).toEqual([...READER_OUTCOMES].sort());
});
