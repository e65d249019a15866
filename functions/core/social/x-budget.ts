// What posts cost, and what a month may cost, in thousandths of a dollar (milli-USD): X's prices are whole ones.
import { Temporal } from 'temporal-polyfill';
import type { PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';

/** X API pricing since 2026-04-20. The media metadata call carries the alt text. */
const PRICE_MILLI_USD = { withLink: 200, withoutLink: 15, mediaMetadata: 5 };

/** Returns X's price for one post, in thousandths of a dollar. */
export function priceMilliUsd({ links, images }: { links: number; images: number }): number {
  return (links > 0 ? PRICE_MILLI_USD.withLink : PRICE_MILLI_USD.withoutLink) + images * PRICE_MILLI_USD.mediaMetadata;
}

/** Returns an amount for people: `20.5 cents`, `$0.20`, `$1.24`, `$10`. Above a dollar, a tenth of a cent is rounded. */
export function dollars(milliUsd: number): string {
  if (milliUsd % 1_000 === 0) return `$${milliUsd / 1_000}`;
  if (milliUsd % 10 !== 0 && milliUsd < 1_000) return `${milliUsd / 10} cents`;
  return `$${(Math.round(milliUsd / 10) / 100).toFixed(2)}`;
}

/** Returns the calendar month in the rules' time zone: `2019-09`. */
export function monthOf(at: Temporal.ZonedDateTime, { timezone }: Pick<Rules, 'timezone'>): string {
  return at.withTimeZone(timezone).toPlainDate().toPlainYearMonth().toString();
}

/** Returns the cost of the month's posts that have begun, in thousandths of a dollar. */
export function spentMilliUsd(month: string, records: readonly PublicationRecord[], { timezone }: Pick<Rules, 'timezone'>): number {
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
  const fromMs = first.toZonedDateTime(timezone).epochMilliseconds;
  const untilMs = first.add({ months: 1 }).toZonedDateTime(timezone).epochMilliseconds;
  const isInMonth = ({ firstAt, due }: PublicationRecord): boolean => {
    const atMs = (firstAt ?? due).epochMilliseconds;
    return atMs >= fromMs && atMs < untilMs;
  };
  return records
    .filter((record) => record.priceMilliUsd !== undefined && record.begun !== undefined && isInMonth(record))
    .reduce((sum, { priceMilliUsd = 0 }) => sum + priceMilliUsd, 0);
}

/** Returns why a post that would exceed the month's budget waits; undefined when it is within the budget. */
export function overBudget(
  priceMilliUsd: number,
  spentMilliUsd: number,
  { social: { monthlyBudgetUsd } }: Pick<Rules, 'social'>,
): string | undefined {
  const budgetMilliUsd = Math.round(monthlyBudgetUsd * 1_000);
  return priceMilliUsd > 0 && spentMilliUsd + priceMilliUsd > budgetMilliUsd
    ? `It waits for your yes: the month’s budget of ${dollars(budgetMilliUsd)} is used.`
    : undefined;
}
