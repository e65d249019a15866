// What posts cost, and what a month may cost. A mill is a thousandth of a dollar: X's prices are whole mills.
import type { Temporal } from 'temporal-polyfill';
import type { PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';

/** X API pricing since 2026-04-20. A media metadata call is what carries the alt text. */
const PRICE_MILLI_USD = { withLink: 200, withoutLink: 15, mediaMetadata: 5 };

/** What X asks for one post. */
export function priceMilliUsd({ links, images }: { links: number; images: number }): number {
  return (links > 0 ? PRICE_MILLI_USD.withLink : PRICE_MILLI_USD.withoutLink) + images * PRICE_MILLI_USD.mediaMetadata;
}

/** `$0.205`, `$0.20`, `$10`. */
export function dollars(milliUsd: number): string {
  if (milliUsd % 1_000 === 0) return `$${milliUsd / 1_000}`;
  return `$${(milliUsd / 1_000).toFixed(3).replace(/0$/, '')}`;
}

/** A month of the calendar on the rules' wall: `2019-09`. */
export function monthOf(at: Temporal.ZonedDateTime, { timezone }: Pick<Rules, 'timezone'>): string {
  return at.withTimeZone(timezone).toPlainDate().toPlainYearMonth().toString();
}

/** What the posts cost that go out in the month and have begun: what only waits has cost nothing. */
export function spentMilliUsd(month: string, records: readonly PublicationRecord[], rules: Pick<Rules, 'timezone'>): number {
  return records
    .filter(
      ({ begun, firstAt, due }) => begun !== undefined && monthOf(firstAt?.toZonedDateTimeISO(due.timeZoneId) ?? due, rules) === month,
    )
    .reduce((sum, { priceMilliUsd = 0 }) => sum + priceMilliUsd, 0);
}

/** Why a post that would take the month beyond its budget does not go out by itself; undefined when it is within. */
export function overBudget(
  priceMilliUsd: number,
  spentMilliUsd: number,
  { social: { monthlyBudgetUsd } }: Pick<Rules, 'social'>,
): string | undefined {
  const budgetMilliUsd = Math.round(monthlyBudgetUsd * 1_000);
  return priceMilliUsd > 0 && spentMilliUsd + priceMilliUsd > budgetMilliUsd
    ? `It waits for your yes: the month's budget of ${dollars(budgetMilliUsd)} is used.`
    : undefined;
}
