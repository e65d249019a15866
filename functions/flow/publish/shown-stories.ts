import { hasBegun, type Publication, type PublicationRecord } from '#core/publication/publication';
import type { Slug, Story } from '#core/story/story';
import { byTime } from '#core/time/compare';
import type { Planned } from '#flow/publish/plan';

/** Returns a publication's stories in the order in which they are shown. */
export function shownBy(publication: Publication, { newsroom }: Pick<Planned, 'newsroom'>): Story[] {
  const wanted = new Set(publication.stories);
  const there = newsroom.stories.filter(({ slug }) => wanted.has(slug));
  return publication.stories.flatMap((slug) => there.filter((story) => story.slug === slug));
}

/** Returns every story by its slug for names, also those whose file is gone or has a problem. */
export function namedStories({ newsroom, absent }: Pick<Planned, 'newsroom' | 'absent'>): Map<Slug, Story> {
  return new Map([...absent.map(({ story }) => story), ...newsroom.stories].map((story) => [story.slug, story]));
}

/** True when what was taken for the story of a publication has turned out to be another one under a new name, or a copy. */
export function isOfAnother({ kind, stories: [slug] }: PublicationRecord, { storiesSeen }: Pick<Planned, 'storiesSeen'>): boolean {
  const seen = kind === 'digest' || slug === undefined ? undefined : storiesSeen.get(slug);
  return seen?.copyOf !== undefined || seen?.maybe !== undefined;
}

/** Returns the facts of the event that readers got last. */
export function previousFactsOf([story]: Story[], { records }: Pick<Planned, 'records'>): Pick<PublicationRecord, 'previousFacts'> {
  if (story?.kind !== 'event') return {};
  const before = records.filter((record) => hasBegun(record) && record.announcedFacts && record.stories[0] === story.slug);
  const last = before.sort((a, b) => byTime(a.due, b.due)).at(-1);
  return last?.announcedFacts ? { previousFacts: last.announcedFacts } : {};
}
