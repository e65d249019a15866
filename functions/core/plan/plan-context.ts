import type { Temporal } from 'temporal-polyfill';
import type { Publication, PublicationId, PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import type { EventFacts } from '#core/story/event-facts';
import type { BlogPost, LearningEvent, Slug } from '#core/story/story';
import { isBefore, latest } from '#core/time/compare';

/** What the plan stands on: the rules, the times in their zone, and what has been recorded. */
export type PlanContext = {
  rules: Rules;
  /** What a story gives rise to is owed when it was due after this; the issues of digests, when due after `since`. */
  backlogFrom: Temporal.ZonedDateTime;
  since: Temporal.ZonedDateTime;
  now: Temporal.ZonedDateTime;
  until: Temporal.ZonedDateTime;
  records: ReadonlyMap<PublicationId, PublicationRecord>;
  recordsOf: ReadonlyMap<Slug, PublicationRecord[]>;
};

/** A blog post that is not archive, and from when it can go out. */
export type AvailablePost = { story: BlogPost; available: Temporal.ZonedDateTime };

/** An event that is not archive. `edited`: since when it has had its present facts. */
export type AvailableEvent = {
  story: LearningEvent;
  available: Temporal.ZonedDateTime;
  factsSeen: Temporal.ZonedDateTime;
  followUpSeen: Temporal.ZonedDateTime;
  starts: Temporal.ZonedDateTime;
  ends: Temporal.ZonedDateTime;
  facts: EventFacts;
};

/** True when these are all recorded and none waits: nothing that is computed of them now would be in the plan. */
export function areRecorded(ids: PublicationId[], { records }: PlanContext): boolean {
  return ids.every((id) => (records.get(id)?.state ?? 'waiting') !== 'waiting');
}

/** When it was due if that is history, or will be. */
export function recordedDue({ id, due }: Pick<Publication, 'id' | 'due'>, { records }: PlanContext): Temporal.ZonedDateTime {
  const record = records.get(id);
  return record === undefined || record.state === 'waiting' ? due : record.due;
}

/**
 * When a publication that has not begun is due; undefined when it is no concern of this plan: settled, or beyond the
 * horizon. What is waiting is never due earlier than recorded.
 */
export function openDue(
  id: PublicationId,
  due: Temporal.ZonedDateTime,
  context: PlanContext,
  from = context.backlogFrom,
): Temporal.ZonedDateTime | undefined {
  const record = context.records.get(id);
  if (record !== undefined) return record.state === 'waiting' ? latest(due, record.due) : undefined;
  return isBefore(from, due) && !isBefore(context.until, due) ? due : undefined;
}
