// The limits for transactional emails: which are not sent, however often they are asked for.
import { Temporal } from 'temporal-polyfill';
import type { TransactionalKey, TransactionalKind } from '#core/delivery/transactional-key';
import { RETENTION } from '#core/rules/retention';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { TransactionalEmail } from '#core/transactional/transactional-email';

/** The most emails in `COUNTED_DAYS` that ask one address for a confirmation, and the most that ask one mailbox, however it is spelt. */
export const MOST_ASKED = 3;
/** The most emails of a kind (`known`, `link`, `moving`) in `COUNTED_DAYS` to a subscriber. */
const MOST_INFORMED = 3;
/** The retention run deletes older emails. A person whose address a stranger has typed too often can ask again after this time. */
const COUNTED_DAYS = RETENTION.transactional.days;
/** The period in which a mailbox's emails are counted. */
export const ASKED_SECONDS = COUNTED_DAYS * 24 * 60 * 60;
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
  if (others.some(({ kind, day }) => kind === email.kind && Temporal.PlainDate.compare(day, email.day) > 0)) return 'a newer one is there';
  if (email.kind === 'note') return undefined;
  if (asks(email.kind)) return askingIn(others, email.day).length >= MOST_ASKED ? 'asked often enough' : undefined;
  const informed = counted(others, email.day).filter(({ kind }) => kind === email.kind);
  return informed.length >= MOST_INFORMED ? 'told often enough' : undefined;
}

/**
 * Returns the day from which the address may be asked again; undefined when it may be asked now. `all`: every transactional email to its
 * reader.
 */
export function askedAgainFrom(all: readonly TransactionalEmail[], today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  const days = askingIn(all, today.add({ days: 1 })).map(({ day }) => day);
  const last = days.toSorted(Temporal.PlainDate.compare).at(-MOST_ASKED);
  return days.length < MOST_ASKED ? undefined : last?.add({ days: COUNTED_DAYS });
}

function askingIn(all: readonly TransactionalEmail[], until: Temporal.PlainDate): TransactionalEmail[] {
  return counted(all, until).filter(({ kind }) => asks(kind));
}

/** The emails that went out, or may have, in the days before `until`. */
function counted(all: readonly TransactionalEmail[], until: Temporal.PlainDate): TransactionalEmail[] {
  const since = until.subtract({ days: COUNTED_DAYS });
  return all.filter(({ state, day }) => (state === 'claimed' || state === 'accepted') && Temporal.PlainDate.compare(day, since) > 0);
}

/** The rate counter of the emails that ask one mailbox for a confirmation. */
export function mailboxCounter(mailbox: SubscriberId): string {
  return `asked at ${mailbox}`;
}

/** True when the kind asks for a confirmation. Such emails are deleted when the reader confirms. */
export function asks(kind: TransactionalKind): boolean {
  return kind === 'confirm' || kind === 'move';
}
