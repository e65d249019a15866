import type { Temporal } from 'temporal-polyfill';
import type { ReaderTransactionalKind } from '#core/delivery/transactional-key';
import type { Rules } from '#core/rules/rules';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { RequestedFor } from '#core/transactional/transactional-email';
import type { TransactionalJob, World } from '#ports';

type RequestWorld = Pick<World, 'transactional' | 'jobQueue'>;

/** Requests a transactional email to a reader. One that was requested on this day already stays as it was requested then. */
export async function requestTransactional(
  world: RequestWorld,
  { to, kind, ...requestedFor }: { to: SubscriberId; kind: ReaderTransactionalKind } & RequestedFor,
  rules: Rules,
  now: Temporal.Instant,
): Promise<void> {
  const email = { to, kind, day: now.toZonedDateTimeISO(rules.timezone).toPlainDate() };
  await enqueueOnce(world, { email, at: now }, requestedFor);
}

/**
 * Requests a transactional email. At most one of a kind goes to a person on a day, however often this is called. Each call enqueues the
 * job, so that a new request makes up for a lost message. May throw; safe to repeat.
 */
export async function enqueueOnce(
  { transactional, jobQueue }: RequestWorld,
  job: TransactionalJob,
  requestedFor: RequestedFor = {},
): Promise<void> {
  await transactional.add({ ...job.email, ...requestedFor });
  await jobQueue.enqueueTransactional(job);
}
