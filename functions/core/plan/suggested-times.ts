import type { Temporal } from 'temporal-polyfill';
import { type PlanInput, planPublications } from '#core/plan/plan';
import type { Override } from '#core/publication/override';
import type { Publication } from '#core/publication/publication';
import { isBankHoliday } from '#core/time/bank-holidays';
import { latest } from '#core/time/compare';

/** A time to which a publication may be moved. `as`: the publication as it would go out then. `beside`: the other emails of that day. */
export type SuggestedTime = { to: Temporal.ZonedDateTime; as: Publication; beside: Publication[] };

const AHEAD_DAYS = 40;

/**
 * Returns at most three times at which the publication may go out, at its hour: on the next two working days, and a week later. What the
 * rules would move from there is no suggestion.
 */
export function suggestedTimes(input: PlanInput, { id, due, channel }: Publication): SuggestedTime[] {
  const from = latest(due, input.now.toZonedDateTimeISO(due.timeZoneId).round({ smallestUnit: 'hour', roundingMode: 'ceil' }));
  const until = latest(from.add({ days: AHEAD_DAYS }), input.until.toZonedDateTimeISO(due.timeZoneId)).toInstant();
  const found: SuggestedTime[] = [];
  const next = workingDay(from.add({ days: 1 }));
  for (const to of [next, workingDay(next.add({ days: 1 })), workingDay(from.add({ weeks: 1 }))]) {
    const override: Override = { version: 1, by: '', at: input.now, due: to.toInstant() };
    const plan = planPublications({ ...input, until, overrides: new Map([...(input.overrides ?? []), [id, override]]) });
    const as = plan.find((one) => one.id === id);
    if (as?.decision !== 'go' || !as.due.equals(to)) continue;
    const isBeside = (one: Publication) =>
      one.id !== id && one.channel === channel && one.decision === 'go' && one.due.toPlainDate().equals(to.toPlainDate());
    found.push({ to, as, beside: plan.filter(isBeside) });
  }
  return found;
}

/** Returns the same time on the first day from then on that is no weekend and no bank holiday. */
function workingDay(time: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  return time.dayOfWeek > 5 || isBankHoliday(time.toPlainDate()) ? workingDay(time.add({ days: 1 })) : time;
}
