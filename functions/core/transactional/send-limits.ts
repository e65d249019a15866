// Which letters are never sent, however often somebody asks for them.
import type { Temporal } from 'temporal-polyfill';
import { isForReader, type Letter, type LetterKey, type LetterKind } from '#core/transactional/transactional-email';

/** So many letters ask somebody for a confirmation, in all; then it is her turn, or somebody's who misuses her address. */
const MOST_ASKED = 3;
/** Who is on our list may be told so this often in so many days. */
const MOST_TOLD = 3;
const TOLD_DAYS = 30;
/** A letter that could not go out by then has lost its meaning. */
const LATEST_HOURS = 48;
/** A note says what goes out today: the next one says it better. */
const LATEST_NOTE_HOURS = 12;

export function isLetterTooLate({ kind }: LetterKey, asked: Temporal.Instant, now: Temporal.Instant): boolean {
  return now.since(asked).total('hours') > (isForReader(kind) ? LATEST_HOURS : LATEST_NOTE_HOURS);
}

/** Why a letter that has just been claimed must not be sent; undefined when it may. `all`: every letter to this person. */
export function whyNot(letter: LetterKey, all: readonly Letter[], asked: Temporal.Instant, now: Temporal.Instant): string | undefined {
  if (isLetterTooLate(letter, asked, now)) return 'too late';
  const others = all.filter(({ kind, day }) => kind !== letter.kind || !day.equals(letter.day));
  if (others.some(({ kind, day }) => kind === letter.kind && isAfter(day, letter.day))) return 'a newer one is there';
  if (!isForReader(letter.kind)) return undefined;
  const sent = others.filter(({ state }) => state === 'claimed' || state === 'accepted');
  if (asks(letter.kind) && sent.filter(({ kind }) => asks(kind)).length >= MOST_ASKED) return 'asked often enough';
  const since = letter.day.subtract({ days: TOLD_DAYS });
  const told = sent.filter(({ kind, day }) => kind === letter.kind && isAfter(day, since));
  return !asks(letter.kind) && told.length >= MOST_TOLD ? 'told often enough' : undefined;
}

/** Whether it asks for a confirmation. Such letters are counted until she gives one. */
export function asks(kind: LetterKind): boolean {
  return kind === 'confirm' || kind === 'move';
}

function isAfter(a: Temporal.PlainDate, b: Temporal.PlainDate): boolean {
  return a.toString() > b.toString();
}
