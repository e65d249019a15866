// Quiet times: quiet hours, weekends and bank holidays. All times are in the rules' zone.
import { Temporal } from 'temporal-polyfill';
import type { Rules } from '#core/rules/rules';
import { isBankHoliday } from '#core/time/bank-holidays';
import { byTime, isBefore } from '#core/time/compare';
import { atWallClock } from '#core/time/wall-clock';

export type Quiet = 'weekend' | 'bank holiday' | 'quiet hours';

/** Returns why a time is quiet; undefined when it is allowed. Quiet hours include their start and exclude their end. */
export function quietAt(time: Temporal.ZonedDateTime, { quiet }: Pick<Rules, 'quiet'>): Quiet | undefined {
  if (quiet.weekends && time.dayOfWeek > 5) return 'weekend';
  if (quiet.bankHolidays === 'england-and-wales' && isBankHoliday(time.toPlainDate())) return 'bank holiday';
  return isQuietHour(time.toPlainTime(), quiet) ? 'quiet hours' : undefined;
}

export function isAllowed(time: Temporal.ZonedDateTime, rules: Pick<Rules, 'quiet'>): boolean {
  return quietAt(time, rules) === undefined;
}

/** Returns the first allowed time at or after `at`. */
export function nextAllowed(at: Temporal.ZonedDateTime, rules: Pick<Rules, 'quiet'>): Temporal.ZonedDateTime {
  let time = at;
  for (let why = quietAt(time, rules); why !== undefined; why = quietAt(time, rules)) {
    time = why === 'quiet hours' ? endOfQuietHours(time, rules) : time.startOfDay().add({ days: 1 }).startOfDay();
  }
  return time;
}

/** Returns the first allowed social slot at or after `at`; undefined when all slots are in quiet hours. */
export function nextSlot(at: Temporal.ZonedDateTime, rules: Pick<Rules, 'quiet' | 'social'>): Temporal.ZonedDateTime | undefined {
  if (rules.social.slots.every((slot) => isQuietHour(slot, rules.quiet))) return undefined;
  for (let day = at.toPlainDate(); ; day = day.add({ days: 1 })) {
    const slot = slotsOf(day, rules.social.slots, at.timeZoneId).find((slot) => !isBefore(slot, at) && isAllowed(slot, rules));
    if (slot !== undefined) return slot;
  }
}

function isQuietHour(time: Temporal.PlainTime, { hours }: Rules['quiet']): boolean {
  if (hours === undefined) return false;
  const begun = Temporal.PlainTime.compare(hours.from, time) <= 0;
  const over = Temporal.PlainTime.compare(hours.until, time) <= 0;
  return Temporal.PlainTime.compare(hours.from, hours.until) <= 0 ? begun && !over : begun || !over;
}

function endOfQuietHours(time: Temporal.ZonedDateTime, { quiet: { hours } }: Pick<Rules, 'quiet'>): Temporal.ZonedDateTime {
  if (hours === undefined) return time;
  const { hour, minute, second, millisecond, microsecond, nanosecond } = hours.until;
  const past = Temporal.PlainTime.compare(hours.until, time.toPlainTime()) <= 0;
  // `with` keeps the offset of `day`, so in the hour that an autumn clock change repeats, the end is never in the past,
  // and it is the first one of its day.
  const day = past ? time.startOfDay().add({ days: 1 }).startOfDay() : time;
  return day.with({ hour, minute, second, millisecond, microsecond, nanosecond });
}

/** Returns the social slots of a day, earliest first. */
export function slotsOf(day: Temporal.PlainDate, slots: Temporal.PlainTime[], zone: string): Temporal.ZonedDateTime[] {
  return slots.map((slot) => atWallClock(day.toPlainDateTime(slot), zone)).sort(byTime);
}
