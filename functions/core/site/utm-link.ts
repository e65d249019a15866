import type { ChannelName, PublicationId } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import type { Slug } from '#core/story/story';

/** Where a link is followed from, in the terms of site statistics: `source` is the channel, `medium` its kind. */
export type UtmTags = { source: ChannelName; medium: 'social' | 'email'; story: Slug; publication: PublicationId };

/**
 * Returns the link with four UTM parameters (source, medium, campaign, content) when the rules ask for them, else unchanged.
 * They are the same for every reader, so they identify no one.
 */
export function utmLink(url: string, { source, medium, story, publication }: UtmTags, { utm = false }: Pick<Rules, 'utm'>): string {
  if (!utm) return url;
  const tagged = new URL(url);
  tagged.searchParams.set('utm_source', source);
  tagged.searchParams.set('utm_medium', medium);
  tagged.searchParams.set('utm_campaign', story);
  tagged.searchParams.set('utm_content', publication);
  return tagged.href;
}
