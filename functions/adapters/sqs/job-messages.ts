import { Temporal } from 'temporal-polyfill';
import { object, enum as oneOf, string } from 'zod/mini';
import { readSummaryRecipient, TRANSACTIONAL_KINDS } from '#core/delivery/transactional-key';
import type { PublicationId } from '#core/publication/publication';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { TestEmailId } from '#core/transactional/test-email';
import type { CanaryJob, PostJob, SendJob, TestEmailJob, TransactionalJob } from '#ports';

// The key `letter` is older than the words of the code. Messages of older versions also hold `house` and `note`, which are not read.
const transactionalJob = object({
  letter: object({ to: string(), kind: oneOf(TRANSACTIONAL_KINDS), day: string() }),
  at: string(),
});

/** Reads the body of a message on the send queue. @throws when it is no job, so that the message goes to the dead-letter queue. */
export function readSendJob(body: string): SendJob | CanaryJob | TransactionalJob | TestEmailJob {
  const whole = readBody(body);
  const { publication, chunk, at, fresh, canary, from, word, letter, test } = whole;
  if (typeof test === 'string') return { test: test as TestEmailId };
  if (typeof canary === 'string' && typeof from === 'string')
    return { canary: Temporal.Instant.from(canary), from, ...(typeof word === 'string' && { word }) };
  if (letter !== undefined) {
    const { letter: written, at: asked } = transactionalJob.parse(whole);
    const { to, kind } = written;
    const [day, requested] = [Temporal.PlainDate.from(written.day), Temporal.Instant.from(asked)];
    if (kind === 'note') return { email: { to: readSummaryRecipient(to), kind, day }, at: requested };
    return { email: { to: to as SubscriberId, kind, day }, at: requested };
  }
  if (typeof publication !== 'string' || !Number.isSafeInteger(chunk) || typeof at !== 'string')
    throw malformed('publication, chunk and at');
  const hint = fresh === true ? { fresh } : {};
  return { publication: publication as PublicationId, chunk: Number(chunk), at: Temporal.Instant.from(at), ...hint };
}

/** Reads the body of a message on the post queue. @throws when it is no job, so that the message goes to the dead-letter queue. */
export function readPostJob(body: string): PostJob {
  const { publication, at } = readBody(body);
  if (typeof publication !== 'string' || typeof at !== 'string') throw malformed('publication and at');
  return { publication: publication as PublicationId, at: Temporal.Instant.from(at) };
}

function readBody(body: string): Partial<Record<string, unknown>> {
  const value: unknown = JSON.parse(body);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function malformed(wanted: string): Error {
  return new Error(`A queued job must have ${wanted}. Only the newsroom may write to this queue.`);
}
