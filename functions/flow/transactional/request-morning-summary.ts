import type { Temporal } from 'temporal-polyfill';
import type { Rules } from '#core/rules/rules';
import { composeNote } from '#core/transactional/compose-morning-summary';
import { sealedNote } from '#core/transactional/sealed-summary';
import { houseOf, PROGRAMME_LEAD } from '#core/transactional/transactional-email';
import { noteFacts } from '#flow/transactional/morning-summary-facts';
import { writeLetter } from '#flow/transactional/request-transactional';
import type { World } from '#ports';

type NoteWorld = Pick<World, 'letters' | 'sealed' | 'bell'> & Parameters<typeof noteFacts>[0];

const HOUR = 8;
/** Four looks in the hour find a tick or a ring that was lost, and cost nothing on all other ticks. */
const EVERY_MINUTES = 15;
/** How far back a note looks, if the one before it was long ago. */
const MOST_DAYS = 7;

/**
 * The morning note to the programme lead: in the hour from 8am, unless today's has been taken up already or there is nothing to
 * say. Until then each look writes it anew and rings, so that a tick that broke off loses nothing; the letter's claim lets one go out.
 */
export async function writeNote(world: NoteWorld, rules: Rules, now: Temporal.Instant): Promise<void> {
  const at = now.toZonedDateTimeISO(rules.timezone);
  if (rules.notesTo === undefined || at.hour !== HOUR || at.minute % EVERY_MINUTES !== 0) return;
  const notes = await world.letters.to(PROGRAMME_LEAD);
  const today = notes.find(({ day }) => day.equals(at.toPlainDate()));
  if (today && today.state !== 'waiting') return;
  const told = notes
    .filter(({ state }) => state === 'accepted')
    .map(({ day }) => day.toZonedDateTime({ timeZone: rules.timezone, plainTime: { hour: HOUR } }));
  const mail = composeNote(await noteFacts(world, at, sinceWhen(at, told)), houseOf(rules));
  if (!mail) return;
  const sealed = await world.sealed.keep(sealedNote(mail));
  await writeLetter(world, PROGRAMME_LEAD, 'note', rules, now, { to: rules.notesTo, sealed });
}

/** When the next note is first looked for, after `at`. */
export function nextNote(at: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  const today = at.toPlainDate().toZonedDateTime({ timeZone: at.timeZoneId, plainTime: { hour: HOUR } });
  return today.epochNanoseconds > at.epochNanoseconds ? today : today.add({ days: 1 });
}

/** The newest note that was told, or a day ago. */
function sinceWhen(at: Temporal.ZonedDateTime, told: Temporal.ZonedDateTime[]): Temporal.ZonedDateTime {
  const earliest = at.subtract({ days: MOST_DAYS });
  const newest = told.filter((one) => one.epochMilliseconds >= earliest.epochMilliseconds).at(-1);
  return newest ?? at.subtract({ days: 1 });
}
