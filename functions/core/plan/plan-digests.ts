import { Temporal } from 'temporal-polyfill';
import { type Occurrence, occurrenceOn, occurrences, previousIssueDate } from '#core/plan/digest-dates';
import { type Available, type AvailableEvent, type AvailablePost, openDue, type PlanContext } from '#core/plan/plan-context';
import { nextAllowed } from '#core/plan/quiet-times';
import { emailTime, type Timing } from '#core/plan/timing';
import { hasBegun, type Publication, type PublicationId, type PublicationRecord, publicationId } from '#core/publication/publication';
import type { DigestRule } from '#core/rules/rules';
import type { Slug } from '#core/story/story';
import { byTime, isBefore, latest, type Moment } from '#core/time/compare';

/** Quiet times move an issue by days, never by this much, so older issues cannot be due. */
const MOVED_AT_MOST = { days: 14 };

/** How the id of an issue ends. */
const DATE_END = /-\d{4}-\d{2}-\d{2}$/;

/** `from`: it tells of what became available after this moment. */
type Issue = Timing & { id: PublicationId; from: Moment };

/** The issues of one digest that are open, by time. `shown`: what earlier issues had. */
export type OpenIssues = { rule: DigestRule; issues: Issue[]; shown: ReadonlySet<Slug> };

/** Returns what is open of a digest. No issue has a post that became available at or before its `from`. */
export function openIssues(rule: DigestRule, context: PlanContext): OpenIssues {
  const history = [...context.records.values()].filter((record) => record.series === rule.name);
  const timed = openTimes(rule, history, context);
  if (timed.length === 0) return { rule, issues: [], shown: new Set() };
  const begun = history.filter(hasBegun);
  const fromOf = ({ due }: Timing) => lastBefore(due, begun) ?? beforeTheFirst(rule, [...history, ...timed], context);
  const issues = timed.map((issue) => ({ ...issue, from: fromOf(issue) }));
  return { rule, issues, shown: new Set(begun.flatMap((record) => record.stories)) };
}

/**
 * Plans the issues of one series, each as if those before it go out, unless a person has cancelled them. An issue has the posts that
 * became available since the last issue that went out, so the next issue takes over the posts of a missed or cancelled one. `waiting`:
 * stories that wait for a yes, which no issue has.
 */
export function planDigests(
  { rule, issues, shown: before }: OpenIssues,
  { posts, events, waiting }: { posts: AvailablePost[]; events: AvailableEvent[]; waiting: Available[] },
  context: PlanContext,
): Publication[] {
  const shown = new Set(before);
  return issues.map(({ from, ...issue }) => {
    const isNew = ({ story, available }: Available) =>
      !shown.has(story.slug) && isBefore(from, available) && !isBefore(issue.due, available);
    const news = posts.filter(isNew);
    const upcoming = events.filter((event) => isUpcoming(event, issue.due, context));
    const without = waiting
      .filter((one) => ('starts' in one ? isUpcoming(one, issue.due, context) : isNew(one)))
      .map(({ story }) => story.slug);
    const isNews = news.length > 0 || upcoming.some(({ story }) => !shown.has(story.slug));
    const { first = [], subject, introduction } = context.overrides.get(issue.id) ?? {};
    const shownOf = (sorted: (AvailablePost | AvailableEvent)[]) =>
      pinned(
        sorted.map(({ story }) => story.slug),
        first,
      );
    const stories = isNews ? [...shownOf(news.sort(newestFirst)), ...shownOf(upcoming.sort(soonestFirst))] : [];
    if (!context.cancelled.has(issue.id)) for (const slug of stories) shown.add(slug);
    const words = {
      ...(without.length > 0 && { without }),
      ...(subject !== undefined && { subject }),
      ...(introduction && { introduction }),
    };
    const digest: Publication = { ...issue, kind: 'digest', channel: 'email', series: rule.name, stories, ...words, decision: 'go' };
    if (isNews) return digest;
    return { ...digest, decision: 'empty', reason: 'There is no new post, and no event that this digest has not shown before.' };
  });
}

