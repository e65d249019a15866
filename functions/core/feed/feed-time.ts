import { Temporal } from 'temporal-polyfill';
import { MONTHS } from '#core/time/day-names';

/** The zones that RFC 822 names, and those of Europe. */
const ZONES: ReadonlyMap<string, string> = new Map([
  ...(['Z', 'UT', 'UTC', 'GMT', 'WET'] as const).map((name) => [name, 'Z'] as const),
  ...(['BST', 'CET', 'WEST'] as const).map((name) => [name, '+01:00'] as const),
  ...([
    ['CEST', '+02:00'],
    ['EST', '-05:00'],
    ['EDT', '-04:00'],
    ['CST', '-06:00'],
    ['CDT', '-05:00'],
  ] as const),
  ...([
    ['MST', '-07:00'],
    ['MDT', '-06:00'],
    ['PST', '-08:00'],
    ['PDT', '-07:00'],
  ] as const),
]);
const RFC_822 =
  /^(?:[a-z]{3,9},?\s+)?(\d{1,2})\s+([a-z]{3})[a-z]*\s+(\d{4})\s+(\d{2}:\d{2}(?::\d{2})?)\s*([+-]\d{2}:?\d{2}|[a-z]{1,4})?$/iu;
const ISO_8601 = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?)?$/iu;

/** Returns a time as feeds write it, in UTC: `2026-09-10T09:00:00Z`. Undefined for any other, and for WordPress's "no date yet". */
export function feedTime(written: string): string | undefined {
  const [, day = '', month = '', year, clock, zone = 'Z'] = RFC_822.exec(written.trim()) ?? [];
  if (year !== undefined) {
    const number = MONTHS.findIndex((name) => name.toLowerCase().startsWith(month.toLowerCase())) + 1;
    const two = (part: string | number) => String(part).padStart(2, '0');
    return instant(`${year}-${two(number)}-${two(day)}T${clock}${ZONES.get(zone.toUpperCase()) ?? zone}`);
  }
  const [, date, time = '00:00', offset = 'Z'] = ISO_8601.exec(written.trim()) ?? [];
  return date === undefined ? undefined : instant(`${date}T${time}${offset}`);
}

function instant(text: string): string | undefined {
  try {
    const found = Temporal.Instant.from(text);
    return found.epochMilliseconds > 0 ? found.toString() : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
