// Wall-clock time and zone are what people mean; this module says which instants those are. A wall-clock time that a
// clock change skips moves forward; one that comes twice is its first. A digest is keyed by its local date, so that a
// clock change neither skips nor doubles it: asking "is it 01:30 now?" every minute in London says never or twice.
import type { Temporal } from 'temporal-polyfill';

/** The moment at which clocks in `zone` show `local`. */
export function atWallClock(local: Temporal.PlainDateTime, zone: string): Temporal.ZonedDateTime {
  return local.toZonedDateTime(zone, { disambiguation: 'compatible' });
}
