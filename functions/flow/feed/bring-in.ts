// Stories of another site become drafts of ours.
import type { DateTimeFields } from '#core/draft/date-fields';
import { type DraftId, type DraftVersion, isTooLong } from '#core/draft/draft';
import { fieldsOf, newStory, withFields } from '#core/draft/story-fields';
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
  { rules, published }: { rules: Rules; published: DateTimeFields },
  writer: Writer,
  untilMs: number,
): Promise<BroughtIn> {
  const brought: BroughtIn = { drafts: [], tooLong: [], left: 0 };
  await inWindow(items, AT_ONCE, async (item) => {
    if (world.machine.elapsedMs() >= untilMs) {
      brought.left += 1;
      return;
    }
    const version = firstVersion(item, feed.storyOf(item, rules).fields, published, writer);
    if (isTooLong(version.text)) brought.tooLong.push(version.title);
    else {
      // Whether it is saved now or was there before, the story is here once.
      await world.drafts.save(version);
      brought.drafts.push(version.draft);
    }
  });
  return brought;
}

function firstVersion(item: FeedItem, fields: FeedStory['fields'], published: DateTimeFields, writer: Writer): DraftVersion {
  const empty = newStory('post', {});
  const text = withFields(empty, 'post', { ...fieldsOf(empty, 'post').fields, ...fields, published });
  return { draft: draftOfItem(item), version: 1, ...writer, kind: 'post', text, title: fields.title, state: 'open', mark: 'brought-in' };
}
