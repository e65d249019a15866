import type { Publication } from '#core/publication/publication';
import type { ExtraPost, Story } from '#core/story/story';

/** The entry of the story that a publication goes out for; undefined for a post that the rules bring. */
export function extraOf({ extra }: Pick<Publication, 'extra'>, story: Story): ExtraPost | undefined {
  return extra === undefined ? undefined : story.extraPosts?.find(({ key }) => key === extra);
}
