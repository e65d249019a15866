import { describe, expect, test } from 'vitest';
import { tagValues } from '#core/delivery/mail-tag';
import type { MailEvent } from '#core/delivery/ses-event';
import type { PublicationId } from '#core/publication/publication';
import type { EventArchive } from '#ports';
import { at, publicationId } from '#tests/contracts/ids';

/** `keep` writes as the provider does: one batch of events, filed under the hour in which they arrive. */
export type Kept = { eventArchive: EventArchive; keep(events: object[], arrived: string): Promise<void> };

/** An event as SES writes it. */
export function sesEvent(eventType: 'Send' | 'Delivery', publication: string, subscriber: string, timestamp: string): object {
  const tags = { i: [publication], c: ['0'], g: ['0'], r: [subscriber], a: ['1'], n: ['nonce'] };
  const mail = { messageId: `m-${publication}-${subscriber}`, timestamp, destination: ['a@example.org'], tags };
  return { eventType, mail, ...(eventType === 'Delivery' ? { delivery: { timestamp, recipients: ['a@example.org'] } } : { send: {} }) };
}

/** The contract of every `EventArchive`. `open` returns an empty one. */
export function eventArchiveContract(name: string, open: () => Promise<Kept>): void {
  describe(`an archive of events ${name}`, () => {
    const [one, two] = [publicationId('alert-one'), publicationId('alert-two')];
    const all = async (eventArchive: EventArchive, wanted: Parameters<EventArchive['events']>[0]): Promise<string[]> => {
      const found: string[] = [];
      for await (const event of eventArchive.events(wanted)) found.push(eventText(event));
      return found.toSorted();
    };

    test('a new event archive is empty', async () => {
      const { eventArchive } = await open();
      expect(await all(eventArchive, {})).toEqual([]);
    });

    test('an event archive returns what the provider reported about one publication or about all', async () => {
      const { eventArchive, keep } = await open();
      await keep(
        [sesEvent('Send', one, 'a', '2026-11-23T09:00:00.000Z'), sesEvent('Send', two, 'b', '2026-11-23T09:00:01.000Z')],
        '2026-11-23T09',
      );
      await keep(
        [sesEvent('Delivery', one, 'a', '2026-11-23T09:00:02.000Z'), sesEvent('Send', one, 'c', '2026-11-23T10:00:00.000Z')],
        '2026-11-23T10',
      );
      expect(await all(eventArchive, {})).toHaveLength(4);
      expect(await all(eventArchive, { publication: one })).toEqual(['accepted a 09:00:00', 'accepted c 10:00:00', 'delivered a 09:00:02']);
      expect(await all(eventArchive, { publication: 'alert-none' as PublicationId })).toEqual([]);
    });

    test('an event archive returns the events since a moment, including that moment, even if they arrived much later', async () => {
      const { eventArchive, keep } = await open();
      await keep(
        [sesEvent('Send', one, 'a', '2026-11-23T08:59:59.999Z'), sesEvent('Send', one, 'b', '2026-11-23T09:00:00.000Z')],
        '2026-11-23T09',
      );
      await keep([sesEvent('Send', one, 'c', '2026-11-23T09:30:00.000Z')], '2026-12-01T00');
      expect(await all(eventArchive, { since: at('2026-11-23T09:00:00Z') })).toEqual(['accepted b 09:00:00', 'accepted c 09:30:00']);
      expect(await all(eventArchive, { since: at('2026-12-01T00:00:00Z') })).toEqual([]);
    });

    test('an event archive skips the kinds of events that the newsroom does not use', async () => {
      const { eventArchive, keep } = await open();
      await keep(
        [{ ...sesEvent('Send', one, 'a', '2026-11-23T09:00:00Z'), eventType: 'Open' }, sesEvent('Send', one, 'b', '2026-11-23T09:00:00Z')],
        '2026-11-23T09',
      );
      expect(await all(eventArchive, {})).toEqual(['accepted b 09:00:00']);
    });
  });
}

const eventText = ({ kind, tag, at }: MailEvent): string => `${kind} ${tag && tagValues(tag).r} ${at.toString().slice(11, 19)}`;
