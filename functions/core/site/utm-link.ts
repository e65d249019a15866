import type { ChannelName, PublicationId } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import type { Slug } from '#core/story/story';

/** From where a link is followed: `source` is the channel, `medium` its sort, as site statistics know them. */
export type UtmTags = { source: ChannelName; medium: 'social' | 'email'; story: Slug; publication: PublicationId };

/**
 * A link to our site with the four UTM parameters, when the rules ask for them: from where, how, about what, and by which
 * publication it was followed. They are the same for every reader, so that nobody is told from anybody else.
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
