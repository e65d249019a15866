import type { Temporal } from 'temporal-polyfill';
import { planChange, sequenceOf } from '#core/plan/plan-change';
import { type EventStanding, type Ground, settledDue } from '#core/plan/plan-context';
import { planExtraPosts } from '#core/plan/plan-extra-posts';
import { planReminders } from '#core/plan/plan-reminders';
import { emailTiming, socialTiming } from '#core/plan/timing';
import { socialChannels, socialId } from '#core/publication/channels';
import { type Publication, publicationId, type SocialChannel } from '#core/publication/publication';
import { nhsDateTime } from '#core/time/nhs-dates';
import { atWallClock, isBefore, latest } from '#core/time/wall-clock';

/** All that an event gives rise to, but for its place in digests. */
export function planEvent(event: EventStanding, ground: Ground): Publication[] {
  const sequence = sequenceOf(event, ground);
  const [announcement, ...posts] = planAnnouncement(event, sequence, ground);
  const announced = {
    email: settledDue(announcement, ground),
    social: new Map(posts.map(({ post, channel }) => [channel, settledDue(post, ground)])),
  };
  return [
    announcement,
    ...posts.map(({ post }) => post),
    ...planReminders(event, announced, sequence, ground),
    ...posts.flatMap(({ post, channel }) => planExtraPosts(event, channel, post, ground)),
    ...planFollowUp(event, announced.email, ground),
    ...planChange(event, ground),
  ];
}

function planAnnouncement(
  { story, available, starts }: EventStanding,
  sequence: number,
  { rules }: Ground,
): [Publication, ...{ channel: SocialChannel; post: Publication }[]] {
  const { slug, status } = story;
  const change = status === 'confirmed' ? {} : { change: status };
  const tooLate = isBefore(available, starts) ? undefined : 'It was published after the event had started.';
  const email: Publication = {
    id: publicationId('announcement', slug),
    kind: 'announcement',
    channel: 'email',
    stories: [slug],
    fate: 'go',
    sequence,
    ...change,
    ...emailTiming(available, rules, starts),
  };
  const announcement: Publication = tooLate === undefined ? email : { ...email, due: available, fate: 'dropped', reason: tooLate };
  const slot = socialTiming(available, rules);
  if (slot === undefined) return [announcement];
  const posts = socialChannels(rules).map((channel) => {
    const post: Publication = { id: socialId(channel, slug), kind: 'social', channel, stories: [slug], fate: 'go', ...change, ...slot };
    if (isBefore(post.due, starts)) return { channel, post };
    const reason = tooLate ?? 'The next slot comes after the event has started.';
    return { channel, post: { ...post, fate: 'dropped' as const, reason } };
  });
  return [announcement, ...posts];
}

function planFollowUp({ story, ends, followUpHeard }: EventStanding, announced: Temporal.ZonedDateTime, { rules }: Ground): Publication[] {
  if (story.follow_up === undefined) return [];
  const at = atWallClock(story.ends.toPlainDate().add(rules.events.followUp).toPlainDateTime(rules.events.at), rules.timezone);
  const followUp: Publication = {
    id: publicationId('follow-up', story.slug),
    kind: 'follow-up',
    channel: 'email',
    stories: [story.slug],
    fate: 'go',
    ...emailTiming(latest(at, ends, followUpHeard), rules),
  };
  if (story.status !== 'confirmed') return [{ ...followUp, fate: 'dropped', reason: `The event is ${story.status}.` }];
  if (isBefore(announced, followUp.due)) return [followUp];
  return [{ ...followUp, fate: 'dropped', reason: `It would not come after the announcement on ${nhsDateTime(announced)}.` }];
}
