import type { Publication } from '#core/publication/publication';
import type { ExtraPost, Story } from '#core/story/story';

/** Returns the story's entry for an extra post; undefined for other publications, and for an entry that the story has lost. */
export function extraOf({ extra }: Pick<Publication, 'extra'>, story: Story): ExtraPost | undefined {
  return extra === undefined ? undefined : story.extraPosts?.find(({ key }) => key === extra);
}
