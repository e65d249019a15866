// Turns wall-clock times into instants. A time that a clock change skips moves forward; of one that comes twice, the first
// counts. A digest is keyed by its local date, so a clock change neither skips nor repeats it: in London, "is it 01:30 now?"
// asked every minute is true never or twice.
import type { Temporal } from 'temporal-polyfill';

/** Returns when clocks in `zone` show `local`. */
export function atWallClock(local: Temporal.PlainDateTime, zone: string): Temporal.ZonedDateTime {
  return local.toZonedDateTime(zone, { disambiguation: 'compatible' });
}
