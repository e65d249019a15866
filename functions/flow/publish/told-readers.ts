import type { Delivery } from '#core/delivery/ledger';
import type { Publication, PublicationRecord } from '#core/publication/publication';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { World } from '#ports';

/**
 * Returns who has been sent an email of its own about the event of a message: the announcement, a reminder, a change notice or the email
 * after it. Nobody for any other publication. An email that may have arrived counts. Reads only; safe to repeat.
 */
export async function readTold(
  { ledger }: Pick<World, 'ledger'>,
  { toldOf }: Publication,
  records: readonly PublicationRecord[],
): Promise<Set<SubscriberId>> {
  const told = new Set<SubscriberId>();
  if (toldOf === undefined) return told;
  for (const { id, channel, kind, stories, chunks = 0, totals } of records) {
    if (channel !== 'email' || kind === 'digest' || kind === 'message' || stories[0] !== toldOf || totals) continue;
    for (let chunk = 0; chunk < chunks; chunk += 1)
      for (const group of (await ledger.groups(id, chunk)).values())
        for (const [subscriber, delivery] of group) if (mayHaveArrived(delivery)) told.add(subscriber);
  }
  return told;
}

function mayHaveArrived({ state }: Delivery): boolean {
  return state !== 'ready' && state !== 'suppressed' && state !== 'refused';
}
