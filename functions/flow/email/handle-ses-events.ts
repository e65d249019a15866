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
 * Handles a batch of SES events, given by the queue's message id. Returns the ids that failed, with their errors: the caller returns
 * them
 * to the queue. Acceptances of one group are written together. Safe to repeat.
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
 * Handles one SES event. A `Send` event settles its delivery, whichever attempt it was of. A permanent bounce or a complaint suppresses
 * the address before anything else. A soft bounce is recorded, and the daily retention run decides (flow/privacy/run-retention.ts).
 * Repeated, late and unordered events change nothing more. May throw; safe to repeat.
 */
export async function handleSesEvent(world: SesEventsWorld, event: MailEvent): Promise<void> {
  if (event.tag && isMorningSummary(event.tag)) return;
  const subscriber = event.tag?.subscriber ?? (event.address === undefined ? undefined : world.subscribers.idOf(event.address));
  switch (event.kind) {
    case 'accepted': {
      // A transactional email has no row in the ledger: its sender has written what is known of it.
      if (!event.tag || isTransactional(event.tag)) return;
      const canary = canaryMoment(event.tag);
      if (canary) return world.canary.recordBack(canary);
      return settleAccepted(world, event.tag.at, [{ ...event, kind: 'accepted' }]);
    }
    case 'bounced': {
      if (subscriber === undefined) return;
      if (event.permanent) return suppress(world, subscriber, 'bounced', event.at);
      // A transactional email is no publication: the reader asked for it at a form, perhaps with a slip in the address.
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
 * Writes the acceptances of one group. At most one receipt per person in a write, so that a second receipt meets the first and is
 * counted
 * as a duplicate.
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
