import { type Delivery, type DeliveryChange, type GroupAddress, holds } from '#core/delivery/ledger';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { World } from '#ports';

/** How often a write that lost a race or its answer is tried again before the rest is left to events and the sweeper. */
const TRIES = 4;

/**
 * Writes what is certain about members of one group, and only that. A lost answer is met by writing the same again; a
 * lost race by looking, and dropping what is settled or no longer ours. An acceptance that meets another receipt is a
 * duplicate, and is noted as one. Returns what stays unwritten, which is still the claim that it was.
 */
export async function settle(world: Pick<World, 'ledger'>, at: GroupAddress, changes: DeliveryChange[]): Promise<DeliveryChange[]> {
  let rest = changes;
  for (let attempt = 0; attempt < TRIES && rest.length > 0; attempt += 1) {
    const answer = await world.ledger.change(at, rest).catch(() => 'no-answer' as const);
    if (answer === 'written') return [];
    if (answer === 'no-answer') continue;
    const stored = await world.ledger.group(at).catch(() => undefined);
    if (!stored) continue;
    const next: DeliveryChange[] = [];
    for (const change of rest) {
      const current = stored.get(change.subscriber);
      if (holds(change.expect, current)) next.push(change);
      else await recordIfDuplicate(world, at, change, current);
    }
    rest = next;
  }
  return rest;
}

async function recordIfDuplicate(
  world: Pick<World, 'ledger'>,
  at: GroupAddress,
  change: DeliveryChange,
  stored: Delivery | undefined,
): Promise<void> {
  if (change.to.state !== 'accepted' || stored?.state !== 'accepted' || stored.receipt === change.to.receipt) return;
  await world.ledger.recordDuplicate(at, change.subscriber, change.to.receipt);
}

/** The write that an acceptance is: evidence counts whatever the claim, and repeating it changes nothing. */
export function acceptance(subscriber: SubscriberId, accepted: Extract<Delivery, { state: 'accepted' }>): DeliveryChange {
  return { subscriber, expect: { kind: 'not-accepted-otherwise', receipt: accepted.receipt }, to: accepted };
}
