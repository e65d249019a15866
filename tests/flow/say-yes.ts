import type { Temporal } from 'temporal-polyfill';
import { withReaders } from '#core/publication/outgoing';
import { approve, outgoingNow, unbegun } from '#flow/publish/approve';
import { countReaders } from '#flow/publish/count-readers';
import { lateOf } from '#flow/publish/late';
import { readForecast } from '#flow/publish/plan';
import type { World } from '#ports';

/** Looks at a publication on the plan, or at a missed one, and says yes to what it would be at `now`. */
export async function sayYes(world: World, id: string, now: Temporal.Instant): Promise<void> {
  const planned = await readForecast(world, now, now.add({ hours: 24 * 366 }));
  const publication = planned?.publications.find((one) => one.id === id);
  const missed = planned?.records.find((one) => one.id === id);
  const one = planned && (publication ? unbegun(publication, planned) : missed && lateOf(missed, planned, now));
  if (!one) throw new Error(`${id} is not on the plan.`);
  const readers = await countReaders(world, [one.publication], one.planned);
  const outgoing = await outgoingNow(world, one);
  const shown = one.publication.channel === 'email' ? withReaders(outgoing, readers.get(one.publication.id) ?? 0) : outgoing;
  await approve(world, one, { shown, by: 'lead', at: now });
}
