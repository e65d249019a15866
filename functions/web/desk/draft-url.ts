import type { DraftId } from '#core/draft/draft';

/** The page of a draft's form. */
export function draftUrl(id: DraftId): string {
  return `/desk/stories/${id}`;
}
