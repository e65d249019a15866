import type { Temporal } from 'temporal-polyfill';
import { type Departure, judgeDepartures } from '#core/subscriber/pending-unsubscribe';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { standing } from '#core/subscriber/suppression';
import { forEachOnItsOwn } from '#flow/loops/for-each-on-its-own';
import type { World } from '#ports';

type DepartureWorld = Pick<World, 'departures' | 'suppressions' | 'subscribers'>;

/** What the one-click presses of the last minutes were: marks those of a burst, and lets those go who have certainly left. */
export async function settleDepartures(world: DepartureWorld, now: Temporal.Instant): Promise<void> {
  const { suspects, gone } = judgeDepartures(await world.departures.open(), now);
  const failures: unknown[] = [];
  for (const departure of suspects) await world.departures.suspect(departure).catch((error: unknown) => void failures.push(error));
  await forEachOnItsOwn(gone, (departure) => letGo(world, departure), failures);
}

/** It was she: she has left when she pressed. Nothing changes for somebody who has undone it since, or has confirmed again. */
export async function letGo(world: DepartureWorld, { id, at }: Departure): Promise<void> {
  const reasons = standing(await world.suppressions.log(id));
  if (reasons.some(({ why }) => why === 'leaving')) {
    await world.suppressions.add(id, 'left', at);
    await world.subscribers.leave(id, at, 'one-click');
  }
  await world.departures.close(id);
}

/** It was a scanner: she stays, unless she has left by her own hand too. */
export async function keep(world: Pick<World, 'departures' | 'suppressions'>, id: SubscriberId, now: Temporal.Instant): Promise<void> {
  await world.suppressions.reopen(id, 'scanner', now);
  await world.departures.close(id);
}
