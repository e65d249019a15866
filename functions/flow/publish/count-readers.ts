import type { Publication, PublicationId } from '#core/publication/publication';
import { selectionFor } from '#core/subscriber/audience';
import type { Subscriber } from '#core/subscriber/subscriber';
import type { Planned } from '#flow/publish/plan';
import { shownBy } from '#flow/publish/shown-stories';
import { readTold } from '#flow/publish/told-readers';
import type { World } from '#ports';

const PAGE = 500;

/** Counts how many of today's subscribers each email would go to, in one pass over them. */
export async function countReaders(
  world: Pick<World, 'subscribers' | 'ledger'>,
  publications: readonly Publication[],
  planned: Pick<Planned, 'newsroom' | 'records'>,
): Promise<Map<PublicationId, number>> {
  const shown = await Promise.all(
    publications.map(async (publication) => ({
      publication,
      stories: shownBy(publication, planned),
      told: await readTold(world, publication, planned.records),
      count: 0,
    })),
  );
  for (let after: Subscriber['id'] | undefined; ; ) {
    const page = await world.subscribers.page(after, PAGE);
    for (const subscriber of page.subscribers)
      for (const one of shown) if (selectionFor(one.publication, one.stories, subscriber, one.told).length > 0) one.count += 1;
    if (page.next === undefined) return new Map(shown.map(({ publication, count }) => [publication.id, count]));
    after = page.next;
  }
}
