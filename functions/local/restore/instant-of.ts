import { Temporal } from 'temporal-polyfill';

/** A time of the SDK. */
export const instantOf = (date: Date | undefined): Temporal.Instant | undefined =>
  date && Temporal.Instant.fromEpochMilliseconds(date.getTime());
