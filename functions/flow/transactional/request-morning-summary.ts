import type { Temporal } from 'temporal-polyfill';
import type { Rules } from '#core/rules/rules';
import { isAfter, isBefore } from '#core/time/compare';
import { composeMorningSummary } from '#core/transactional/compose-morning-summary';
import { sealedMorningSummary } from '#core/transactional/sealed-summary';
import { PROGRAMME_LEAD, senderProfileOf } from '#core/transactional/transactional-email';
import { readMorningFacts } from '#flow/transactional/morning-summary-facts';
import { requestTransactional } from '#flow/transactional/request-transactional';
import type { World } from '#ports';

type MorningSummaryWorld = Pick<World, 'transactional' | 'texts' | 'jobQueue'> & Parameters<typeof readMorningFacts>[0];

const MORNING_HOUR = 8;
/** Four looks in the hour find a tick or a ring that was lost, and cost nothing on all other ticks. */
const EVERY_MINUTES = 15;
/** How far back a note looks, if the one before it was long ago. */
const MOST_DAYS = 7;

/**
 * The morning note to the programme lead: in the hour from 8am, unless today's has been taken up already or there is nothing to
 * say. Until then each look writes it anew and rings, so that a tick that broke off loses nothing; the letter's claim lets one go out.
 */
export async function requestMorningSummary(world: MorningSummaryWorld, rules: Rules, now: Temporal.Instant): Promise<void> {
  const localNow = now.toZonedDateTimeISO(rules.timezone);
  if (rules.morningSummaryTo === undefined || localNow.hour !== MORNING_HOUR || localNow.minute % EVERY_MINUTES !== 0) return;
  const summaries = await world.transactional.to(PROGRAMME_LEAD);
  const today = summaries.find(({ day }) => day.equals(localNow.toPlainDate()));
  if (today && today.state !== 'waiting') return;
  const accepted = summaries
    .filter(({ state }) => state === 'accepted')
    .map(({ day }) => day.toZonedDateTime({ timeZone: rules.timezone, plainTime: { hour: MORNING_HOUR } }));
  const mail = composeMorningSummary(await readMorningFacts(world, localNow, sinceWhen(localNow, accepted)), senderProfileOf(rules));
  if (!mail) return;
  const sealed = await world.texts.put(sealedMorningSummary(mail));
  await requestTransactional(world, PROGRAMME_LEAD, 'note', rules, now, { to: rules.morningSummaryTo, sealed });
}

/** When the next note is first looked for, after `at`. */
export function nextMorningSummary(now: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  const today = now.toPlainDate().toZonedDateTime({ timeZone: now.timeZoneId, plainTime: { hour: MORNING_HOUR } });
  return isAfter(today, now) ? today : today.add({ days: 1 });
}

/** The newest note that was told, or a day ago. */
function sinceWhen(now: Temporal.ZonedDateTime, accepted: Temporal.ZonedDateTime[]): Temporal.ZonedDateTime {
  const longest = now.subtract({ days: MOST_DAYS });
  const newest = accepted.filter((one) => !isBefore(one, longest)).at(-1);
  return newest ?? now.subtract({ days: 1 });
}
