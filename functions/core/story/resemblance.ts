// By what a story is known again under another file name.
import { storyKindOf } from '#core/story/story-files';
import type { LastRead, StorySeen } from '#core/story/story-seen';
import { likeness, sharedWords } from '#core/story/text-likeness';

/** Two texts this alike are one text, slightly edited. */
const NEARLY = 0.8;
/** Two texts this alike may be one text, edited; two titles that share this part of their words may be one title. */
const ALIKE = 0.3;
const TITLE_ALIKE = 0.5;

/**
 * `same`: at least two of title, time and text are. `alike`: it may be the same story, with more changes than one. A time alone proves
 * nothing, because many stories are published at nine.
 */
export function resemblance(a: LastRead, b: LastRead): 'same' | 'alike' | 'other' {
  if (!isOneKind(a, b)) return 'other';
  const text = a.text === b.text ? 1 : likeness(a.sketch, b.sketch);
  const [title, time] = [titleOf(a) === titleOf(b), a.time === b.time];
  if ([title, time, text >= NEARLY].filter(Boolean).length >= 2) return 'same';
  return title || text >= ALIKE || sharedWords(a.title, b.title) >= TITLE_ALIKE ? 'alike' : 'other';
}

/** True when neither title nor times are left, and little of the text: the title may still have words of the old one. */
export function isRewritten(a: LastRead, b: LastRead): boolean {
  const isElsewhere = a.published !== b.published && a.time !== b.time && titleOf(a) !== titleOf(b);
  return isElsewhere && a.text !== b.text && likeness(a.sketch, b.sketch) < ALIKE;
}

/** True when nothing that a story is known by differs. */
export function isExact(a: LastRead, b: LastRead): boolean {
  return isOneKind(a, b) && a.title === b.title && a.published === b.published && a.time === b.time && a.text === b.text;
}

/** True for two stories of one kind with one title and time: one of them is a copy. */
export function hasTitleAndTime(a: LastRead, b: LastRead): boolean {
  return titleAndTime(a) === titleAndTime(b);
}

/** What was worked out of a story as it was read: thousands are compared at each tick, and they hardly ever change. */
const known = new WeakMap<LastRead, string>();

/** Returns kind, title and time as one text: the same for two stories of which one is a copy. */
export function titleAndTime(last: LastRead): string {
  const before = known.get(last);
  if (before !== undefined) return before;
  const now = `${storyKindOf(last.file)} ${last.time} ${titleOf(last)}`;
  known.set(last, now);
  return now;
}

/** Returns the file that a story was last read from. Before that was recorded, it had the slug for its name. */
export function fileOf({ slug, facts, last }: StorySeen): string {
  return last?.file ?? `${facts === '' ? 'posts' : 'events'}/${slug}.md`;
}

function titleOf({ title }: LastRead): string {
  return title.toLowerCase().replaceAll(/\s+/gu, ' ').trim();
}

/** Each kind has a folder of its own. */
function isOneKind(a: LastRead, b: LastRead): boolean {
  return storyKindOf(a.file) === storyKindOf(b.file);
}
