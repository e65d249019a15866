import type { Temporal } from 'temporal-polyfill';
import { approve, outgoingNow, unbegun } from '#flow/publish/approve';
import { readForecast } from '#flow/publish/plan';
import type { World } from '#ports';

/** Looks at a publication on the plan, and says yes to what it would be at `now`. */
export async function sayYes(world: World, id: string, now: Temporal.Instant): Promise<void> {
  const planned = await readForecast(world, now, now.add({ hours: 24 * 366 }));
  const publication = planned?.publications.find((one) => one.id === id);
  if (!planned || !publication) throw new Error(`${id} is not on the plan.`);
  const one = unbegun(publication, planned);
  await approve(world, one, { shown: await outgoingNow(world, one), by: 'lead', at: now });
}
