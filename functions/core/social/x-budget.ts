// What posts cost, and what a month may cost. A mill is a thousandth of a dollar: X's prices are whole mills.
import type { Temporal } from 'temporal-polyfill';
import type { PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';

/** X API pricing since 2026-04-20. A media metadata call is what carries the alt text. */
const PRICE = { withLink: 200, withoutLink: 15, mediaMetadata: 5 };

/** What X asks for one post. */
export function priceOf({ links, images }: { links: number; images: number }): number {
  return (links > 0 ? PRICE.withLink : PRICE.withoutLink) + images * PRICE.mediaMetadata;
}

/** `$0.205`, `$0.20`, `$10`. */
export function dollars(mills: number): string {
  if (mills % 1_000 === 0) return `$${mills / 1_000}`;
  return `$${(mills / 1_000).toFixed(3).replace(/0$/, '')}`;
}

/** A month of the calendar on the rules' wall: `2019-09`. */
export function monthOf(at: Temporal.ZonedDateTime, { timezone }: Pick<Rules, 'timezone'>): string {
  return at.withTimeZone(timezone).toPlainDate().toPlainYearMonth().toString();
}

/** What the posts cost that go out in the month and have begun: what only waits has cost nothing. */
export function spentIn(month: string, records: readonly PublicationRecord[], rules: Pick<Rules, 'timezone'>): number {
  return records
    .filter(
      ({ begun, firstAt, due }) => begun !== undefined && monthOf(firstAt?.toZonedDateTimeISO(due.timeZoneId) ?? due, rules) === month,
    )
    .reduce((sum, { mills = 0 }) => sum + mills, 0);
}

/** Why a post that would take the month beyond its budget does not go out by itself; undefined when it is within. */
export function overBudget(mills: number, spent: number, { social: { monthlyBudgetUsd } }: Pick<Rules, 'social'>): string | undefined {
  const budget = Math.round(monthlyBudgetUsd * 1_000);
  return mills > 0 && spent + mills > budget ? `It waits for your yes: the month's budget of ${dollars(budget)} is used.` : undefined;
}
