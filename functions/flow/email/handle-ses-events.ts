import { canaryMoment } from '#core/delivery/canary-mail';
import type { DeliveryChange, GroupAddress } from '#core/delivery/ledger';
import { type MailEvent, parseMailEvent } from '#core/delivery/ses-event';
import { isAboutTheAddress } from '#core/subscriber/soft-bounces';
import { isMorningSummary, isTransactional } from '#core/transactional/transactional-tag';
import { acceptance, settle } from '#flow/email/settle-group';
import { suppress } from '#flow/email/suppress-address';
import type { World } from '#ports';

type SesEventsWorld = Pick<World, 'ledger' | 'canary' | 'subscribers' | 'suppressions' | 'bounces'>;
type Accepted = MailEvent & { kind: 'accepted' };

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
      if (event?.kind === 'accepted' && event.tag && !canaryMoment(event.tag) && !isTransactional(event.tag)) {
        const { at } = event.tag;
        const key = JSON.stringify(at);
        const { ids, events } = groups.get(key) ?? { ids: [], events: [] };
        groups.set(key, { at, ids: [...ids, id], events: [...events, { ...event, kind: 'accepted' }] });
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
  if (event.tag && isMorningSummary(event.tag)) return;
  const subscriber = event.tag?.subscriber ?? (event.address === undefined ? undefined : world.subscribers.idOf(event.address));
  switch (event.kind) {
    case 'accepted': {
      // A letter has no row in the ledger: what is known of it, its own sender has written.
      if (!event.tag || isTransactional(event.tag)) return;
      const canary = canaryMoment(event.tag);
      if (canary) return world.canary.recordBack(canary);
      return settleAccepted(world, event.tag.at, [{ ...event, kind: 'accepted' }]);
    }
    case 'bounced': {
      if (subscriber === undefined) return;
      if (event.permanent) return suppress(world, subscriber, 'bounced', event.at);
      // A letter is no publication: she asked for it at a form, perhaps with a slip in her address.
      if (!event.tag || isTransactional(event.tag) || !isAboutTheAddress(event.subType)) return;
      await world.bounces.record(subscriber, { publication: event.tag.at.publication, at: event.at });
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
      if (!event.tag) continue;
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
