// Which letters are never sent, however often somebody asks for them.
import type { Temporal } from 'temporal-polyfill';
import type { TransactionalKey, TransactionalKind } from '#core/delivery/transactional-key';
import type { TransactionalEmail } from '#core/transactional/transactional-email';

/** So many letters ask somebody for a confirmation, in all; then it is her turn, or somebody's who misuses her address. */
const MOST_ASKED = 3;
/** Who is on our list may be told so this often in so many days. */
const MOST_INFORMED = 3;
const INFORMED_DAYS = 30;
/** A letter that could not go out by then has lost its meaning. */
const LATEST_HOURS = 48;
/** A note says what goes out today: the next one says it better. */
const LATEST_SUMMARY_HOURS = 12;

export function isTransactionalTooLate({ kind }: TransactionalKey, asked: Temporal.Instant, now: Temporal.Instant): boolean {
  return now.since(asked).total('hours') > (kind === 'note' ? LATEST_SUMMARY_HOURS : LATEST_HOURS);
}

/** Why a letter that has just been claimed must not be sent; undefined when it may. `all`: every letter to this person. */
export function whyNot(
  email: TransactionalKey,
  all: readonly TransactionalEmail[],
  asked: Temporal.Instant,
  now: Temporal.Instant,
): string | undefined {
  if (isTransactionalTooLate(email, asked, now)) return 'too late';
  const others = all.filter(({ kind, day }) => kind !== email.kind || !day.equals(email.day));
  if (others.some(({ kind, day }) => kind === email.kind && isAfter(day, email.day))) return 'a newer one is there';
  if (email.kind === 'note') return undefined;
  const sent = others.filter(({ state }) => state === 'claimed' || state === 'accepted');
  if (asks(email.kind) && sent.filter(({ kind }) => asks(kind)).length >= MOST_ASKED) return 'asked often enough';
  const since = email.day.subtract({ days: INFORMED_DAYS });
  const informed = sent.filter(({ kind, day }) => kind === email.kind && isAfter(day, since));
  return !asks(email.kind) && informed.length >= MOST_INFORMED ? 'told often enough' : undefined;
}

/** Whether it asks for a confirmation. Such letters are counted until she gives one. */
export function asks(kind: TransactionalKind): boolean {
  return kind === 'confirm' || kind === 'move';
}

function isAfter(a: Temporal.PlainDate, b: Temporal.PlainDate): boolean {
  return a.toString() > b.toString();
}
