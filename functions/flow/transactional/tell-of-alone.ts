import type { Temporal } from 'temporal-polyfill';
import { holdersOf } from '#core/desk/colleagues';
import { layOutTransactional } from '#core/mime/mail-message';
import { isMailable } from '#core/mime/mailable-address';
import { publicationName } from '#core/publication/names';
import { fingerprint } from '#core/text/fingerprint';
import { composeAloneNote } from '#core/transactional/compose-alone-note';
import type { TestEmailId } from '#core/transactional/test-email';
import type { Unbegun } from '#flow/publish/approve';
import { isSamePerson } from '#flow/publish/last-writer';
import { namedStories } from '#flow/publish/shown-stories';
import type { World } from '#ports';

type TellWorld = Pick<World, 'colleagues' | 'testEmails' | 'texts' | 'jobQueue'>;

/**
 * Tells those who approve and send, at once and by email, that somebody let a publication out alone; with nobody else, whoever gets the
 * morning summary. They go the way of emails to the team: claimed before the one call. Of what is let out once, each is
 * told once, however often it is pressed. May throw; what was not told is told by the morning summary, and Home.
 */
export async function tellOfAlone(
  world: TellWorld,
  { publication, planned }: Unbegun,
  { by, at, why, shown }: { by: string; at: Temporal.Instant; why: string; shown: string },
): Promise<void> {
  const { rules } = planned.newsroom;
  const { id, channel, due } = publication;
  const name = publicationName(publication, namedStories(planned));
  const mail = composeAloneNote({ id, name, channel, when: due, by, why }, rules, at.toZonedDateTimeISO(rules.timezone));
  const list = await world.colleagues.read();
  const others = holdersOf('approves', list?.people ?? []).map(({ address }) => address);
  const told = others.filter((address) => !isSamePerson(address, by));
  for (const to of told.length > 0 ? told : (rules.morningSummaryTo ?? [])) {
    if (!isMailable(to)) continue;
    // biome-ignore lint/plugin/no-cast: this is where the ids of these emails are made.
    const test = `alone-${fingerprint(JSON.stringify([id, by, why, shown, to]))}` as TestEmailId;
    const sealed = await world.texts.put(new TextDecoder().decode(layOutTransactional(mail, rules, to, test)));
    await world.testEmails.add({ id: test, to, by, at, about: `Let out alone: ${name}`, sealed, state: 'waiting' });
    await world.jobQueue.enqueueTest({ test });
  }
}
