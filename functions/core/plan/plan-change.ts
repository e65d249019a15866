import { Temporal } from 'temporal-polyfill';
import type { AvailableEvent, PlanContext } from '#core/plan/plan-context';
import { emailTime, emailTiming, socialTime } from '#core/plan/timing';
import { socialChannels, socialId } from '#core/publication/channels';
import type { Override } from '#core/publication/override';
import {
  type EventChange,
  hasBegun,
  type Publication,
  type PublicationRecord,
  publicationId,
  type SocialChannel,
} from '#core/publication/publication';
import type { EventFacts } from '#core/story/event-facts';
import { byTime, isBefore } from '#core/time/compare';
import { atWallClock } from '#core/time/wall-clock';

const AS_TOLD = 'The event is again as readers were told.';

/** Why what tells readers something else than they were told needs a yes. */
export const TELLS_A_CHANGE = 'It waits for someone to say yes, because it tells people that something is not as they were told before.';

/** Returns the highest RFC 5545 SEQUENCE that readers have received for the event. */
export function sequenceOf({ story }: AvailableEvent, { recordsOf }: PlanContext): number {
  const notices = (recordsOf.get(story.slug) ?? []).filter((record) => record.kind === 'change' && hasBegun(record));
  return Math.max(0, ...notices.map((record) => record.sequence ?? 0));
}

/** Plans the change notice, by email and on the social channels, when an event differs from its announced facts. */
export function planChange(event: AvailableEvent, context: PlanContext): Publication[] {
  const records = context.recordsOf.get(event.story.slug) ?? [];
  const announcedFacts = newestAnnouncedFacts(records);
  if (announcedFacts === undefined) return [];
  const recorded = records
    .filter(({ kind, state }) => kind === 'change' && state !== 'waiting')
    .sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0));
  const notice = planNotice(event, announcedFacts, recorded.at(-1), context);
  // The notice has often begun before the next slot: its social posts then come from its record. One that was cancelled or missed takes no
  // post along, as long as its news is still true.
  const isStillNews = ({ state, change }: PublicationRecord) =>
    (state === 'cancelled' || state === 'missed') && change === changeBetween(announcedFacts, event.facts);
  const source = notice?.decision === 'go' ? notice : recorded.findLast((record) => hasBegun(record) || isStillNews(record));
  // A channel that never announced the event needs no correction.
  const channels = socialChannels(context.rules).filter((channel) =>
    records.some((record) => record.channel === channel && hasBegun(record)),
  );
  const posts = source ? channels.map((channel) => planTwin(channel, source, event, announcedFacts, context)) : [];
  const planned = [notice, ...posts].filter((publication) => publication !== undefined);
  const reason = notice?.decision === 'dropped' ? notice.reason : changeBetween(announcedFacts, event.facts) === undefined && AS_TOLD;
  return reason ? [...planned, ...needlessPosts(records, planned, reason)] : planned;
}

/** Returns the posts about a change that wait although nothing tells of that change any more: they are dropped as its notice is. */
function needlessPosts(records: readonly PublicationRecord[], planned: readonly Publication[], reason: string): Publication[] {
  const waiting = records.filter(
    ({ id, channel, state, stories: [slug], sequence }) =>
      state === 'waiting' && channel !== 'email' && slug !== undefined && id === socialId(channel, slug, 'change', sequence ?? 0),
  );
  return waiting
    .filter(({ id }) => !planned.some((one) => one.id === id))
    .map(({ id, kind, channel, stories, due }) => ({ id, kind, channel, stories, due, decision: 'dropped', reason }));
}

/** Returns why what tells of the event needs a yes: readers were told something else of it, and have got no notice of the change yet. */
export function whyUnsaid({ story, facts }: AvailableEvent, { recordsOf }: PlanContext): string | undefined {
  const announcedFacts = newestAnnouncedFacts(recordsOf.get(story.slug) ?? []);
  return announcedFacts && changeBetween(announcedFacts, facts) !== undefined ? TELLS_A_CHANGE : undefined;
}

/**
 * True while nobody has decided about the notice of a change: digests go without the event, and do not wait for it. After a notice that a
 * person has cancelled they have it.
 */
export function isNoticeOpen(event: AvailableEvent, context: PlanContext): boolean {
  if (whyUnsaid(event, context) === undefined) return false;
  const notices = (context.recordsOf.get(event.story.slug) ?? []).filter(({ kind }) => kind === 'change');
  const last = notices.sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0)).at(-1);
  return last?.state === 'missed' || planChange(event, context).some(({ kind, decision }) => kind === 'change' && decision === 'go');
}

