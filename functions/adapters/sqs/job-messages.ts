import { Temporal } from 'temporal-polyfill';
import { exactOptional, number, object, enum as oneOf, string } from 'zod/mini';
import { PROGRAMME_LEAD, TRANSACTIONAL_KINDS } from '#core/delivery/transactional-key';
import type { PublicationId } from '#core/publication/publication';
import { TYPEFACES } from '#core/rules/rules';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { CanaryJob, PostJob, SendJob, TransactionalJob } from '#ports';

// The keys of a message (`letter`, `house`, `note`) are older than the words of the code: see `messageOf` in job-queue.ts.
const transactionalJob = object({
  letter: object({ to: string(), kind: oneOf(TRANSACTIONAL_KINDS), day: string() }),
  house: object({
    name: string(),
    shortName: string(),
    site: string(),
    timezone: string(),
    brand: object({
      colour: string(),
      typeface: exactOptional(oneOf(TYPEFACES)),
      logo: exactOptional(object({ src: string(), width: number(), height: number() })),
    }),
    sender: object({ name: string(), address: string(), replyTo: string(), postalAddress: string() }),
  }),
  at: string(),
  note: exactOptional(object({ to: string(), sealed: string() })),
});

/** Reads the body of a message on the send queue. @throws when it is no job, so that the message goes to the dead-letter queue. */
export function readSendJob(body: string): SendJob | CanaryJob | TransactionalJob {
  const whole = readBody(body);
  const { publication, chunk, at, fresh, canary, from, letter } = whole;
  if (typeof canary === 'string' && typeof from === 'string') return { canary: Temporal.Instant.from(canary), from };
  if (letter !== undefined) {
    const { letter: written, at: asked, house, note } = transactionalJob.parse(whole);
    const { to, kind } = written;
    const day = Temporal.PlainDate.from(written.day);
    const from = { senderProfile: house, at: Temporal.Instant.from(asked) };
    if (kind !== 'note') return { ...from, email: { to: to as SubscriberId, kind, day } };
    if (!note) throw malformed('note');
    return { ...from, email: { to: PROGRAMME_LEAD, kind, day }, morningSummary: note };
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
