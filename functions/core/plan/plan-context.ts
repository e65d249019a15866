import type { Temporal } from 'temporal-polyfill';
import type { Overrides } from '#core/publication/override';
import type { Publication, PublicationId, PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import type { EventFacts } from '#core/story/event-facts';
import type { BlogPost, LearningEvent, Message, Slug } from '#core/story/story';
import { isBefore, latest } from '#core/time/compare';

/** The planner's input: the rules, the times in their zone, and the recorded publications. */
export type PlanContext = {
  rules: Rules;
  /** A story's publications are planned if due after this; digest issues, if due after `since`. */
  backlogFrom: Temporal.ZonedDateTime;
  since: Temporal.ZonedDateTime;
  now: Temporal.ZonedDateTime;
  until: Temporal.ZonedDateTime;
  records: ReadonlyMap<PublicationId, PublicationRecord>;
  recordsOf: ReadonlyMap<Slug, PublicationRecord[]>;
  cancelled: ReadonlySet<PublicationId>;
  overrides: Overrides;
  /** The present time of publication of each story. */
  publishedAt: ReadonlyMap<Slug, Temporal.ZonedDateTime>;
};

/**
 * A blog post that is not backdated. `available`: the earliest time at which it can go out. `postsSeen`: when each of its own posts was
 * first seen, if that was after the story.
 */
export type AvailablePost = { story: BlogPost; available: Temporal.ZonedDateTime; postsSeen: PostsSeen };

type PostsSeen = ReadonlyMap<string, Temporal.ZonedDateTime>;

/** An event that is not backdated. `factsSeen`: when its current facts were first seen. */
export type AvailableEvent = {
  story: LearningEvent;
  available: Temporal.ZonedDateTime;
  postsSeen: PostsSeen;
  factsSeen: Temporal.ZonedDateTime;
  followUpSeen: Temporal.ZonedDateTime;
  starts: Temporal.ZonedDateTime;
  ends: Temporal.ZonedDateTime;
  facts: EventFacts;
};

/** A message that is not backdated. `event`: the one whose readers get it. */
export type AvailableMessage = { story: Message; available: Temporal.ZonedDateTime; event?: Slug };

export type Available = AvailablePost | AvailableEvent;

/** True when every id is stored for good, so computing them again would add nothing to the plan: a missed one may get a new date. */
export function areRecorded(ids: PublicationId[], { records }: PlanContext): boolean {
  return ids.every((id) => !['waiting', 'missed'].includes(records.get(id)?.state ?? 'waiting'));
}

/**
 * True when the editor has given a story a later time of publication since the publication that first tells of it there was missed: it is
 * planned anew. Nothing of it has begun, so nobody has it.
 */
export function isRedated(
  { id, kind, before, extra, change, stories }: Publication,
  { records, publishedAt }: Pick<PlanContext, 'records' | 'publishedAt'>,
): boolean {
  const record = records.get(id);
  const tellsFirst =
    kind === 'alert' ||
    kind === 'announcement' ||
    kind === 'message' ||
    (kind === 'social' && before === undefined && extra === undefined && !(change !== undefined && id.includes('-change-')));
  const [slug] = stories;
  const published = slug && publishedAt.get(slug);
  return tellsFirst && record !== undefined && published !== undefined && isMissedBefore(record, published);
}

/** True for what was missed before its story's present time of publication: it is planned anew, whenever that now is. */
export function isMissedBefore({ state, begun, due }: PublicationRecord, published: Temporal.ZonedDateTime): boolean {
  return state === 'missed' && begun === undefined && isBefore(due, published);
}

/** Returns the recorded time of a publication that is settled, and the planned time of any other. */
export function recordedDue(publication: Publication, context: PlanContext): Temporal.ZonedDateTime {
  const record = context.records.get(publication.id);
  return record === undefined || record.state === 'waiting' || isRedated(publication, context) ? publication.due : record.due;
}

/**
 * Returns when a publication is due; undefined when it is not part of this plan: recorded and no longer waiting, due at or before
 * `from`, or due after the horizon. A waiting one is never due earlier than recorded. `redated`: its record was missed, and does not count.
 * What a person has set a time for is planned whenever that comes after they did: a tick may read it late.
 */
export function openDue(
  id: PublicationId,
  due: Temporal.ZonedDateTime,
  context: PlanContext,
  from = context.backlogFrom,
  redated = false,
): Temporal.ZonedDateTime | undefined {
  const record = redated ? undefined : context.records.get(id);
  if (record !== undefined) return record.state === 'waiting' ? latest(due, record.due) : undefined;
  const setAt = context.overrides.get(id)?.at.toZonedDateTimeISO(from.timeZoneId);
  const isNew = isBefore(from, due) || (setAt !== undefined && isBefore(setAt, due));
  return isNew && !isBefore(context.until, due) ? due : undefined;
}
