import { type PublicationId, publicationId } from '#core/publication/publication';
import type { Story } from '#core/story/story';

/** Returns the id of the email that first tells of a story. */
export function firstEmailOf({ kind, slug }: Pick<Story, 'kind' | 'slug'>): PublicationId {
  return publicationId(kind === 'event' ? 'announcement' : 'alert', slug);
}
