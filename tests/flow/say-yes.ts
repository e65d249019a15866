import type { Temporal } from 'temporal-polyfill';
import { withReaders } from '#core/publication/outgoing';
import { approve, outgoingNow, unbegun } from '#flow/publish/approve';
import { countReaders } from '#flow/publish/count-readers';
import { readForecast } from '#flow/publish/plan';
import type { World } from '#ports';

/** Looks at a publication on the plan, and says yes to what it would be at `now`. */
export async function sayYes(world: World, id: string, now: Temporal.Instant): Promise<void> {
  const planned = await readForecast(world, now, now.add({ hours: 24 * 366 }));
  const publication = planned?.publications.find((one) => one.id === id);
  if (!planned || !publication) throw new Error(`${id} is not on the plan.`);
  const one = unbegun(publication, planned);
  const readers = await countReaders(world, [publication], planned);
  const outgoing = await outgoingNow(world, one);
  const shown = publication.channel === 'email' ? withReaders(outgoing, readers.get(publication.id) ?? 0) : outgoing;
  await approve(world, one, { shown, by: 'lead', at: now });
}
