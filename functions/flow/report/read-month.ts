// What this month has cost so far, and what the plan says of the rest of it. Reads only; safe to repeat.

import type { Temporal } from 'temporal-polyfill';
import type { PublicationId } from '#core/publication/publication';
import { chargedOf, type Spending } from '#core/report/cost';
import { begunIn, sumOf } from '#core/report/emails';
import { isIn, namedPeriod, type Period, spanOf } from '#core/report/period';
import { inWindow } from '#flow/loops/with-concurrency';
import { isAhead } from '#flow/publish/compare-plans';
import { forecastPosts } from '#flow/publish/forecast';
import { type Outlook, type OutlookWorld, readOutlook } from '#flow/publish/outlook';
import { readCertificates } from '#flow/report/read-publications';
import type { World } from '#ports';

const AT_ONCE = 8;

export type MonthWorld = OutlookWorld & Pick<World, 'ledger' | 'machine'>;

/** `spent`: of what has begun. `ahead`: of what goes out until the month ends, as things are now. */
export type MonthCost = { month: Period; spent: Spending; ahead: Spending };

/** Returns the outlook until the month ends. */
export function readMonthOutlook(world: OutlookWorld, now: Temporal.ZonedDateTime): Promise<Outlook> {
  return readOutlook(world, now.toInstant(), spanOf(namedPeriod('month', now.toPlainDate()), now.timeZoneId).until);
}

/** Undefined while no rules can be read, and when the month has more emails than can be counted in one request. */
export async function readMonthCost(
  world: MonthWorld,
  { planned, entries }: Outlook,
  now: Temporal.ZonedDateTime,
): Promise<MonthCost | undefined> {
  if (!planned) return undefined;
  const month = namedPeriod('month', now.toPlainDate());
  const span = spanOf(month, now.timeZoneId);
  const mails = begunIn(planned.records, 'email', span);
  const [certificates, forecast] = await Promise.all([readCertificates(world, mails), forecastPosts(world, planned)]);
  if (!certificates) return undefined;
  const { spentMilliUsd, aheadMilliUsd } = forecast.month(now);
  const sum = sumOf([...certificates.values()]);
  const onTheirWay = mails.filter(({ state }) => state === 'sealing' || state === 'sending');
  const toGo = sumOf(onTheirWay.flatMap(({ id }) => certificates.get(id) ?? [])).open;
  const expected = entries.filter((entry) => entry.channel === 'email' && isAhead(entry) && isIn(span, entry.due));
  const going = new Map<PublicationId, number>();
  await inWindow(expected, AT_ONCE, async ({ id, audience }) => {
    if (!(await world.switches.read(id)).cancelled) going.set(id, audience);
  });
  return {
    month,
    spent: { emails: chargedOf(sum), postsMilliUsd: spentMilliUsd },
    ahead: { emails: toGo + [...going.values()].reduce((all, audience) => all + audience, 0), postsMilliUsd: aheadMilliUsd },
  };
}
