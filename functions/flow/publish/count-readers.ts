import type { Publication, PublicationId } from '#core/publication/publication';
import { selectionFor } from '#core/subscriber/audience';
import type { Subscriber } from '#core/subscriber/subscriber';
import type { Planned } from '#flow/publish/plan';
import { shownBy } from '#flow/publish/shown-stories';
import { readTold } from '#flow/publish/told-readers';
import type { World } from '#ports';

const PAGE = 500;

/** Subscribers with the same choices, of whom `one` stands for all. */
type Alike = { one: Subscriber; count: number };

/**
 * Counts how many of today's subscribers each email would go to, in one pass over them. Whether an email concerns somebody follows from
 * their choices, so it is decided once for all who chose alike; only a message to those who know of an event asks who somebody is.
 */
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
  const toSome = shown.filter(({ publication }) => publication.toldOf !== undefined);
  const alike = new Map<string, Alike>();
  for (let after: Subscriber['id'] | undefined; ; ) {
    const page = await world.subscribers.page(after, PAGE);
    for (const subscriber of page.subscribers) {
      for (const one of toSome) if (selectionFor(one.publication, one.stories, subscriber, one.told).length > 0) one.count += 1;
      const key = choicesOf(subscriber);
      const group = alike.get(key);
      if (group) group.count += 1;
      else alike.set(key, { one: subscriber, count: 1 });
    }
    if (page.next === undefined) break;
    after = page.next;
  }
  for (const its of shown) {
    if (its.publication.toldOf !== undefined) continue;
    for (const { one, count } of alike.values())
      if (selectionFor(its.publication, its.stories, one, its.told).length > 0) its.count += count;
  }
  return new Map(shown.map(({ publication, count }) => [publication.id, count]));
}

/** All of a subscriber that `selectionFor` looks at, but for who they are. */
function choicesOf({ status, frequency, topics, organisation, pausedUntil }: Subscriber): string {
  return `${status} ${frequency} ${organisation} ${pausedUntil} ${topics.join()}`;
}
