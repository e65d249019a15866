// Deliveries with an unknown outcome, as the desk shows them, and what a person can decide about the held ones.
import type { Temporal } from 'temporal-polyfill';
import type { ChunkRows, Delivery } from '#core/delivery/ledger';
import { UNRESOLVED_AFTER_MINUTES } from '#core/delivery/unknown-delivery';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { byTime, isBefore } from '#core/time/compare';

type HeldDelivery = Extract<Delivery, { state: 'held' }>;

/** `held`: a person must decide. `sought`: the number that the newsroom is still resolving, the first of them claimed at `since`. */
export type UnknownDeliveries = { held: { subscriber: SubscriberId; row: HeldDelivery }[]; sought: number; since?: Temporal.Instant };

/** Returns the deliveries whose outcome is unknown. A claim younger than 3 minutes is still being sent, so it is not among them. */
export function unknownDeliveries(chunks: readonly ChunkRows[], now: Temporal.Instant): UnknownDeliveries {
  const held: UnknownDeliveries['held'] = [];
  const sought: Temporal.Instant[] = [];
  for (const { audienceChunk, rows } of chunks) {
    for (const { subscriber } of audienceChunk.members) {
      const row = rows.get(subscriber);
      if (row?.state === 'held') held.push({ subscriber, row });
      if (row?.state === 'unresolved' || (row?.state === 'attempting' && isOld(row.since, now))) sought.push(row.since);
    }
  }
  const [since] = sought.sort(byTime);
  return { held, sought: sought.length, ...(since ? { since } : {}) };
}

function isOld(since: Temporal.Instant, now: Temporal.Instant): boolean {
  return !isBefore(now, since.add({ minutes: UNRESOLVED_AFTER_MINUTES }));
}

/** `again`: allow one more call. `sent`: the person `by` says that it counts as sent. */
export type HeldDecision = { kind: 'again' } | { kind: 'sent'; by: string };

export function decided({ attempt }: HeldDelivery, decision: HeldDecision): Delivery {
  return decision.kind === 'again' ? { state: 'ready', attempt } : { state: 'confirmed-sent', attempt, by: decision.by };
}
