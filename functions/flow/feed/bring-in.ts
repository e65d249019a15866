// Stories of another site become drafts of ours. Those for the archive have their old date, and a line that nothing of them goes out.
import { Temporal } from 'temporal-polyfill';
import { type DateTimeFields, NO_DATE } from '#core/draft/date-fields';
import { type DraftId, type DraftVersion, isTooLong } from '#core/draft/draft';
import { fieldsOf, newStory, withFields } from '#core/draft/story-fields';
import { withArchiveKey } from '#core/feed/archive-key';
import { draftOfItem, type Feed, type FeedItem, type FeedStory } from '#core/feed/feed-item';
import type { Rules } from '#core/rules/rules';
import type { Writer } from '#flow/draft/save-draft';
import { inWindow } from '#flow/loops/with-concurrency';
import type { World } from '#ports';

type BringInWorld = Pick<World, 'drafts' | 'machine'>;

/** `tooLong`: the titles of those that no draft can hold. `left`: how many nobody came to in time. */
export type BroughtIn = { drafts: DraftId[]; tooLong: string[]; left: number };

const AT_ONCE = 8;

/**
 * Makes a draft of each item, until `untilMs` of the machine's clock. The draft of an item is always the same one, and its first version is
 * put if absent: a repeated call, a second window and a call after a crash find it there, with what was written in it since.
 */
export async function bringIn(
  world: BringInWorld,
  feed: Pick<Feed, 'storyOf'>,
  items: readonly FeedItem[],
  how: { rules: Rules; published: DateTimeFields; archive?: true },
  writer: Writer,
  untilMs: number,
): Promise<BroughtIn> {
  const brought: BroughtIn = { drafts: [], tooLong: [], left: 0 };
  await inWindow(items, AT_ONCE, async (item) => {
    if (world.machine.elapsedMs() >= untilMs) {
      brought.left += 1;
      return;
    }
    const version = firstVersion(item, feed.storyOf(item, how.rules).fields, how, writer);
    if (isTooLong(version.text)) brought.tooLong.push(version.title);
    else {
      // Whether it is saved now or was there before, the story is here once.
      await world.drafts.save(version);
      brought.drafts.push(version.draft);
    }
  });
  return brought;
}

function firstVersion(
  item: FeedItem,
  fields: FeedStory['fields'],
  { rules, published, archive }: { rules: Rules; published: DateTimeFields; archive?: true },
  writer: Writer,
): DraftVersion {
  const empty = archive ? withArchiveKey(newStory('post', {})) : newStory('post', {});
  const when = archive ? timeOf(item, rules) : published;
  const text = withFields(empty, 'post', { ...fieldsOf(empty, 'post').fields, ...fields, published: when });
  return { draft: draftOfItem(item), version: 1, ...writer, kind: 'post', text, title: fields.title, state: 'open', mark: 'brought-in' };
}

/** The time of an item where we are. One without a time has none in the archive either, and stays a draft until somebody gives it one. */
function timeOf({ published }: FeedItem, { timezone }: Rules): DateTimeFields {
  if (published === undefined) return NO_DATE;
  const { day, month, year, hour, minute } = Temporal.Instant.from(published).toZonedDateTimeISO(timezone);
  const two = (number: number) => String(number).padStart(2, '0');
  return { day: String(day), month: String(month), year: String(year), time: `${two(hour)}:${two(minute)}` };
}
