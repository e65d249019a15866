import type { Temporal } from 'temporal-polyfill';
import { type AvailableEvent, areRecorded, type PlanContext } from '#core/plan/plan-context';
import { emailTime, socialTime } from '#core/plan/timing';
import { socialId } from '#core/publication/channels';
import { type Publication, publicationId, type SocialChannel } from '#core/publication/publication';
import { isBefore } from '#core/time/compare';
import { nhsDateTime } from '#core/time/nhs-dates';
import { atWallClock } from '#core/time/wall-clock';

/** When the event is announced on each channel. */
export type Announced = { email: Temporal.ZonedDateTime; social: ReadonlyMap<SocialChannel, Temporal.ZonedDateTime> };

/** Plans an event's reminders by email and on the social channels. Wrong or useless ones are dropped with a reason. */
export function planReminders(event: AvailableEvent, announced: Announced, sequence: number, context: PlanContext): Publication[] {
  const { rules, overrides } = context;
  const { slug } = event.story;
  const durations = new Map(rules.events.reminders.map((duration) => [durationKey(duration), duration]));
  return [...durations].flatMap(([before, duration]) => {
    const reminder = publicationId('reminder', slug, before);
    const posts = [...announced.social].map(([channel, announcedAt]) => ({ id: socialId(channel, slug, before), channel, announcedAt }));
    if (areRecorded([reminder, ...posts.map(({ id }) => id)], context)) return [];
    const at = wallClockBefore(event, duration, rules.events.at, rules.timezone);
    const email = unlessUseless(
      {
        id: reminder,
        kind: 'reminder',
        channel: 'email',
        stories: [slug],
        decision: 'go',
        before,
        sequence,
        ...emailTime(at, { rules, override: overrides.get(reminder) }),
      },
      event,
      announced.email,
    );
    const social = posts.flatMap(({ id, channel, announcedAt }) => {
      const time = socialTime(at, { rules, override: overrides.get(id) });
      if (time === undefined) return [];
      return unlessUseless({ id, kind: 'social', channel, stories: [slug], decision: 'go', before, ...time }, event, announcedAt);
    });
    return [email, ...social];
  });
}

function unlessUseless(reminder: Publication, { story, starts }: AvailableEvent, announced: Temporal.ZonedDateTime): Publication {
  const drop = (reason: string): Publication => ({ ...reminder, decision: 'dropped', reason });
  if (story.status !== 'confirmed') return drop(`The event is ${story.status}.`);
  if (!isBefore(reminder.due, starts)) return drop(`It would come after the event has started on ${nhsDateTime(starts)}.`);
  if (!isBefore(announced, reminder.due)) return drop(`It would not come after the announcement on ${nhsDateTime(announced)}.`);
  return reminder;
}

/** Days count from the event's date, at the hour for event emails; hours and minutes count from its start. */
function wallClockBefore(
  { story }: AvailableEvent,
  duration: Temporal.Duration,
  hour: Temporal.PlainTime,
  zone: string,
): Temporal.ZonedDateTime {
  const inDays = duration.hours === 0 && duration.minutes === 0;
  const local = story.starts.subtract(duration);
  return atWallClock(inDays ? local.toPlainDate().toPlainDateTime(hour) : local, zone);
}

/** Returns a duration as in ids: `28d`, `2h`, and `7d` for one week. */
export function durationKey({ years, months, weeks, days, hours, minutes }: Temporal.Duration): string {
  const parts: [number, string][] = [
    [years, 'y'],
    [months, 'mo'],
    [weeks * 7 + days, 'd'],
    [hours, 'h'],
    [minutes, 'min'],
  ];
  return parts.map(([count, unit]) => (count === 0 ? '' : `${count}${unit}`)).join('') || '0d';
}
