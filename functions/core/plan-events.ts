import type { Temporal } from 'temporal-polyfill';
import { atWallClock, isBefore, latest } from '#core/calendar';
import { planChange, sequenceOf } from '#core/plan-changes';
import { type EventStanding, type Ground, publicationId } from '#core/plan-ground';
import { planReminders } from '#core/plan-reminders';
import { emailTiming, socialTiming } from '#core/plan-timing';
import type { Publication } from '#core/publication';
import { nhsDateTime } from '#core/wording';

/** All that an event gives rise to, but for its place in digests. */
export function planEvent(event: EventStanding, ground: Ground): Publication[] {
  const sequence = sequenceOf(event, ground);
  const [announcement, ...posts] = planAnnouncement(event, sequence, ground);
  const [post] = posts;
  const announced = { email: settledDue(announcement, ground), ...(post && { x: settledDue(post, ground) }) };
  return [
    announcement,
    ...posts,
    ...planReminders(event, announced, sequence, ground),
    ...planFollowUp(event, announced.email, ground),
    ...planChange(event, ground),
  ];
}

function planAnnouncement(
  { story, available, starts }: EventStanding,
  sequence: number,
  { rules }: Ground,
): [Publication, ...Publication[]] {
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
  const post: Publication = { id: publicationId('x', slug), kind: 'social', channel: 'x', stories: [slug], fate: 'go', ...change, ...slot };
  if (isBefore(post.due, starts)) return [announcement, post];
  return [announcement, { ...post, fate: 'dropped', reason: tooLate ?? 'The next slot comes after the event has started.' }];
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

/** When it was due if that is history, or will be. */
function settledDue({ id, due }: Publication, { records }: Ground): Temporal.ZonedDateTime {
  const record = records.get(id);
  return record === undefined || record.state === 'waiting' ? due : record.due;
}
