import { type EmailKind, type PublicationId, publicationId } from '#core/publication/publication';
import type { Story } from '#core/story/story';

const FIRST = { post: 'alert', event: 'announcement', message: 'message' } as const satisfies Record<Story['kind'], EmailKind>;

/** Returns the kind of email that first tells of a story. */
export function firstKindOf({ kind }: Pick<Story, 'kind'>): EmailKind {
  return FIRST[kind];
}

/** Returns the id of the email that first tells of a story. */
export function firstEmailOf({ kind, slug }: Pick<Story, 'kind' | 'slug'>): PublicationId {
  return publicationId(FIRST[kind], slug);
}
