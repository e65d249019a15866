// The file of a new story: it is named once, and its name does not follow a later title.
import type { Temporal } from 'temporal-polyfill';
import type { StoryKind } from '#core/draft/story-fields';
import { slugWords } from '#core/story/slug';

/** Leaves room for the day, and for a number. */
const MOST_TITLE_CHARACTERS = 60;

/**
 * Returns the path of a new story's file: `posts/2026-11-26-safer-medicines.md`. `day`: of its publication, or of its event. `taken`: the
 * paths that have been used.
 */
export function newFileName(kind: StoryKind, title: string, day: Temporal.PlainDate, taken: ReadonlySet<string>): string {
  const folder = `${kind}s`;
  const name = `${folder}/${day.toString()}-${slugWords(title, kind, MOST_TITLE_CHARACTERS)}`;
  // An address such as `…-2d` would be a reminder's, so the number stands alone.
  for (let number = 1; ; number += 1) {
    const file = number === 1 ? `${name}.md` : `${name}-${number}.md`;
    if (!taken.has(file)) return file;
  }
}
