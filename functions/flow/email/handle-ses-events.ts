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
 * Handles a batch of SES events, given by the queue's message id. Returns the ids that failed, with their errors: the caller returns them
 * to the queue. Acceptances of one group are written together. Safe to repeat.
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
 * Handles one SES event. A `Send` event settles its delivery, whichever attempt it was of. A permanent bounce or a complaint suppresses
 * the address before anything else. Each bounce of a publication is recorded: it says which email came back, and the daily retention run
 * decides on soft ones (flow/privacy/run-retention.ts). Repeated, late and unordered events change nothing more. May throw; safe to repeat.
 */
export async function handleSesEvent(world: SesEventsWorld, event: MailEvent): Promise<void> {
  const { tag, receipt } = event;
  const subscriber = subscriberOf(world, event);
  switch (event.kind) {
    case 'accepted':
      return tag && handleAccepted(world, tag, receipt);
    case 'bounced': {
      if (subscriber === undefined) return;
      if (event.permanent) await suppress(world, subscriber, 'bounced', event.at);
      // A transactional email is no publication: the reader asked for it at a form, perhaps with a slip in the address.
      if (tag?.kind !== 'delivery' || !(event.permanent || isAboutTheAddress(event.subType))) return;
      // After a permanent bounce it does not count any more: it only says which email came back.
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

/** Returns the subscriber that an event is about; undefined for a canary and a morning summary, which go to no subscriber. */
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
      // A transactional email has no row in the ledger: its sender has written what is known of it.
      return;
    case 'canary':
      return world.canary.recordBack(tag.sent);
    default:
      return tag satisfies never;
  }
}

/**
 * Writes the acceptances of one group. At most one receipt per person in a write, so that a second receipt meets the first and is counted
 * as a duplicate.
 */
async function settleAccepted(world: Pick<World, 'ledger'>, at: GroupAddress, events: Accepted[]): Promise<void> {
  for (let rest = events; rest.length > 0; ) {
    const stored = await world.ledger.group(at);
    const changes = new Map<string, DeliveryChange>();
    const later: Accepted[] = [];
    for (const event of rest) {
      const { subscriber, attempt } = event.tag;
      const row = stored.get(subscriber);
      // Usually the answer came first: then nothing is written, and the row still says that it was learned by answer.
      if (row?.state === 'accepted' && row.receipt === event.receipt) continue;
      if (changes.has(subscriber)) later.push(event);
      else changes.set(subscriber, acceptance(subscriber, { state: 'accepted', attempt, receipt: event.receipt, by: 'event' }));
    }
    const unsettled = changes.size === 0 ? [] : await settle(world, at, [...changes.values()]);
    // This event may be the only evidence of these mails: the queue must bring it again.
    if (unsettled.length > 0) throw new Error(`The ledger did not take in that a mail of ${at.publication} was accepted.`);
    rest = later;
  }
}
