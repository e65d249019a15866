import type { DeliveryChange, GroupAddress } from '#core/delivery/ledger';
import type { DeliveryTag, MailTag } from '#core/delivery/mail-tag';
import { type MailEvent, parseMailEvent } from '#core/delivery/ses-event';
import { isAboutTheAddress } from '#core/subscriber/soft-bounces';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { acceptance, settle } from '#flow/email/settle-group';
import { suppress } from '#flow/email/suppress-address';
import type { World } from '#ports';

type SesEventsWorld = Pick<World, 'ledger' | 'canary' | 'subscribers' | 'suppressions' | 'bounces'>;
type Accepted = { tag: DeliveryTag; receipt: string };

/**
 * Takes in a batch of messages from the queue of the provider's events, by the queue's own id of each, and gives what went
 * wrong with which: those must come again. Acceptances of one group mostly come together, and are taken in together.
 */
export async function handleSesEvents(world: SesEventsWorld, messages: ReadonlyMap<string, string>): Promise<Map<string, unknown>> {
  const failed = new Map<string, unknown>();
  const groups = new Map<string, { at: GroupAddress; ids: string[]; events: Accepted[] }>();
  for (const [id, body] of messages) {
    try {
      const event = parseMailEvent(body);
      if (event?.kind === 'accepted' && event.tag?.kind === 'delivery') {
        const { tag, receipt } = event;
        const { at } = tag;
        const key = JSON.stringify(at);
        const { ids, events } = groups.get(key) ?? { ids: [], events: [] };
        groups.set(key, { at, ids: [...ids, id], events: [...events, { tag, receipt }] });
      } else if (event) await handleSesEvent(world, event);
    } catch (error) {
      failed.set(id, error);
    }
  }
  for (const { at, ids, events } of groups.values()) {
    await settleAccepted(world, at, events).catch((error: unknown) => {
      for (const id of ids) failed.set(id, error);
    });
  }
  return failed;
}

/**
 * Takes in what the mail provider reports. A `Send` event settles its delivery, whichever attempt it was of; a permanent
 * bounce or a complaint suppresses the address before anything else. What may get through another time is noted, and the
 * daily round decides (flow/privacy/run-retention.ts). Doubled, late and unordered events change nothing more.
 */
export async function handleSesEvent(world: SesEventsWorld, event: MailEvent): Promise<void> {
  const { tag, receipt } = event;
  const subscriber = subscriberOf(world, event);
  switch (event.kind) {
    case 'accepted':
      return tag && handleAccepted(world, tag, receipt);
    case 'bounced': {
      if (subscriber === undefined) return;
      if (event.permanent) return suppress(world, subscriber, 'bounced', event.at);
      // A letter is no publication: she asked for it at a form, perhaps with a slip in her address.
      if (tag?.kind !== 'delivery' || !isAboutTheAddress(event.subType)) return;
      await world.bounces.record(subscriber, { publication: tag.at.publication, at: event.at });
      return;
    }
    case 'complained': {
      if (subscriber !== undefined) await suppress(world, subscriber, 'complained', event.at);
      return;
    }
    case 'delivered': {
      if (subscriber !== undefined) await world.bounces.delivered(subscriber);
      return;
    }
    case 'delayed':
    case 'rejected':
      return;
    default:
      event satisfies never;
  }
}

/** Of whom it tells something; of nobody, when it is of a canary or of a note, which are to no subscriber. */
function subscriberOf({ subscribers }: SesEventsWorld, { tag, address }: MailEvent): SubscriberId | undefined {
  if (!tag) return address === undefined ? undefined : subscribers.idOf(address);
  switch (tag.kind) {
    case 'delivery':
      return tag.subscriber;
    case 'transactional':
      return tag.email.kind === 'note' ? undefined : tag.email.to;
    case 'canary':
      return undefined;
    default:
      return tag satisfies never;
  }
}

async function handleAccepted(world: SesEventsWorld, tag: MailTag, receipt: string): Promise<void> {
  switch (tag.kind) {
    case 'delivery':
      return settleAccepted(world, tag.at, [{ tag, receipt }]);
    case 'transactional':
      // It has no row in the ledger: what is known of it, its own sender has written.
      return;
    case 'canary':
      return world.canary.recordBack(tag.sent);
    default:
      return tag satisfies never;
  }
}

/**
 * Settles what events prove to be accepted, in one group. One receipt of a person at a time, so that a second one meets
 * the first and is counted.
 */
async function settleAccepted(world: Pick<World, 'ledger'>, at: GroupAddress, events: Accepted[]): Promise<void> {
  for (let rest = events; rest.length > 0; ) {
    const stored = await world.ledger.group(at);
    const changes = new Map<string, DeliveryChange>();
    const later: Accepted[] = [];
    for (const event of rest) {
      const { subscriber, attempt } = event.tag;
      const row = stored.get(subscriber);
      // Mostly the answer came first: then nothing is written, and the row goes on saying that it was learned by answer.
      if (row?.state === 'accepted' && row.receipt === event.receipt) continue;
      if (changes.has(subscriber)) later.push(event);
      else changes.set(subscriber, acceptance(subscriber, { state: 'accepted', attempt, receipt: event.receipt, by: 'event' }));
    }
    const unsettled = changes.size === 0 ? [] : await settle(world, at, [...changes.values()]);
    // It may be the only witness of these mails: the queue must bring it again.
    if (unsettled.length > 0) throw new Error(`The ledger did not take in that a mail of ${at.publication} was accepted.`);
    rest = later;
  }
}
