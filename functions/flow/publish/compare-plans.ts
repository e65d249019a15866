// What a change of the content or of people's settings does to the plan: before and after, publication by publication.
import type { Temporal } from 'temporal-polyfill';
import type { PublicationId } from '#core/publication/publication';
import { fingerprint } from '#core/text/fingerprint';
import { outgoingNow, unbegun } from '#flow/publish/approve';
import { type Foreseen, forecastPosts } from '#flow/publish/forecast';
import { missingYes } from '#flow/publish/missing-yes';
import { type Outlook, type OutlookEntry, type OutlookWorld, readOutlook } from '#flow/publish/outlook';
import type { Planned } from '#flow/publish/plan';
import type { World } from '#ports';

/** How far ahead is looked: an event may be a year away. */
const AHEAD_HOURS = 366 * 24;

/**
 * What becomes of one publication: it is new (`goes`), goes out at another time (`moves`), with other words (`changes`), as before
 * (`stays`), or not any more (`ends`); it has gone out, and nothing changes that (`went`); or it goes to nobody, for its reason (`not`).
 */
export type Consequence = {
  what: 'goes' | 'moves' | 'changes' | 'stays' | 'ends' | 'went' | 'not';
  entry: OutlookEntry;
  /** When it was to go out before. */
  before?: Temporal.ZonedDateTime;
  priceMilliUsd: number;
  /** Why it waits for a yes. */
  asked?: string;
  /** A short code of all that goes out; of a digest only of its stories, since others change it too. */
  fingerprint: string;
};

/** `posts`: as they would read after the change. `compared` is empty while no rules can be read. */
type Compared = { before: Outlook; after: Outlook; posts: ReadonlyMap<PublicationId, Foreseen>; compared: Consequence[] };

/** Compares the plan of the world as it is with that of the world as it would be. Changes nothing. */
export async function comparePlans(world: OutlookWorld, changed: OutlookWorld, now: Temporal.Instant): Promise<Compared> {
  const until = now.add({ hours: AHEAD_HOURS });
  const [before, after] = await Promise.all([readOutlook(world, now, until), readOutlook(changed, now, until)]);
  if (!after.planned) return { before, after, posts: new Map(), compared: [] };
  const { posts } = await forecastPosts(changed, after.planned);
  const is: Side = {
    planned: after.planned,
    posts,
    yes: await missingYes(changed, after.planned, posts, after.entries),
    entries: after.entries,
  };
  const was: Side | undefined = before.planned && {
    planned: before.planned,
    posts: (await forecastPosts(world, before.planned)).posts,
    yes: new Map(),
    entries: before.entries,
  };
  return { before, after, posts, compared: await compare(world, was, is) };
}

/** True for what goes out, and otherwise than before. */
export function isChanged({ what, entry }: Consequence): boolean {
  return what !== 'stays' && what !== 'went' && what !== 'not' && !isEmpty(entry);
}

type Side = {
  entries: readonly OutlookEntry[];
  planned: Planned;
  posts: ReadonlyMap<PublicationId, Foreseen>;
  yes: ReadonlyMap<PublicationId, string>;
};

async function compare(world: Pick<World, 'switches' | 'texts'>, before: Side | undefined, after: Side): Promise<Consequence[]> {
  const were = new Map((before?.entries ?? []).map((entry) => [entry.id, entry]));
  const found: Consequence[] = [];
  for (const entry of after.entries) {
    const past = were.get(entry.id);
    const print = await fingerprintOf(world, entry, after);
    const asked = after.yes.get(entry.id);
    const what = whatBecomes(past, entry, before && past && isAhead(past) ? await fingerprintOf(world, past, before) : '', print);
    found.push({
      what,
      // Nobody gets it any more: the page says who would have.
      entry: what === 'ends' && past ? { ...entry, audience: past.audience } : entry,
      ...(past && !past.due.equals(entry.due) && { before: past.due }),
      priceMilliUsd: after.posts.get(entry.id)?.priceMilliUsd ?? 0,
      ...(asked !== undefined && { asked }),
      fingerprint: print,
    });
  }
  const are = new Set(after.entries.map(({ id }) => id));
  for (const entry of were.values())
    if (!are.has(entry.id) && isAhead(entry)) found.push({ what: 'ends', entry, priceMilliUsd: 0, fingerprint: '' });
  return found;
}

function whatBecomes(past: OutlookEntry | undefined, entry: OutlookEntry, before: string, after: string): Consequence['what'] {
  if (!isAhead(entry)) return past && isAhead(past) ? 'ends' : GONE.has(entry.state) ? 'not' : 'went';
  if (!past || !isAhead(past)) return 'goes';
  if (!past.due.equals(entry.due)) return 'moves';
  return before === after && past.stories.join() === entry.stories.join() ? 'stays' : 'changes';
}

const GONE: ReadonlySet<OutlookEntry['state']> = new Set(['dropped', 'missed', 'empty', 'cancelled']);

/** True while it is still to go out. */
export function isAhead({ state, lost }: OutlookEntry): boolean {
  return (state === 'planned' || state === 'waiting') && lost !== true;
}

/** True for what goes to nobody: an empty digest, or one that nobody wants. */
export function isEmpty({ state, kind, audience }: OutlookEntry): boolean {
  return state === 'empty' || (kind === 'digest' && audience === 0);
}

async function fingerprintOf(world: Pick<World, 'switches' | 'texts'>, entry: OutlookEntry, { planned, posts }: Side): Promise<string> {
  if (!isAhead(entry)) return '';
  if (entry.kind === 'digest') return fingerprint(entry.stories.join());
  const publication = planned.publications.find(({ id }) => id === entry.id);
  // A cancelled post is not foreseen, and goes nowhere.
  if (publication?.decision !== 'go' || (entry.channel !== 'email' && !posts.has(entry.id))) return '';
  return fingerprint(await outgoingNow(world, unbegun(publication, planned)));
}
