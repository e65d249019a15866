// The limits for transactional emails: which are not sent, however often they are asked for.
import type { Temporal } from 'temporal-polyfill';
import type { TransactionalKey, TransactionalKind } from '#core/delivery/transactional-key';
import type { TransactionalEmail } from '#core/transactional/transactional-email';

/** The most emails in all that ask one address for a confirmation. After that the reader acts, or someone is misusing the address. */
const MOST_ASKED = 3;
/** A subscriber gets at most this many emails of a kind (`known`, `link`, `moving`) in `INFORMED_DAYS` days. */
const MOST_INFORMED = 3;
const INFORMED_DAYS = 30;
/** An email to a reader that could not go out within this time is not sent: it no longer makes sense. */
const LATEST_HOURS = 48;
/** A morning summary is about one day, so it is not sent after this time. */
const LATEST_SUMMARY_HOURS = 12;

/** True when an email that was asked for at `asked` no longer makes sense. */
export function isTransactionalTooLate({ kind }: TransactionalKey, asked: Temporal.Instant, now: Temporal.Instant): boolean {
  return now.since(asked).total('hours') > (kind === 'note' ? LATEST_SUMMARY_HOURS : LATEST_HOURS);
}

/** Returns why an email that was just claimed must not be sent; undefined when it may. `all`: every transactional email to its reader. */
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

/** True when the kind asks for a confirmation. Such emails are counted until the reader confirms. */
export function asks(kind: TransactionalKind): boolean {
  return kind === 'confirm' || kind === 'move';
}

function isAfter(a: Temporal.PlainDate, b: Temporal.PlainDate): boolean {
  return a.toString() > b.toString();
}
