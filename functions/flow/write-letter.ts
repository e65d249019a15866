import type { Temporal } from 'temporal-polyfill';
import type { LetterKind } from '#core/letter';
import { houseOf } from '#core/letter';
import type { Rules } from '#core/rules';
import type { SubscriberId } from '#core/subscriber';
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
