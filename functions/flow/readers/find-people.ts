import { isSought, type Sought } from '#core/subscriber/sought-people';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import type { World } from '#ports';

/** `more`: there are others with these words, who were not looked at. `next`: the search by filters alone goes on after this id. */
export type FoundPeople = { people: Subscriber[]; more: boolean; next?: SubscriberId };

/** People with the words who are looked at: more cannot be read on a page anyway. */
const MOST_FOUND = 1_000;
/** People who are read at once when there is no word to find them by. */
const MOST_READ = 5_000;
const PAGE = 500;

/**
 * Finds people by words, or without any word by reading the list from `after` on, and keeps those who pass `isWanted`. Reads only; safe to
 * repeat.
 */
export async function findPeople(
  world: Pick<World, 'subscribers'>,
  sought: Sought,
  isWanted: (person: Subscriber) => boolean,
  after?: SubscriberId,
): Promise<FoundPeople> {
  if (sought.length > 0) {
    const { subscribers, more } = await world.subscribers.search(sought, MOST_FOUND);
    return { people: subscribers.filter((person) => isSought(person, sought) && isWanted(person)), more };
  }
  const people: Subscriber[] = [];
  let read = 0;
  for (let from = after; ; ) {
    const { subscribers, next } = await world.subscribers.page(from, PAGE);
    people.push(...subscribers.filter(isWanted));
    read += subscribers.length;
    if (next === undefined) return { people, more: false };
    if (read >= MOST_READ) return { people, more: false, next };
    from = next;
  }
}
