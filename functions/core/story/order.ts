import { Temporal } from 'temporal-polyfill';
import type { Story } from '#core/story/story';

/** Sorts newest first. Stories of the same minute are in order of their slugs, so that they never change places. */
export function newest<S extends Story>(stories: readonly S[]): S[] {
  return stories.toSorted((a, b) => Temporal.PlainDateTime.compare(b.published, a.published) || (a.slug < b.slug ? -1 : 1));
}
