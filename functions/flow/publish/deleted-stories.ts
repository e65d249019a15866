// Stories that a person deleted on the desk, knowing what that does: of them the plan asks nothing.
import type { DraftHead } from '#core/draft/draft';
import type { Slug } from '#core/story/story';
import { startOf } from '#core/text/sentences';
import { isAfter } from '#core/time/compare';
import { nhsDate } from '#core/time/nhs-dates';
import type { Planned } from '#flow/publish/plan';
import type { World } from '#ports';

/** A file that goes later than this after its story was deleted has been there again: somebody else has deleted it. */
const NOTICED = { hours: 24 };

/** `reason`: why nothing of the story goes out. */
export type DeletedStory = { file: string; reason: string };

/** Returns the stories whose file is gone because somebody deleted them on the desk. */
export async function deletedStories(
  world: Pick<World, 'drafts'>,
  { absent, storiesSeen, newsroom: { rules } }: Planned,
): Promise<ReadonlyMap<Slug, DeletedStory>> {
  const gone = absent.filter(({ why }) => why === 'gone');
  if (gone.length === 0) return new Map();
  const drafts = await world.drafts.all();
  const isDeletion = (draft: DraftHead, file: string, slug: Slug) => {
    const since = storiesSeen.get(slug)?.gone;
    return draft.mark === 'story-deleted' && draft.file === file && (since === undefined || !isAfter(since, draft.at.add(NOTICED)));
  };
  return new Map(
    gone.flatMap(({ story: { slug, file } }): [Slug, DeletedStory][] => {
      const deleted = drafts.find((draft) => isDeletion(draft, file, slug));
      if (!deleted) return [];
      const day = nhsDate(deleted.at.toZonedDateTimeISO(rules.timezone));
      const reason = `${startOf(deleted.by)} deleted the story on ${day}. Bring it back and publish it, and what is still to come goes out.`;
      return [[slug, { file, reason }]];
    }),
  );
}
