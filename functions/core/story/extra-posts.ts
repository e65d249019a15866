// The posts that a story's own `social:` list asks for, beside those that the rules bring.
import type { Temporal } from 'temporal-polyfill';
import type { ExtraPost, LearningEvent, Story } from '#core/story/story';
import { isBefore } from '#core/time/compare';
import { atWallClock } from '#core/time/wall-clock';

/** Whether the entry is for before the event: after its start it would be of no use. */
export function leadsTo({ at }: ExtraPost, { starts }: Pick<LearningEvent, 'starts'>): boolean {
  if ('on' in at) return isBefore(atWallClock(at.on, 'UTC'), atWallClock(starts, 'UTC'));
  return 'before' in at;
}

/** From when the post may go out, as clocks in the rules' zone show it: what is counted in days goes from the day's first minute on. */
export function wantedAt({ at }: ExtraPost, story: Story): Temporal.PlainDateTime {
  if ('on' in at) return at.on;
  const from = story.kind === 'post' ? story.published : 'before' in at ? story.starts : story.ends;
  const local = 'before' in at ? from.subtract(at.before) : from.add(at.after);
  const { hours, minutes } = 'before' in at ? at.before : at.after;
  return hours === 0 && minutes === 0 ? local.toPlainDate().toPlainDateTime() : local;
}
