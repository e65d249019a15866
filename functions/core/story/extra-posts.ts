// Extra posts: those in a story's own `social:` list, beside the posts that the rules plan.
import { Temporal } from 'temporal-polyfill';
import type { ExtraPost, LearningEvent, Story } from '#core/story/story';
import { isBefore } from '#core/time/compare';
import { atWallClock } from '#core/time/wall-clock';

/** True when the post belongs before the event, and so is useless after its start. */
export function leadsTo({ at }: ExtraPost, { starts }: Pick<LearningEvent, 'starts'>): boolean {
  if ('on' in at) return isBefore(atWallClock(at.on, 'UTC'), atWallClock(starts, 'UTC'));
  return 'before' in at;
}

/** Returns the post's earliest wall-clock time in the rules' zone: the start of the day when the entry counts in days. */
export function wantedAt({ at }: ExtraPost, story: Story): Temporal.PlainDateTime {
  if ('on' in at) return at.on;
  const from = story.kind !== 'event' ? story.published : 'before' in at ? story.starts : story.ends;
  const local = 'before' in at ? from.subtract(at.before) : from.add(at.after);
  return isInDays(at) ? local.toPlainDate().toPlainDateTime() : local;
}

/** Returns the moment until which a post that is `wanted` then is in time: the end of the day when the entry counts in days. */
export function lastMoment({ at }: ExtraPost, wanted: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  return isInDays(at) ? wanted.startOfDay().add({ days: 1 }) : wanted;
}

function isInDays(at: ExtraPost['at']): boolean {
  if ('on' in at) return at.on.toPlainTime().equals(new Temporal.PlainTime());
  const { hours, minutes } = 'before' in at ? at.before : at.after;
  return hours === 0 && minutes === 0;
}

/** Returns the times of a story's extra posts as JSON; undefined without any. */
export function writeExtraPosts({ extraPosts = [] }: Story): string | undefined {
  return extraPosts.length === 0 ? undefined : JSON.stringify(extraPosts.map(({ key, at }) => ({ key, at })));
}

/** Reads what `writeExtraPosts` has written. The posts have no texts. */
export function readExtraPosts(written: string): ExtraPost[] {
  const posts: { key: string; at: { before?: string; after?: string; on?: string } }[] = JSON.parse(written);
  return posts.map(({ key, at: { before, after, on } }): ExtraPost => {
    if (on !== undefined) return { key, at: { on: Temporal.PlainDateTime.from(on) } };
    if (before !== undefined) return { key, at: { before: Temporal.Duration.from(before) } };
    return { key, at: { after: Temporal.Duration.from(after ?? 'PT0S') } };
  });
}
