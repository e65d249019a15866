// What a publication's people see of what nobody knows, and what they may decide about it.
import type { Temporal } from 'temporal-polyfill';
import type { ChunkRows, Delivery } from '#core/delivery/ledger';
import { SUSPECT_AFTER_MINUTES } from '#core/delivery/unknown-delivery';
import type { SubscriberId } from '#core/subscriber/subscriber';

type Held = Extract<Delivery, { state: 'held' }>;

/** `held`: for a person to decide. `sought`: how many the newsroom is still finding out about, the first of them claimed at `since`. */
export type Doubtful = { held: { subscriber: SubscriberId; row: Held }[]; sought: number; since?: Temporal.Instant };

/** Of whom it is not known whether they got it. What is being sent at this very moment is not in doubt. */
export function doubtful(chunks: readonly ChunkRows[], now: Temporal.Instant): Doubtful {
  const held: Doubtful['held'] = [];
  const sought: Temporal.Instant[] = [];
  for (const { head, rows } of chunks) {
    for (const { subscriber } of head.members) {
      const row = rows.get(subscriber);
      if (row?.state === 'held') held.push({ subscriber, row });
      if (row?.state === 'suspect' || (row?.state === 'attempting' && isOld(row.since, now))) sought.push(row.since);
    }
  }
  const [since] = sought.sort((a, b) => a.epochMilliseconds - b.epochMilliseconds);
  return { held, sought: sought.length, ...(since ? { since } : {}) };
}

function isOld(since: Temporal.Instant, now: Temporal.Instant): boolean {
  return now.epochMilliseconds >= since.add({ minutes: SUSPECT_AFTER_MINUTES }).epochMilliseconds;
}

/** `again`: one more call may be made. `sent`: it counts as sent, on the word of `by`. */
export type HeldDecision = { kind: 'again' } | { kind: 'sent'; by: string };

export function decided({ attempt }: Held, decision: HeldDecision): Delivery {
  return decision.kind === 'again' ? { state: 'ready', attempt } : { state: 'vouched', attempt, by: decision.by };
}
