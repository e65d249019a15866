import { Temporal } from 'temporal-polyfill';
import { atWallClock, isBefore, issueDates, previousIssueDate } from '#core/calendar';
import { type EventStanding, type Ground, openDue, type PostStanding, publicationId } from '#core/plan-ground';
import { emailTiming, type Timing } from '#core/plan-timing';
import { hasBegun, type Publication, type PublicationId, type PublicationRecord } from '#core/publication';
import type { DigestRule } from '#core/rules';
import type { Slug } from '#core/story';

/** Quiet times move an issue by days, never by weeks: issues from this long ago may still be due. */
const MOVED_AT_MOST = { days: 14 };

type Issue = Timing & { id: PublicationId };

/**
 * The issues of one series, each computed as if those before it go out. An issue holds the posts that became available
 * since the last issue that went out (or had nothing new) was due; issues that were missed or cancelled owe theirs to the next.
 */
export function planDigests(rule: DigestRule, posts: PostStanding[], events: EventStanding[], ground: Ground): Publication[] {
  const history = [...ground.records.values()].filter((record) => record.series === rule.name);
  const shown = new Set<Slug>(history.filter(hasBegun).flatMap((record) => record.stories));
  const ends = history.filter((record) => hasBegun(record) || record.state === 'empty').map((record) => record.due);
  return openIssues(rule, history, ground).map((issue) => {
    const { due } = issue;
    const from = ends.filter((end) => isBefore(end, due)).sort(Temporal.ZonedDateTime.compare).at(-1) ?? beforeTheFirst(rule, history, issue, ground);
    const newPosts = posts
      .filter(({ story, available }) => !shown.has(story.slug) && isBefore(from, available) && !isBefore(due, available))
      .sort((a, b) => Temporal.PlainDateTime.compare(b.story.published, a.story.published) || bySlug(a, b));
    const horizon = due.add(ground.rules.upcomingEvents);
    const upcoming = events
      .filter(({ story, available, starts }) => story.status === 'confirmed' && !isBefore(due, available) && isBefore(due, starts) && !isBefore(horizon, starts))
      .sort((a, b) => Temporal.ZonedDateTime.compare(a.starts, b.starts) || bySlug(a, b));
    const hasNews = newPosts.length > 0 || upcoming.some(({ story }) => !shown.has(story.slug));
    const stories = hasNews ? [...newPosts, ...upcoming].map(({ story }) => story.slug) : [];
    for (const slug of stories) shown.add(slug);
    ends.push(due);
    const digest = { kind: 'digest', channel: 'email', series: rule.name, stories } as const;
    if (hasNews) return { ...issue, ...digest, stories, fate: 'go' };
    return { ...issue, ...digest, stories, fate: 'empty', reason: 'There is no new post, and no event that this digest has not shown before.' };
  });
}

/** By time: the issues up to the horizon that have not begun, and those that are waiting. */
function openIssues(rule: DigestRule, history: PublicationRecord[], ground: Ground): Issue[] {
  const waiting = history.filter((record) => record.state === 'waiting').map(dateOf);
  const dates = [...issueDates(rule, ground.since.subtract(MOVED_AT_MOST).toPlainDate(), ground.until.toPlainDate()), ...waiting];
  const issues = new Map<PublicationId, Issue>();
  for (const date of dates) {
    const timing = emailTiming(timeOf(rule, date, ground), ground.rules);
    const id = publicationId('digest', rule.name, date.toString());
    const due = openDue(id, timing.due, ground);
    if (due !== undefined) issues.set(id, { ...timing, id, due });
  }
  return [...issues.values()].sort((a, b) => Temporal.ZonedDateTime.compare(a.due, b.due));
}

/** When nothing of the series has gone out yet: when the issue before the first that is known would have been due. */
function beforeTheFirst(rule: DigestRule, history: PublicationRecord[], issue: Issue, ground: Ground): Temporal.ZonedDateTime {
  const dates = [...history, issue].map(dateOf).sort(Temporal.PlainDate.compare);
  const first = dates[0] ?? dateOf(issue);
  return emailTiming(timeOf(rule, previousIssueDate(rule, first), ground), ground.rules).due;
}

/** The local date that an issue's id ends with. */
function dateOf({ id }: { id: PublicationId }): Temporal.PlainDate {
  return Temporal.PlainDate.from(id.slice(-'2019-09-19'.length));
}

function timeOf(rule: DigestRule, date: Temporal.PlainDate, { rules }: Ground): Temporal.ZonedDateTime {
  return atWallClock(date.toPlainDateTime(rule.at), rules.timezone);
}

function bySlug(a: PostStanding | EventStanding, b: PostStanding | EventStanding): number {
  return a.story.slug < b.story.slug ? -1 : 1;
}
