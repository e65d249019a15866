// What a publication's people see of what nobody knows, and what they may decide about it.
import type { Temporal } from 'temporal-polyfill';
import type { ChunkRows, Delivery } from '#core/delivery/ledger';
import { UNRESOLVED_AFTER_MINUTES } from '#core/delivery/unknown-delivery';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { byTime, isBefore } from '#core/time/compare';

type HeldDelivery = Extract<Delivery, { state: 'held' }>;

/** `held`: for a person to decide. `sought`: how many the newsroom is still finding out about, the first of them claimed at `since`. */
export type UnknownDeliveries = { held: { subscriber: SubscriberId; row: HeldDelivery }[]; sought: number; since?: Temporal.Instant };

/** Of whom it is not known whether they got it. What is being sent at this very moment is not in doubt. */
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

/** `again`: one more call may be made. `sent`: it counts as sent, on the word of `by`. */
export type HeldDecision = { kind: 'again' } | { kind: 'sent'; by: string };

export function decided({ attempt }: HeldDelivery, decision: HeldDecision): Delivery {
  return decision.kind === 'again' ? { state: 'ready', attempt } : { state: 'confirmed-sent', attempt, by: decision.by };
}
