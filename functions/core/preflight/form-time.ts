import { Temporal } from 'temporal-polyfill';
import { type DateTimeFields, plainDate } from '#core/draft/date-fields';

/** Returns the time that four fields of a form mean; undefined when they mean none. */
export function plainDateTime(fields: DateTimeFields): Temporal.PlainDateTime | undefined {
  const { day, month, year, time } = plainDate(fields);
  if (![day, month, year].every((part) => /^\d+$/u.test(part)) || !/^\d{2}:\d{2}$/u.test(time)) return undefined;
  try {
    const [hour, minute] = time.split(':').map(Number);
    return Temporal.PlainDateTime.from(
      { year: Number(year), month: Number(month), day: Number(day), hour, minute },
      { overflow: 'reject' },
    );
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
