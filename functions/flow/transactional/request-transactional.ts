import type { Temporal } from 'temporal-polyfill';
import type { Rules } from '#core/rules/rules';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { LetterKind } from '#core/transactional/transactional-email';
import { houseOf } from '#core/transactional/transactional-email';
import type { NoteCopy, World } from '#ports';

/**
 * Asks for a letter: at most one of its kind goes to a person on a day, however often this is called. It rings each time, so that
 * asking again mends a ring that was lost.
 */
export async function writeLetter(
  world: Pick<World, 'letters' | 'bell'>,
  to: SubscriberId,
  kind: LetterKind,
  rules: Rules,
  now: Temporal.Instant,
  note?: NoteCopy,
): Promise<void> {
  const letter = { to, kind, day: now.toZonedDateTimeISO(rules.timezone).toPlainDate() };
  await world.letters.add(letter);
  await world.bell.ringLetter({ letter, house: houseOf(rules), at: now, ...(note ? { note } : {}) });
}