/** Returns, by time, the issues up to the horizon without a record, and those that are waiting. */
function openTimes(rule: DigestRule, history: PublicationRecord[], context: PlanContext): Omit<Issue, 'from'>[] {
  const waiting = history
    .filter((record) => record.state === 'waiting')
    .map((record) => occurrenceOn(rule, dateOf(record), context.rules.timezone));
  const issues = new Map<PublicationId, Omit<Issue, 'from'>>();
  const planned = [...occurrences(rule, context.since.subtract(MOVED_AT_MOST), context.until), ...setByPeople(rule, context), ...waiting];
  for (const { date, time } of planned) {
    const id = publicationId('digest', rule.name, date.toString());
    const timing = emailTime(time, { rules: context.rules, override: context.overrides.get(id) });
    const due = openDue(id, timing.due, context, context.since);
    if (due !== undefined) issues.set(id, { ...timing, id, due });
  }
  return [...issues.values()].sort((a, b) => byTime(a.due, b.due));
}

/** Returns the issues with a time that a person has set: their own time may be far from it. */
function setByPeople(rule: DigestRule, { overrides, rules }: PlanContext): Occurrence[] {
  const prefix = `${publicationId('digest', rule.name)}-`;
  const moved = [...overrides].filter(([id, { due }]) => due !== undefined && id.startsWith(prefix) && DATE_END.test(id));
  return moved.flatMap(([id]) => {
    const occurrence = occurrenceOn(rule, dateOf({ id }), rules.timezone);
    // The rules may have changed since.
    return occurrences(rule, occurrence.time.subtract({ nanoseconds: 1 }), occurrence.time);
  });
}

/** Returns the stories with these first. */
function pinned(stories: Slug[], first: readonly Slug[]): Slug[] {
  const ahead = first.filter((slug) => stories.includes(slug));
  return [...ahead, ...stories.filter((slug) => !ahead.includes(slug))];
}

/** Returns when the content of the last issue that went out was fixed: it begins some minutes before it is due. `begun`: all that did. */
function lastBefore(due: Temporal.ZonedDateTime, begun: PublicationRecord[]): Moment | undefined {
  const [first, ...others] = begun.filter((record) => isBefore(record.due, due)).map(knewUntil);
  return first && latest(first, ...others);
}

function knewUntil({ due, begun }: PublicationRecord): Moment {
  return begun && isBefore(begun, due) ? begun : due;
}

/** Returns when the issue before a series' first one would have been due. */
function beforeTheFirst(rule: DigestRule, issues: { id: PublicationId }[], { rules }: PlanContext): Temporal.ZonedDateTime {
  const first = issues.reduce((one, other) => (endOf(other) < endOf(one) ? other : one));
  return nextAllowed(occurrenceOn(rule, previousIssueDate(rule, dateOf(first)), rules.timezone).time, rules);
}

function endOf({ id }: { id: PublicationId }): string {
  return id.slice(-'2019-09-19'.length);
}

/** Returns the local date at the end of an issue's id. */
function dateOf(issue: { id: PublicationId }): Temporal.PlainDate {
  return Temporal.PlainDate.from(endOf(issue));
}

function isUpcoming({ story, available, starts }: AvailableEvent, due: Temporal.ZonedDateTime, { rules }: PlanContext): boolean {
  const isKnown = story.status === 'confirmed' && !isBefore(due, available);
  return isKnown && isBefore(due, starts) && !isBefore(due.add(rules.upcomingEvents), starts);
}

function newestFirst(a: AvailablePost, b: AvailablePost): number {
  return Temporal.PlainDateTime.compare(b.story.published, a.story.published) || bySlug(a, b);
}

function soonestFirst(a: AvailableEvent, b: AvailableEvent): number {
  return byTime(a.starts, b.starts) || bySlug(a, b);
}

function bySlug(a: AvailablePost | AvailableEvent, b: AvailablePost | AvailableEvent): number {
  return a.story.slug < b.story.slug ? -1 : 1;
}
