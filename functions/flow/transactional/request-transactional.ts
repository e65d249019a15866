import type { Temporal } from 'temporal-polyfill';
import type { Rules } from '#core/rules/rules';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { TransactionalKind } from '#core/transactional/transactional-email';
import { senderProfileOf } from '#core/transactional/transactional-email';
import type { MorningSummaryCopy, World } from '#ports';

/**
 * Requests a transactional email. At most one of a kind goes to a person on a day, however often this is called. Each call enqueues the
 * job, so that a new request makes up for a lost message. May throw; safe to repeat.
 */
export async function requestTransactional(
  world: Pick<World, 'transactional' | 'jobQueue'>,
  to: SubscriberId,
  kind: TransactionalKind,
  rules: Rules,
  now: Temporal.Instant,
  morningSummary?: MorningSummaryCopy,
): Promise<void> {
  const email = { to, kind, day: now.toZonedDateTimeISO(rules.timezone).toPlainDate() };
  await world.transactional.add(email);
  await world.jobQueue.enqueueTransactional({
    email,
    senderProfile: senderProfileOf(rules),
    at: now,
    ...(morningSummary ? { morningSummary } : {}),
  });
}
