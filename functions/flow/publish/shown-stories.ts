import { hasBegun, type Publication, type PublicationRecord } from '#core/publication/publication';
import type { Story } from '#core/story/story';
import type { Planned } from '#flow/publish/plan';

/** A publication's stories, in the order in which they are shown. */
export function shownBy(publication: Publication, { newsroom }: Pick<Planned, 'newsroom'>): Story[] {
  return publication.stories.flatMap((slug) => newsroom.stories.filter((story) => story.slug === slug));
}

/** What readers were told of the event last. */
export function was([story]: Story[], { records }: Pick<Planned, 'records'>): Pick<PublicationRecord, 'was'> {
  if (story?.kind !== 'event') return {};
  const before = records.filter((record) => hasBegun(record) && record.told && record.stories[0] === story.slug);
  const last = before.sort((a, b) => a.due.epochMilliseconds - b.due.epochMilliseconds).at(-1);
  return last?.told ? { was: last.told } : {};
}
