// What bringing in the stories of a feed would do, before anything is brought in.
import { Temporal } from 'temporal-polyfill';
import type { DraftHead, DraftId } from '#core/draft/draft';
import { saysArchive } from '#core/feed/archive-key';
import { draftOfItem, type Feed, type FeedContent, type FeedItem } from '#core/feed/feed-item';
import { remotePictures } from '#core/feed/remote-pictures';
import type { Rules } from '#core/rules/rules';
import type { Story } from '#core/story/story';
import { inWindow } from '#flow/loops/with-concurrency';
import type { World } from '#ports';

/**
 * One item. `draft`: the draft that it is or becomes. `head`: that draft, when it is here already. `story`: one of ours with the same
 * title, of the same day (`isSame`) or of another one.
 */
export type FeedRow = { item: FeedItem; draft: DraftId; head?: DraftHead; story?: Story; isSame: boolean };

/** A feed with what of it is here. */
export type OpenFeed = { feed: Feed; rules: Rules; rows: FeedRow[] };

/** Returns the items of a feed, newest first, with what is here already. Changes nothing. */
export async function lookAtFeed(
  world: Pick<World, 'drafts'>,
  feed: Pick<FeedContent, 'items'>,
  { stories, rules }: { stories: readonly Story[]; rules: Rules },
): Promise<FeedRow[]> {
  const heads = new Map((await world.drafts.all()).map((head) => [head.draft, head]));
  const titled = Map.groupBy(stories, ({ title }) => sameTitle(title));
  const rows = feed.items.map((item): FeedRow => {
    const draft = draftOfItem(item);
    const head = heads.get(draft);
    const likely = titled.get(sameTitle(item.title)) ?? [];
    const day = dayOf(item, rules);
    const same = likely.find(({ published }) => day !== undefined && published.toPlainDate().equals(day));
    const story = same ?? likely[0];
    return { item, draft, ...(head && { head }), ...(story && { story }), isSame: same !== undefined };
  });
  const placeOf = ({ item: { published = '', origin } }: FeedRow) => `${published} ${origin}`;
  return rows.toSorted((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1));
}

/** So many drafts are looked into for a page. */
const MOST_LOOKED_INTO = 100;
const AT_ONCE = 10;

/** `remote`: how many of its pictures are on other sites. `archive`: it came in for the archive, and is not there yet. */
export type Unfinished = { remote: number; archive: boolean };

/** Returns the open drafts of a feed that are not finished: of the newest hundred that are here. */
export async function unfinishedIn(world: Pick<World, 'drafts'>, rows: readonly FeedRow[]): Promise<Map<DraftId, Unfinished>> {
  const open = rows.filter(({ head }) => head?.state === 'open').slice(0, MOST_LOOKED_INTO);
  const unfinished = new Map<DraftId, Unfinished>();
  await inWindow(open, AT_ONCE, async ({ draft }) => {
    const newest = await world.drafts.newest(draft);
    const one = newest && { remote: remotePictures(newest).length, archive: saysArchive(newest.text) };
    if (one && (one.remote > 0 || one.archive)) unfinished.set(draft, one);
  });
  return unfinished;
}

/** True for what a person may still bring in. */
export function isNewRow({ head, isSame }: FeedRow): boolean {
  return head === undefined && !isSame;
}

/** Returns the day of an item where we are; undefined when its feed does not say. */
export function dayOf({ published }: FeedItem, { timezone }: Pick<Rules, 'timezone'>): Temporal.PlainDate | undefined {
  return published === undefined ? undefined : Temporal.Instant.from(published).toZonedDateTimeISO(timezone).toPlainDate();
}

function sameTitle(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
