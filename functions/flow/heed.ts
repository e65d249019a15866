import { canaryMoment } from '#core/canary';
import { type MailEvent, parseMailEvent } from '#core/mail-event';
import { acceptance, settle } from '#flow/settle';
import type { World } from '#ports';

type HeedWorld = Pick<World, 'ledger' | 'canary' | 'subscribers' | 'suppressions'>;

/** Takes in one message from the queue of the provider's events. */
export async function hear(world: HeedWorld, body: string): Promise<void> {
  const event = parseMailEvent(body);
  if (event) await heed(world, event);
}

/**
 * Takes in what the mail provider reports. A `Send` event settles its delivery, whichever attempt it was of; a permanent
 * bounce or a complaint suppresses the address before anything else. Doubled, late and unordered events change nothing more.
 */
export async function heed(world: HeedWorld, event: MailEvent): Promise<void> {
  const subscriber = event.tag?.subscriber ?? (event.address === undefined ? undefined : world.subscribers.idOf(event.address));
  switch (event.kind) {
    case 'accepted': {
      if (!event.tag) return;
      const canary = canaryMoment(event.tag);
      if (canary) return world.canary.noteBack(canary);
      const { at, attempt } = event.tag;
      const unsettled = await settle(world, at, [
        acceptance(event.tag.subscriber, { state: 'accepted', attempt, receipt: event.receipt, by: 'event' }),
      ]);
      // It may be the only witness of this mail: the queue must bring it again.
      if (unsettled.length > 0) throw new Error(`The ledger did not take in that a mail of ${at.publication} was accepted.`);
      return;
    }
    case 'bounced': {
      if (!event.permanent || subscriber === undefined) return;
      await world.suppressions.add(subscriber, 'bounced', event.at);
      return;
    }
    case 'complained': {
      if (subscriber !== undefined) await world.suppressions.add(subscriber, 'complained', event.at);
      return;
    }
    case 'delivered':
    case 'delayed':
    case 'rejected':
      return;
    default:
      event satisfies never;
  }
}
