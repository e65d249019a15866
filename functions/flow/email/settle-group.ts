import { type Delivery, type DeliveryChange, type GroupAddress, holds } from '#core/delivery/ledger';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { World } from '#ports';

/** How often a write is tried again after a lost race or answer, before it is left to SES events and the sweep. */
const TRIES = 4;

/**
 * Writes the known outcomes of one group. Repeats a write whose answer was lost; after a lost race re-reads, drops what is settled or no
 * longer ours, and records a second receipt as a duplicate. Returns what it could not write; those claims stay. Safe to repeat.
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

/** Returns the write of an acceptance. It does not depend on the claim, because evidence always counts; repeating it changes nothing. */
export function acceptance(subscriber: SubscriberId, accepted: Extract<Delivery, { state: 'accepted' }>): DeliveryChange {
  return { subscriber, expect: { kind: 'not-accepted-otherwise', receipt: accepted.receipt }, to: accepted };
}
