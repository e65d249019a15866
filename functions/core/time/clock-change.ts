import type { Temporal } from 'temporal-polyfill';

/** Says when a clock change skips a wall-clock time, and what clocks show instead, or that the time comes twice on its day. */
export function clockChange(
  local: Temporal.PlainDateTime,
  zone: string,
): { is: 'skipped'; instead: Temporal.PlainDateTime } | { is: 'twice' } | undefined {
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) => local.toZonedDateTime(zone, { disambiguation }));
  if (!earlier || !later || earlier.equals(later)) return undefined;
  const instead = later.toPlainDateTime();
  return instead.equals(local) ? { is: 'twice' } : { is: 'skipped', instead };
}
