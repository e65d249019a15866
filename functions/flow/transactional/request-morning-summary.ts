import type { Temporal } from 'temporal-polyfill';
import { PROGRAMME_LEAD } from '#core/delivery/transactional-key';
import type { Rules } from '#core/rules/rules';
import { isAfter, isBefore } from '#core/time/compare';
import { composeMorningSummary } from '#core/transactional/compose-morning-summary';
import { sealedMorningSummary } from '#core/transactional/sealed-summary';
import { senderProfileOf } from '#core/transactional/transactional-email';
import { readMorningFacts } from '#flow/transactional/morning-summary-facts';
import { enqueueOnce } from '#flow/transactional/request-transactional';
import type { World } from '#ports';

type MorningSummaryWorld = Pick<World, 'publications' | 'transactional' | 'texts' | 'jobQueue'> & Parameters<typeof readMorningFacts>[0];

const MORNING_HOUR = 8;
/** Four attempts in the hour make up for a lost tick or message, and cost no reads on all other ticks. */
const EVERY_MINUTES = 15;
/** How far back a summary reaches when the previous one is older. */
const MOST_DAYS = 7;

/**
 * Requests the morning summary to the programme lead, in the hour from 8am. Does nothing once today's is claimed, or when there is
 * nothing to say. Until then each attempt writes the text again and enqueues the job, so that a tick that broke off loses nothing; the
 * email's claim lets only one go out. May throw; safe to repeat.
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
  const senderProfile = senderProfileOf(rules);
  const mail = composeMorningSummary(await readMorningFacts(world, localNow, sinceWhen(localNow, accepted)), senderProfile);
  if (!mail) return;
  const sealed = await world.texts.put(sealedMorningSummary(mail));
  const day = localNow.toPlainDate();
  await world.publications.recordMorningSummary({ day, to: rules.morningSummaryTo, sealed });
  await enqueueOnce(world, { email: { to: PROGRAMME_LEAD, kind: 'note', day }, at: now });
}

/** Returns when the next summary is first attempted, after `now`. */
export function nextMorningSummary(now: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  const today = now.toPlainDate().toZonedDateTime({ timeZone: now.timeZoneId, plainTime: { hour: MORNING_HOUR } });
  return isAfter(today, now) ? today : today.add({ days: 1 });
}

/** The newest accepted summary of the last week, or a day ago. */
function sinceWhen(now: Temporal.ZonedDateTime, accepted: Temporal.ZonedDateTime[]): Temporal.ZonedDateTime {
  const longest = now.subtract({ days: MOST_DAYS });
  const newest = accepted.filter((one) => !isBefore(one, longest)).at(-1);
  return newest ?? now.subtract({ days: 1 });
}
