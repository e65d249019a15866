import { Temporal } from 'temporal-polyfill';
import type { PublicationId } from '#core/publication';
import type { CanaryJob, PostJob, SendJob } from '#ports';

/** The body of a message on the send queue. @throws when it is none, so that the message goes to the dead letters. */
export function readSendJob(body: string): SendJob | CanaryJob {
  const { publication, chunk, at, fresh, canary, from } = readBody(body);
  if (typeof canary === 'string' && typeof from === 'string') return { canary: Temporal.Instant.from(canary), from };
  if (typeof publication !== 'string' || !Number.isSafeInteger(chunk) || typeof at !== 'string')
    throw malformed('publication, chunk and at');
  const hint = fresh === true ? { fresh } : {};
  return { publication: publication as PublicationId, chunk: Number(chunk), at: Temporal.Instant.from(at), ...hint };
}

/** The body of a message on the post queue. @throws when it is none. */
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