function planNotice(
  event: AvailableEvent,
  announcedFacts: EventFacts,
  last: PublicationRecord | undefined,
  context: PlanContext,
): Publication | undefined {
  const { story, factsSeen, facts } = event;
  const sequence = (last?.sequence ?? 0) + 1;
  const id = publicationId('change', story.slug, sequence);
  const record = context.records.get(id);
  const change = changeBetween(announcedFacts, facts);
  const common = { id, kind: 'change', channel: 'email', sequence } as const;
  const dropped = (due: Temporal.ZonedDateTime, reason: string): Publication => ({
    ...common,
    stories: [story.slug],
    due,
    decision: 'dropped',
    reason,
  });
  if (change === undefined) return record && dropped(record.due, AS_TOLD);
  // After a missed or cancelled notice, only a later edit causes another.
  const unsaid = last !== undefined && !hasBegun(last);
  const deadline = startAfter(factsSeen, event, announcedFacts);
  if (deadline === undefined || (unsaid && !isBefore(last.due, factsSeen))) return undefined;
  const { rules } = context;
  const override = context.overrides.get(id);
  const timing = emailTime(factsSeen, {
    rules,
    override: isSetBefore(override, deadline) ? override : undefined,
    earliest: factsSeen,
    deadline,
  });
  const stillAhead = startAfter(context.now, event, announcedFacts);
  if (stillAhead === undefined) return dropped(timing.due, 'The event had started before this could go out.');
  // A notice whose time passed while the story could not be read still goes out: readers have wrong facts.
  const overdue = record === undefined && !unsaid && !isBefore(context.since, timing.due);
  return {
    ...common,
    stories: [story.slug],
    change,
    decision: 'go',
    ...(overdue ? emailTiming(context.now, rules, stillAhead) : timing),
  };
}

function planTwin(
  channel: SocialChannel,
  { due, change, sequence = 0 }: Publication,
  event: AvailableEvent,
  announcedFacts: EventFacts,
  { rules, overrides }: PlanContext,
): Publication | undefined {
  const { slug } = event.story;
  const id = socialId(channel, slug, 'change', sequence);
  const slot = socialTime(due, { rules, override: overrides.get(id), earliest: due });
  if (slot === undefined || change === undefined) return undefined;
  const post: Publication = {
    id,
    kind: 'social',
    channel,
    stories: [slug],
    decision: 'go',
    change,
    sequence,
    ...slot,
  };
  const start = startAfter(due, event, announcedFacts);
  if (start !== undefined && isBefore(slot.due, start)) return post;
  return { ...post, decision: 'dropped', reason: 'The next slot comes after the event has started.' };
}

/** A time that a person has set counts only while it comes before the event: the event may have been moved since. */
function isSetBefore(override: Override | undefined, deadline: Temporal.ZonedDateTime): boolean {
  return override?.due !== undefined && isBefore(override.due.toZonedDateTimeISO(deadline.timeZoneId), deadline);
}

/** By the records of an event, which stay the same list until one is written. */
const announcedBefore = new WeakMap<readonly PublicationRecord[], { length: number; facts: EventFacts | undefined }>();

/** Returns the facts last announced. A reminder counts only when no other publication announced the event. */
function newestAnnouncedFacts(records: readonly PublicationRecord[]): EventFacts | undefined {
  const known = announcedBefore.get(records);
  if (known?.length === records.length) return known.facts;
  const announced = records.filter((record) => hasBegun(record) && record.announcedFacts !== undefined && record.kind !== 'follow-up');
  const newest = announced.sort((a, b) => byTime(a.due, b.due));
  const facts = (newest.findLast((record) => record.kind !== 'reminder') ?? newest.at(-1))?.announcedFacts;
  announcedBefore.set(records, { length: records.length, facts });
  return facts;
}

/** While an event stays cancelled or postponed, its other facts do not matter to readers. */
function changeBetween(announcedFacts: EventFacts, now: EventFacts): EventChange | undefined {
  if (announcedFacts.status !== now.status) return now.status;
  const moved = announcedFacts.starts !== now.starts || announcedFacts.ends !== now.ends || announcedFacts.place !== now.place;
  return moved && now.status === 'confirmed' ? 'moved' : undefined;
}

/** Returns the deadline for a notice: the old or the new start of the event, whichever comes first after `time`. */
function startAfter(
  time: Temporal.ZonedDateTime,
  { starts }: AvailableEvent,
  announcedFacts: EventFacts,
): Temporal.ZonedDateTime | undefined {
  const before = atWallClock(Temporal.PlainDateTime.from(announcedFacts.starts), starts.timeZoneId);
  return [before, starts].sort(byTime).find((start) => isBefore(time, start));
}
