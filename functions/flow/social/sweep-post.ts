import type { Temporal } from 'temporal-polyfill';
import { isFree } from '#core/delivery/ledger';
import { isInUndoWindow, type PublicationRecord, withReason } from '#core/publication/publication';
import { isTooLate } from '#core/social/post-deadline';
import type { PostPart, SocialDelivery } from '#core/social/post-ledger';
import type { SealedPart } from '#core/social/sealed-parts';
import { postSaid } from '#core/social/status-sentences';
import { isLookupDue, isNewlyUnknown, type UnknownPost } from '#core/social/unknown-post';
import type { WaitsFor } from '#flow/email/sweep-email';
import { sealedParts } from '#flow/social/post-parts';
import type { World } from '#ports';

type SweepWorld = Pick<World, 'publications' | 'texts' | 'content' | 'switches' | 'socialLedger' | 'jobQueue'>;

/**
 * Sweeps a begun social publication: enqueues its next part when it can be posted or looked up, writes on the record what it waits for,
 * and closes it when every part has its final state or its deadline has passed. Makes no call to the channel. May throw; safe to
 * repeat. Returns what it waits for; undefined: all of it is on the account.
 */
export async function sweepPost(world: SweepWorld, record: PublicationRecord, now: Temporal.Instant): Promise<WaitsFor | undefined> {
  const parts = await sealedParts(world, record);
  const rows = await world.socialLedger.parts(record.id);
  const part = parts.findIndex((_, i) => rows.get(i)?.state !== 'posted');
  const sealed = parts[part];
  if (!sealed) {
    await close(world, record, 'done');
    return undefined;
  }
  const row = rows.get(part);
  const switches = await world.switches.read(record.id, record.channel);
  const said = postSaid(record, part, parts.length);
  if (switches.cancelled || !isInUndoWindow(record, now)) await sweepPart(world, { record, said, switches }, { part, sealed, row }, now);
  return { held: row?.state === 'held' ? 1 : 0, paused: switches.paused !== undefined };
}

async function sweepPart(
  world: SweepWorld,
  swept: SweptPost,
  { part, sealed, row }: { part: number; sealed: SealedPart; row: SocialDelivery | undefined },
  now: Temporal.Instant,
): Promise<void> {
  const { record, said, switches } = swept;
  switch (row?.state) {
    case 'posted':
      return;
    case 'refused':
      return close(world, record, 'done', said.refused(row.why));
    case 'held': {
      const { cancelled } = switches;
      if (cancelled) return close(world, record, 'cancelled', `Cancelled by ${cancelled.by}. ${said.held(row.why)}`);
      return recordReason(world, record, said.held(row.why));
    }
    case 'attempting':
      return sweepUnknown(world, swept, { part, row }, now);
    case 'missed':
    case 'ready':
    case undefined:
      return sweepFree(world, swept, { part, sealed, row }, now);
    default:
      return row satisfies never;
  }
}

type SweptPost = { record: PublicationRecord; said: ReturnType<typeof postSaid>; switches: Awaited<ReturnType<World['switches']['read']>> };

/** Handles a part that is being posted or has an unknown outcome. */
async function sweepUnknown(
  world: SweepWorld,
  { record, said, switches: { paused } }: SweptPost,
  { part, row }: { part: number; row: UnknownPost },
  now: Temporal.Instant,
): Promise<void> {
  await recordReason(world, record, paused !== undefined ? said.paused(paused) : row.seen && said.unknown());
  if (isNewlyUnknown(row, now)) {
    await world.socialLedger.change(
      { publication: record.id, part },
      { expect: { kind: 'claim', nonce: row.nonce, states: ['attempting'] }, to: { ...row, seen: now } },
    );
  }
  if (paused === undefined && isLookupDue(row, now)) await enqueue(world, record, now);
}

type FreePart = { part: number; sealed: SealedPart; row: Extract<SocialDelivery, { state: 'ready' | 'missed' }> | undefined };

/** Handles a part that is certainly not on the account: it is enqueued, waits, or is closed. */
async function sweepFree(
  world: SweepWorld,
  { record, said, switches }: SweptPost,
  { part, sealed, row }: FreePart,
  now: Temporal.Instant,
): Promise<void> {
  const { paused, cancelled } = switches;
  const gone = await missingImage(world, sealed);
  const waits = paused !== undefined ? said.paused(paused) : gone && said.withoutImage(gone);
  if (row?.state === 'missed' || cancelled || isTooLate(record, part, now)) {
    if (row?.state !== 'missed' && !(await giveUp(world, { publication: record.id, part }, row?.attempt ?? 0))) return;
    if (cancelled) return close(world, record, 'cancelled', said.cancelled(cancelled.by));
    return close(world, record, part === 0 ? 'missed' : 'done', said.missed(waits));
  }
  await recordReason(world, record, waits);
  if (waits === undefined && isFree(row, now)) await enqueue(world, record, now);
}

/**
 * Marks a free part as missed, so that a worker that does not know yet that it is too late or cancelled cannot claim it.
 * False when a worker has just claimed it.
 */
async function giveUp(world: Pick<World, 'socialLedger'>, at: PostPart, attempt: number): Promise<boolean> {
  return (await world.socialLedger.change(at, { expect: { kind: 'free', attempt }, to: { state: 'missed', attempt } })) === 'written';
}

async function missingImage(world: Pick<World, 'content'>, { media }: SealedPart): Promise<string | undefined> {
  for (const { src, card } of media) if (!card && !(await world.content.image(src))) return src;
  return undefined;
}

async function enqueue(world: Pick<World, 'jobQueue'>, { id }: PublicationRecord, now: Temporal.Instant): Promise<void> {
  await world.jobQueue.enqueuePost([{ publication: id, at: now }]);
}

/** Stores what the publication waits for; undefined removes the reason. */
async function recordReason(world: Pick<World, 'publications'>, record: PublicationRecord, reason: string | undefined): Promise<void> {
  if (record.reason !== reason) await world.publications.replace(withReason(record, reason));
}

async function close(
  world: Pick<World, 'publications'>,
  record: PublicationRecord,
  state: 'done' | 'missed' | 'cancelled',
  reason?: string,
): Promise<void> {
  await world.publications.replace({ ...withReason(record, reason), state });
}
