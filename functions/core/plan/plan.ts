import type { Temporal } from 'temporal-polyfill';
import { AFTER_ITS_TIME, isToldOn, whySavedLate } from '#core/plan/after-time';
import { longOver, notYet } from '#core/plan/long-over';
import { isNoticeOpen } from '#core/plan/plan-change';
import {
  type Available,
  type AvailableEvent,
  type AvailableMessage,
  type AvailablePost,
  isRedated,
  openDue,
  type PlanContext,
} from '#core/plan/plan-context';
import { openIssues, planDigests } from '#core/plan/plan-digests';
import { planEvent } from '#core/plan/plan-event';
import { planMessage } from '#core/plan/plan-message';
import { planPost } from '#core/plan/plan-post';
import type { Overrides } from '#core/publication/override';
import { hasBegun, type Publication, type PublicationId, type PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { eventFacts } from '#core/story/event-facts';
import type { LearningEvent, Message, Slug, Story } from '#core/story/story';
import type { StorySeen } from '#core/story/story-seen';
import { endsAt, publishedAt, publishedSeenAt, startsAt } from '#core/story/story-times';
import { toldEvent } from '#core/story/told-event';
import { byTime, isAfter, isBefore, latest } from '#core/time/compare';

export type PlanInput = {
  stories: readonly Story[];
  /** A story without a record counts as first seen now, or at its publication if that is later. */
  storiesSeen: ReadonlyMap<Slug, StorySeen>;
  /** Stories that may be others under new names. A digest has them only once a publication of their own has begun. */
  doubts?: ReadonlyMap<Slug, string>;
  rules: Rules;
  records: readonly PublicationRecord[];
  /** When the newsroom opened. What was due before is not planned. */
  opened: Temporal.Instant;
  /** Digest issues due at or before this moment have their records, or never will. */
  since: Temporal.Instant;
  now: Temporal.Instant;
  /** How far to look ahead. */
  until: Temporal.Instant;
  /** Digests ahead that a person has cancelled: the next one takes over their posts. */
  cancelled?: ReadonlySet<PublicationId>;
  /** What people have set for single publications. */
  overrides?: Overrides;
};

/**
 * Returns, by time, the publications that have not begun: due up to `until`, in the backlog or waiting. The same input gives
 * the same plan. A waiting publication whose story is not in `stories` is left out.
 */
export function planPublications(input: PlanInput): Publication[] {
  const context = planContextOf(input);
  const savedLate = new Map<Slug, string>();
  // Only what a person has said to send goes out of these, until it has.
  const sentAnyway = new Set<Slug>();
  const digests = input.rules.digests.map((rule) => openIssues(rule, context));
  const toldFrom = digests.flatMap(({ issues }) => issues.map(({ from }) => from.epochMilliseconds));
  const isLongOver = longOver(Math.min(earliestPlannedMs(context), ...toldFrom), input.rules, context.overrides);
  const isNotYet = notYet(context.until, input.rules, { records: context.records.values(), overrides: context.overrides });
  // Of these only a digest may still tell.
  const forDigests = new Set<Slug>();
  const posts: AvailablePost[] = [];
  const events: AvailableEvent[] = [];
  const messages: AvailableMessage[] = [];
  const recordsOf = ({ slug }: Story) => context.recordsOf.get(slug) ?? [];
  // A person has put those for the archive there so that nothing of them goes out, whatever was planned before.
  for (const story of input.stories.filter((one) => !one.archive && !isNotYet(one, recordsOf(one)))) {
    const its = recordsOf(story);
    const isOver = isLongOver(story, input.storiesSeen.get(story.slug), its);
    if (isOver && story.kind !== 'post') continue;
    const storySeen = input.storiesSeen.get(story.slug) ?? unseen(story, context);
    // A story that readers already know is never backdated, even if the editor moves its publication time back.
    const backdated = isBackdated(story, storySeen, input.rules);
    if (backdated && !its.some(hasBegun)) {
      if (!its.some(isSentAnyway)) continue;
      sentAnyway.add(story.slug);
    }
    const late = whySavedLate(story, storySeen, input.rules);
    // A post that has waited for a yes became available only then.
    if (isOver && !backdated && late === undefined) continue;
    if (isOver) forDigests.add(story.slug);
    if (late !== undefined) savedLate.set(story.slug, late);
    const available = latest(
      publishedAt(story, input.rules.timezone),
      publishedSeenAt(storySeen, input.rules.timezone),
      ...(backdated ? begunEmails(story.slug, context).slice(0, 1) : []),
    );
    const zone = input.rules.timezone;
    const postsSeen = new Map(storySeen.extraPostsSeen?.map(({ key, at }) => [key, at.toZonedDateTimeISO(zone)]));
    if (story.kind === 'post') posts.push({ story, available, postsSeen });
    else if (story.kind === 'event') events.push({ ...availableEvent(story, available, storySeen), postsSeen });
    else messages.push(availableMessage(story, available, input.stories));
  }
  const planned = [
    ...posts.filter(({ story }) => !forDigests.has(story.slug)).flatMap((post) => planPost(post, context)),
    ...events.flatMap((event) => planEvent(event, context)),
    ...messages.flatMap((message) => planMessage(message, context)),
  ].flatMap((publication) => {
    const due = openDue(publication.id, publication.due, context, undefined, isRedated(publication, context));
    const [slug] = publication.stories;
    if (due === undefined || slug === undefined) return [];
    if (sentAnyway.has(slug) && !context.records.has(publication.id)) return [];
    const doubt = input.doubts?.get(slug);
    const ahead = { ...publication, due, ...(doubt === undefined ? {} : { doubt }), ...lateOf(publication, context) };
    return [{ ...ahead, ...askedOf(ahead, savedLate.get(slug), context) }];
  });
  const isSure = ({ story: { slug } }: Available) =>
    !input.doubts?.has(slug) && !sentAnyway.has(slug) && (!savedLate.has(slug) || isToldOn('email', context.recordsOf.get(slug)));
  const isAsTold = (event: AvailableEvent) => isSure(event) && !isNoticeOpen(event, context);
  // A story that waited for a yes is news for the digests since then.
  const sinceYes = <T extends Available>(one: T): T =>
    savedLate.has(one.story.slug) ? { ...one, available: latest(one.available, ...begunEmails(one.story.slug, context).slice(0, 1)) } : one;
  const [news, coming] = [posts.filter(isSure).map(sinceYes), events.filter(isAsTold).map(sinceYes)];
  const waiting = [...posts.filter((one) => !isSure(one)), ...events.filter((one) => !isAsTold(one))];
  const issues = digests.flatMap((open) => planDigests(open, { posts: news, events: coming, waiting }, context));
  return [...planned, ...issues.map((digest) => ({ ...digest, ...lateOf(digest, context) }))].sort(
    (a, b) => byTime(a.due, b.due) || (a.id < b.id ? -1 : 1),
  );
}

/**
 * Returns why a publication needs a yes because it came after its time. `savedLate`: the same of its story; once something of that has
 * gone out on the channel, a person has said yes there.
 */
function askedOf(
  { id, channel, due, stories: [slug] }: Publication,
  savedLate: string | undefined,
  { records, recordsOf, rules, since }: PlanContext,
): Pick<Publication, 'asks' | 'afterTime'> {
  if (rules.savedLate === 'send') return {};
  const record = records.get(id);
  const afterTime = record?.state === 'waiting' ? record.afterTime === true && !isBefore(record.due, due) : !isBefore(since, due);
  const own = afterTime ? AFTER_ITS_TIME : undefined;
  const asks = savedLate === undefined || (slug && isToldOn(channel, recordsOf.get(slug))) ? own : savedLate;
  return { ...(asks === undefined ? {} : { asks }), ...(afterTime ? { afterTime } : {}) };
}

/** Returns when each email that has told of the story began, by time. */
function begunEmails(slug: Slug, { recordsOf, now }: PlanContext): Temporal.ZonedDateTime[] {
  const begun = (recordsOf.get(slug) ?? []).filter((record) => record.channel === 'email' && hasBegun(record));
  return begun.map((record) => record.begun?.toZonedDateTimeISO(now.timeZoneId) ?? record.due).sort(byTime);
}

/** True for what a person has said to send although its story is backdated, or what became of it. */
function isSentAnyway({ state, late }: PublicationRecord): boolean {
  return late === true && (state === 'waiting' || state === 'missed');
}

/** A waiting publication stays one that a person sends late. */
function lateOf({ id }: Publication, { records }: PlanContext): Pick<Publication, 'late'> {
  const record = records.get(id);
  return record?.state === 'waiting' && record.late ? { late: true } : {};
}

/** True when a story, or its present publication time, was first seen long after that time: then it is for the pages only. */
export function isBackdated(story: Story, storySeen: StorySeen, rules: Rules): boolean {
  const known = backdatedBefore.get(storySeen);
  if (known?.story === story && known.rules === rules) return known.is;
  const published = publishedAt(story, rules.timezone);
  const is = isAfter(storySeen.publishedSeen, published) && isAfter(storySeen.publishedSeen, published.add(rules.backdatedAfter));
  backdatedBefore.set(storySeen, { story, rules, is });
  return is;
}

const backdatedBefore = new WeakMap<StorySeen, { story: Story; rules: Rules; is: boolean }>();

function availableEvent(
  story: LearningEvent,
  available: Temporal.ZonedDateTime,
  { factsSeen, followUpSeen }: StorySeen,
): Omit<AvailableEvent, 'postsSeen'> {
  const zone = available.timeZoneId;
  return {
    story,
    available,
    factsSeen: factsSeen.toZonedDateTimeISO(zone),
    followUpSeen: (followUpSeen ?? factsSeen).toZonedDateTimeISO(zone),
    starts: startsAt(story, zone),
    ends: endsAt(story, zone),
    facts: eventFacts(story),
  };
}

function availableMessage(story: Message, available: Temporal.ZonedDateTime, stories: readonly Story[]): AvailableMessage {
  const event = toldEvent(story, stories);
  return { story, available, ...(event && { event: event.slug }) };
}

function unseen(story: Story, { rules, now }: PlanContext): StorySeen {
  const at = latest(publishedAt(story, rules.timezone), now).toInstant();
  return { slug: story.slug, firstSeen: at, published: story.published.toString(), publishedSeen: at, facts: '', factsSeen: at };
}

/** An edit of a story or the rules can move a publication before the last tick. It still goes out if due at most 14 days ago. */
const BACKLOG = { hours: 14 * 24 };

/** Returns the earliest time of which anything is still planned: an issue that waits is planned as of its own time. */
function earliestPlannedMs({ backlogFrom, records }: PlanContext): number {
  let earliest = backlogFrom.epochMilliseconds;
  for (const { state, due } of records.values()) if (state === 'waiting') earliest = Math.min(earliest, due.epochMilliseconds);
  return earliest;
}

function planContextOf({
  stories,
  rules,
  records,
  opened,
  since,
  now,
  until,
  cancelled = new Set(),
  overrides = new Map(),
}: PlanInput): PlanContext {
  const zoned = (time: Temporal.Instant) => time.toZonedDateTimeISO(rules.timezone);
  const backlogFrom = latest(zoned(opened), zoned(now.subtract(BACKLOG)));
  return {
    rules,
    backlogFrom: isBefore(backlogFrom, zoned(since)) ? backlogFrom : zoned(since),
    since: zoned(since),
    now: zoned(now),
    until: zoned(until),
    ...indexOf(records),
    cancelled,
    overrides,
    publishedAt: publishedTimes(stories, rules.timezone),
  };
}

const timesOf = new WeakMap<readonly Story[], { zone: string; times: PlanContext['publishedAt'] }>();

/** The stories stay the same list until a file is another one. */
function publishedTimes(stories: readonly Story[], zone: string): PlanContext['publishedAt'] {
  const known = timesOf.get(stories);
  if (known?.zone === zone && known.times.size === stories.length) return known.times;
  const times = new Map(stories.map((story) => [story.slug, publishedAt(story, zone)]));
  timesOf.set(stories, { zone, times });
  return times;
}

type Index = Pick<PlanContext, 'records' | 'recordsOf'>;
/** Of lists that nobody changes any more: the publication store returns the same one until something is written. */
const indexes = new WeakMap<readonly PublicationRecord[], { length: number; index: Index }>();

function indexOf(list: readonly PublicationRecord[]): Index {
  const known = indexes.get(list);
  if (known?.length === list.length) return known.index;
  const recordsOf = new Map<Slug, PublicationRecord[]>();
  for (const record of list) {
    for (const slug of record.stories) {
      const its = recordsOf.get(slug);
      if (its) its.push(record);
      else recordsOf.set(slug, [record]);
    }
  }
  const index = { records: new Map(list.map((record) => [record.id, record])), recordsOf };
  indexes.set(list, { length: list.length, index });
  return index;
}
