import type { Temporal } from 'temporal-polyfill';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { ASKED_SECONDS, asks, mailboxCounter } from '#core/transactional/send-limits';
import type { World } from '#ports';

/**
 * Forgets which emails have asked an address for a confirmation, and how many its mailbox got: the reader can ask again. The counts go
 * first, because the emails say where they are. Idempotent. May throw; safe to repeat.
 */
export async function forgetAsked(
  { transactional, rateCounters }: Pick<World, 'transactional' | 'rateCounters'>,
  id: SubscriberId,
  now: Temporal.Instant,
): Promise<void> {
  const emails = (await transactional.to(id)).filter(({ kind }) => asks(kind));
  const mailboxes = new Set(emails.flatMap(({ mailbox }) => mailbox ?? []));
  for (const mailbox of mailboxes) await rateCounters.forget(mailboxCounter(mailbox), ASKED_SECONDS, now);
  for (const email of emails) await transactional.remove(email);
}
