import type { Temporal } from 'temporal-polyfill';
import type { ReaderTransactionalKind } from '#core/delivery/transactional-key';
import type { Rules } from '#core/rules/rules';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { senderProfileOf } from '#core/transactional/transactional-email';
import type { TransactionalJob, World } from '#ports';

type RequestWorld = Pick<World, 'transactional' | 'jobQueue'>;

/** Asks for a letter to a reader. */
export async function requestTransactional(
  world: RequestWorld,
  to: SubscriberId,
  kind: ReaderTransactionalKind,
  rules: Rules,
  now: Temporal.Instant,
): Promise<void> {
  const email = { to, kind, day: now.toZonedDateTimeISO(rules.timezone).toPlainDate() };
  await enqueueOnce(world, { email, senderProfile: senderProfileOf(rules), at: now });
}

/**
 * Asks for a letter: at most one of its kind goes to a person on a day, however often this is called. It rings each time, so that
 * asking again mends a ring that was lost.
 */
export async function enqueueOnce({ transactional, jobQueue }: RequestWorld, job: TransactionalJob): Promise<void> {
  await transactional.add(job.email);
  await jobQueue.enqueueTransactional(job);
}
