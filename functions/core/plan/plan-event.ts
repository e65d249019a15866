import type { Temporal } from 'temporal-polyfill';
import { AFTER_ITS_TIME } from '#core/plan/after-time';
import { planChange, sequenceOf, whyUnsaid } from '#core/plan/plan-change';
import { type AvailableEvent, type PlanContext, recordedDue } from '#core/plan/plan-context';
import { planExtraPosts } from '#core/plan/plan-extra-posts';
import { planReminders } from '#core/plan/plan-reminders';
import { emailTime, socialTime } from '#core/plan/timing';
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
  { rules, overrides }: PlanContext,
): [Publication, ...{ channel: SocialChannel; post: Publication }[]] {
  const { slug, status } = story;
  const change = status === 'confirmed' ? {} : { change: status };
  const tooLate = isBefore(available, starts) ? undefined : 'It was published after the event had started.';
  const id = publicationId('announcement', slug);
  const email: Publication = {
    id,
    kind: 'announcement',
    channel: 'email',
    stories: [slug],
    decision: 'go',
    sequence,
    ...change,
    ...emailTime(available, { rules, override: overrides.get(id), earliest: available, deadline: starts }),
  };
  const announcement: Publication =
    tooLate !== undefined
      ? { ...email, due: available, decision: 'dropped', reason: tooLate }
      : isBefore(email.due, starts)
        ? email
        : { ...email, decision: 'dropped', reason: `It would come after the event has started on ${nhsDateTime(starts)}.` };
  const posts = socialChannels(rules).flatMap((channel) => {
    const postId = socialId(channel, slug);
    const time = socialTime(available, { rules, override: overrides.get(postId), earliest: available });
    if (time === undefined) return [];
    const post: Publication = { id: postId, kind: 'social', channel, stories: [slug], decision: 'go', ...change, ...time };
    if (isBefore(post.due, starts)) return { channel, post };
    const reason = tooLate ?? 'The next slot comes after the event has started.';
    return { channel, post: { ...post, decision: 'dropped' as const, reason } };
  });
  return [announcement, ...posts];
}

function planFollowUp(
  { story, ends, followUpSeen }: AvailableEvent,
  announced: Temporal.ZonedDateTime,
  { rules, overrides }: PlanContext,
): Publication[] {
  if (story.follow_up === undefined) return [];
  const dayAfter = atWallClock(story.ends.toPlainDate().add(rules.events.followUp).toPlainDateTime(rules.events.at), rules.timezone);
  const at = latest(dayAfter, ends);
  const id = publicationId('follow-up', story.slug);
  const followUp: Publication = {
    id,
    kind: 'follow-up',
    channel: 'email',
    stories: [story.slug],
    decision: 'go',
    ...(rules.savedLate === 'ask' && isBefore(at, followUpSeen) ? { asks: AFTER_ITS_TIME } : {}),
    ...emailTime(latest(at, followUpSeen), { rules, override: overrides.get(id), earliest: latest(ends, followUpSeen) }),
  };
  if (story.status !== 'confirmed') return [{ ...followUp, decision: 'dropped', reason: `The event is ${story.status}.` }];
  if (isBefore(announced, followUp.due)) return [followUp];
  return [{ ...followUp, decision: 'dropped', reason: `It would not come after the announcement on ${nhsDateTime(announced)}.` }];
}
