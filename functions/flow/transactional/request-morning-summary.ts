import type { Temporal } from 'temporal-polyfill';
import { PROGRAMME_LEAD, type SummaryRecipient } from '#core/delivery/transactional-key';
import { toldNow, turnedSince } from '#core/doctor/turned';
import type { ComposedMail } from '#core/mime/composed-mail';
import type { Rules } from '#core/rules/rules';
import { byTime, earliest, isBefore } from '#core/time/compare';
import { composeMorningSummary } from '#core/transactional/compose-morning-summary';
import { needsOf } from '#core/transactional/needs';
import { sealedMorningSummary, summaryAddresses } from '#core/transactional/sealed-summary';
import { isSummaryDay, isUrgent, MORNING_HOUR } from '#core/transactional/summary-days';
import { senderProfileOf, type TransactionalEmail } from '#core/transactional/transactional-email';
import { forEachOnItsOwn } from '#flow/loops/for-each-on-its-own';
import { readMorningFacts } from '#flow/transactional/morning-summary-facts';
import { enqueueOnce } from '#flow/transactional/request-transactional';
import type { World } from '#ports';

type MorningSummaryWorld = Pick<World, 'publications' | 'transactional' | 'texts' | 'jobQueue' | 'examinations'> &
  Parameters<typeof readMorningFacts>[0];

/** Four attempts in the hour make up for a lost tick or message, and cost no reads on all other ticks. */
const EVERY_MINUTES = 15;
/** How far back a summary reaches when the previous one is older: a weekly one finds the one before it, also when it is late. */
const MOST_DAYS = 8;

/**
 * Requests the morning summary for each address of `notes_to`, in the hour from 8am of the days of `notes_on`, and of any day on which
 * something cannot wait for the next of them. Leaves out an address whose email of today is claimed, and does nothing when there is
 * nothing to say. Until then each attempt writes the text again and enqueues the jobs, so that a tick that
 * broke off loses nothing; the claim of each email lets only one go out. May throw; safe to repeat.
 */
export async function requestMorningSummary(world: MorningSummaryWorld, rules: Rules, now: Temporal.Instant): Promise<void> {
  const localNow = now.toZonedDateTimeISO(rules.timezone);
  const addresses = rules.morningSummaryTo;
  if (addresses === undefined || localNow.hour !== MORNING_HOUR || localNow.minute % EVERY_MINUTES !== 0) return;
  const day = localNow.toPlainDate();
  const [requested, former] = await Promise.all([world.publications.morningSummary(), world.transactional.to(PROGRAMME_LEAD)]);
  // An older version may have requested today's for one address. It keeps its stored email, so that it gets no second one.
  const whom = { addresses, ...(requested?.to !== undefined && requested.day.equals(day) && { to: requested.to }) };
  const open: { to: SummaryRecipient; since: Temporal.ZonedDateTime }[] = [];
  let emails = former;
  for (const to of summaryAddresses(whom).keys()) {
    const own = to === PROGRAMME_LEAD ? [] : await world.transactional.to(to);
    emails = [...emails, ...own];
    const today = (to === PROGRAMME_LEAD ? former : own).find((email) => email.day.equals(day));
    if (!today || today.state === 'waiting') open.push({ to, since: sinceWhen(localNow, [...former, ...own]) });
  }
  // One text for all who have none yet: nobody misses what went out since their own newest summary.
  const since = earliest(localNow, ...open.map((one) => one.since));
  const toldBefore = toldOf(requested, emails, day);
  const found = open.length > 0 ? await summaryNow(world, rules, localNow, since, toldBefore) : undefined;
  if (!found) return;
  const { mail, told } = found;
  const sealed = await world.texts.put(sealedMorningSummary(mail));
  await world.publications.recordMorningSummary({ day, sealed, ...whom, told, toldBefore });
  await forEachOnItsOwn(open, ({ to }) => enqueueOnce(world, { email: { to, kind: 'note', day }, at: now }));
}

/** Returns the summary; undefined when there is nothing to say, or on a day without one, nothing that cannot wait for the next. */
async function summaryNow(
  world: MorningSummaryWorld,
  rules: Rules,
  now: Temporal.ZonedDateTime,
  since: Temporal.ZonedDateTime,
  toldBefore: readonly string[],
): Promise<{ mail: ComposedMail; told: string[] } | undefined> {
  const [read, examination] = await Promise.all([readMorningFacts(world, now, since), world.examinations.read()]);
  const verdicts = (examination?.verdicts ?? []).filter(({ part }) => part !== 'content');
  // Home shows what is wrong for as long as it is; an email tells it once.
  const turned = turnedSince(verdicts, toldBefore);
  const facts = { ...read, wrong: [], turned };
  const isUrgentNow = turned.wrong.length > 0 || needsOf(facts, '').some(({ deadline }) => isUrgent(deadline, now, rules));
  const mail = isSummaryDay(now, rules) || isUrgentNow ? composeMorningSummary(facts, senderProfileOf(rules)) : undefined;
  return mail && { mail, told: toldNow(verdicts, toldBefore) };
}

/** Returns what of the doctor's findings is known to be told: a summary that did not go out to anybody has told nothing. */
function toldOf(
  requested: Awaited<ReturnType<World['publications']['morningSummary']>>,
  emails: readonly TransactionalEmail[],
  today: Temporal.PlainDate,
): string[] {
  if (!requested) return [];
  const isOut = !requested.day.equals(today) && emails.some(({ day, state }) => state === 'accepted' && day.equals(requested.day));
  return (isOut ? requested.told : requested.toldBefore) ?? [];
}

/** The newest accepted summary of the last week, or a day ago. */
function sinceWhen(now: Temporal.ZonedDateTime, summaries: readonly TransactionalEmail[]): Temporal.ZonedDateTime {
  const longest = now.subtract({ days: MOST_DAYS });
  const recent = summaries
    .filter(({ state }) => state === 'accepted')
    .map(({ day }) => day.toZonedDateTime({ timeZone: now.timeZoneId, plainTime: { hour: MORNING_HOUR } }))
    .filter((one) => !isBefore(one, longest));
  return recent.toSorted(byTime).at(-1) ?? now.subtract({ days: 1 });
}
