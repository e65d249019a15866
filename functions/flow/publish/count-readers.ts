import type { Publication, PublicationId, PublicationRecord } from '#core/publication/publication';
import type { Story } from '#core/story/story';
import type { Alike } from '#core/subscriber/alike';
import { selectionFor } from '#core/subscriber/audience';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import type { Planned } from '#flow/publish/plan';
import { shownBy } from '#flow/publish/shown-stories';
import { readTold } from '#flow/publish/told-readers';
import type { World } from '#ports';

type CountWorld = Pick<World, 'subscribers' | 'ledger'>;

/** As many as `readForSending` takes. */
const AT_ONCE = 50;
/** Nobody is told of an event by an email to those who chose. */
const NOBODY: ReadonlySet<SubscriberId> = new Set();

/**
 * Counts how many of today's subscribers each email would go to. Whether an email concerns somebody follows from their choices, so it is
 * decided once for all who chose alike; only a message to those who know of an event asks who somebody is, and only those are read.
 */
export async function countReaders(
  world: CountWorld,
  publications: readonly Publication[],
  planned: Pick<Planned, 'newsroom' | 'records'>,
): Promise<Map<PublicationId, number>> {
  const alike = publications.some(({ toldOf }) => toldOf === undefined) ? await world.subscribers.alike() : [];
  const counts = new Map<PublicationId, number>();
  for (const publication of publications) {
    const stories = shownBy(publication, planned);
    const readers = await audienceOf(world, publication, { stories, records: planned.records, alike });
    counts.set(
      publication.id,
      readers.reduce((sum, { count }) => sum + count, 0),
    );
  }
  return counts;
}

/** Returns today's audience of an email: how many of those who chose alike. */
export async function readAudience(
  world: CountWorld,
  publication: Publication,
  shown: { stories: readonly Story[]; records: readonly PublicationRecord[] },
): Promise<Alike[]> {
  const alike = publication.toldOf === undefined ? await world.subscribers.alike() : [];
  return audienceOf(world, publication, { ...shown, alike });
}

async function audienceOf(
  world: CountWorld,
  publication: Publication,
  { stories, records, alike }: { stories: readonly Story[]; records: readonly PublicationRecord[]; alike: readonly Alike[] },
): Promise<Alike[]> {
  if (publication.toldOf === undefined)
    return alike.filter(({ choices }) => selectionFor(publication, stories, choices, NOBODY).length > 0);
  const told = await readTold(world, publication, records);
  const people = await readSome(world, [...told]);
  return people.flatMap((person) => (selectionFor(publication, stories, person, told).length > 0 ? [{ choices: person, count: 1 }] : []));
}

/** Reads these people; who is gone is left out. @throws when the store could not read all of them. */
async function readSome({ subscribers }: CountWorld, ids: readonly SubscriberId[]): Promise<Subscriber[]> {
  const found: Subscriber[] = [];
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const { people, unread } = await subscribers.readForSending(ids.slice(start, start + AT_ONCE));
    if (unread.size > 0) throw new Error('Not all people who were told of an event could be read. Ask again in a minute.');
    for (const { subscriber } of people.values()) if (subscriber) found.push(subscriber);
  }
  return found;
}
