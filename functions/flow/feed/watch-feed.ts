// Once a day the website that somebody has named is looked at, and its new stories come in as drafts.
import type { Temporal } from 'temporal-polyfill';
import { afterLook, isTimeToLook, WATCHER, type Watch } from '#core/feed/watch';
import { nextMorning } from '#flow/draft/begin-draft';
import { bringIn } from '#flow/feed/bring-in';
import { bringPictures } from '#flow/feed/bring-pictures';
import { findFeed } from '#flow/feed/find-feed';
import { isNewRow, lookAtFeed } from '#flow/feed/look-at-feed';
import { readContent } from '#flow/publish/read-content';
import type { Outside, World } from '#ports';

type WatchWorld = Pick<World, 'feedWatch' | 'drafts' | 'content' | 'pictures' | 'publications' | 'texts' | 'machine'>;

/** A site that suddenly has hundreds of stories has been moved or broken into: the others wait for the next days. */
const MOST_AT_ONCE = 10;
/** The function is stopped after five minutes. */
const AT_MOST_MS = 200_000;

/**
 * Looks at the website, if its day has come. May throw; safe to repeat: each item has one draft for ever, and an item counts as seen only
 * when its draft is there.
 */
export async function watchFeed(world: WatchWorld, outside: Outside, now: Temporal.Instant): Promise<void> {
  const watch = await world.feedWatch.read();
  if (!watch || !isTimeToLook(watch, now)) return;
  const { stories, rules } = await readStoriesOf(world);
  // Without rules nobody can say what a story of ours is.
  if (!rules) return;
  const found = await findFeed(outside, watch.address);
  if ('problem' in found) return keep(world, { ...watch, fault: found.problem });
  const { feed } = found;

  const rows = await lookAtFeed(world, feed, { stories, rules });
  const seen = new Set(watch.seen);
  const fresh = rows.filter((row) => isNewRow(row) && !seen.has(row.draft));
  const first = fresh.slice(0, MOST_AT_ONCE);
  const until = world.machine.elapsedMs() + AT_MOST_MS;
  const published = nextMorning(now.toZonedDateTimeISO(rules.timezone), rules);
  const writer = { by: WATCHER, at: now };
  const { drafts } = await bringIn(
    world,
    feed,
    first.map(({ item }) => item),
    { rules, published },
    writer,
    until,
  );
  // And those of an earlier look that broke off, or whose site was down, while nobody has written in the draft.
  const before = rows.flatMap(({ head, draft }) => (head?.state === 'open' && head.by === WATCHER ? draft : []));
  await bringPictures(world, outside, [...drafts, ...before], writer, until);
  const waiting = new Set(fresh.slice(MOST_AT_ONCE).map(({ draft }) => draft));
  const settled = rows.map(({ draft }) => draft).filter((draft) => !waiting.has(draft));
  await keep(world, afterLook(watch, settled, now));
}

async function readStoriesOf(world: WatchWorld) {
  const [present, progress] = await Promise.all([world.content.read(), world.publications.progress()]);
  const { newsroom } = await readContent(world, present, progress?.lastGood);
  return { stories: newsroom?.stories ?? [], rules: newsroom?.rules };
}

/** Somebody who has ended it or named another site meanwhile is right. */
async function keep(world: Pick<World, 'feedWatch'>, watch: Watch): Promise<void> {
  await world.feedWatch.replace(watch);
}
