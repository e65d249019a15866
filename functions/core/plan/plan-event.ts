import type { Temporal } from 'temporal-polyfill';
import { AFTER_ITS_TIME } from '#core/plan/after-time';
import { planChange, sequenceOf, whyUnsaid } from '#core/plan/plan-change';
import { type AvailableEvent, type PlanContext, recordedDue } from '#core/plan/plan-context';
import { planExtraPosts } from '#core/plan/plan-extra-posts';
import { planReminders } from '#core/plan/plan-reminders';
import { emailTiming, socialTiming } from '#core/plan/timing';
import { socialChannels, socialId } from '#core/publication/channels';
import { type Publication, publicationId, type SocialChannel } from '#core/publication/publication';
import { isBefore, latest } from '#core/time/compare';
import { nhsDateTime } from '#core/time/nhs-dates';
import { atWallClock } from '#core/time/wall-clock';

/** Plans all publications of an event except digests. */
export function planEvent(event: AvailableEvent, context: PlanContext): Publication[] {
  const sequence = sequenceOf(event, context);
  const [announcement, ...posts] = planAnnouncement(event, sequence, context);
  const announced = {
    email: recordedDue(announcement, context),
    social: new Map(posts.map(({ post, channel }) => [channel, recordedDue(post, context)])),
  };
  const unsaid = whyUnsaid(event, context);
  const telling = [
    ...posts.map(({ post }) => post),
    ...planReminders(event, announced, sequence, context),
    ...posts.flatMap(({ post, channel }) => planExtraPosts(event, channel, post, context)),
  ];
  return [
    announcement,
    ...(unsaid === undefined ? telling : telling.map((publication) => ({ ...publication, asks: unsaid }))),
    ...planFollowUp(event, announced.email, context),
    ...planChange(event, context),
  ];
}

function planAnnouncement(
  { story, available, starts }: AvailableEvent,
  sequence: number,
  { rules }: PlanContext,
): [Publication, ...{ channel: SocialChannel; post: Publication }[]] {
  const { slug, status } = story;
  const change = status === 'confirmed' ? {} : { change: status };
  const tooLate = isBefore(available, starts) ? undefined : 'It was published after the event had started.';
  const email: Publication = {
    id: publicationId('announcement', slug),
    kind: 'announcement',
    channel: 'email',
    stories: [slug],
    decision: 'go',
    sequence,
    ...change,
    ...emailTiming(available, rules, starts),
  };
  const announcement: Publication = tooLate === undefined ? email : { ...email, due: available, decision: 'dropped', reason: tooLate };
  const slot = socialTiming(available, rules);
  if (slot === undefined) return [announcement];
  const posts = socialChannels(rules).map((channel) => {
    const post: Publication = { id: socialId(channel, slug), kind: 'social', channel, stories: [slug], decision: 'go', ...change, ...slot };
    if (isBefore(post.due, starts)) return { channel, post };
    const reason = tooLate ?? 'The next slot comes after the event has started.';
    return { channel, post: { ...post, decision: 'dropped' as const, reason } };
  });
  return [announcement, ...posts];
}

function planFollowUp(
  { story, ends, followUpSeen }: AvailableEvent,
  announced: Temporal.ZonedDateTime,
  { rules }: PlanContext,
): Publication[] {
  if (story.follow_up === undefined) return [];
  const dayAfter = atWallClock(story.ends.toPlainDate().add(rules.events.followUp).toPlainDateTime(rules.events.at), rules.timezone);
  const at = latest(dayAfter, ends);
  const followUp: Publication = {
    id: publicationId('follow-up', story.slug),
    kind: 'follow-up',
    channel: 'email',
    stories: [story.slug],
    decision: 'go',
    ...(rules.savedLate === 'ask' && isBefore(at, followUpSeen) ? { asks: AFTER_ITS_TIME } : {}),
    ...emailTiming(latest(at, followUpSeen), rules),
  };
  if (story.status !== 'confirmed') return [{ ...followUp, decision: 'dropped', reason: `The event is ${story.status}.` }];
  if (isBefore(announced, followUp.due)) return [followUp];
  return [{ ...followUp, decision: 'dropped', reason: `It would not come after the announcement on ${nhsDateTime(announced)}.` }];
}
