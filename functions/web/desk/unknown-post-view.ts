// The status of a social post that has begun: its counts, and the part whose outcome is unknown.
import type { Temporal } from 'temporal-polyfill';
import type { PublicationRecord } from '#core/publication/publication';
import { certifyPosts, type PostsCertificate } from '#core/social/post-counts';
import { isTooLate } from '#core/social/post-deadline';
import type { SocialDelivery } from '#core/social/post-ledger';
import type { SealedPart } from '#core/social/sealed-parts';
import { nhsDateTime } from '#core/time/nhs-dates';
import { sealedParts } from '#flow/social/post-parts';
import type { World } from '#ports';

type HeldPost = { part: number; sealed: SealedPart; row: Extract<SocialDelivery, { state: 'held' }> };
export type PostStatus = { counts: PostsCertificate; held?: HeldPost };

/** Reads the status of a post. At most one part is held, because the next ones wait for it. */
export async function readPostStatus(world: Pick<World, 'texts' | 'socialLedger'>, record: PublicationRecord): Promise<PostStatus> {
  const [parts, rows] = await Promise.all([sealedParts(world, record), world.socialLedger.parts(record.id)]);
  const [held] = parts.flatMap((sealed, part) => {
    const row = rows.get(part);
    return row?.state === 'held' ? [{ part, sealed, row }] : [];
  });
  return { counts: certifyPosts(parts.length, rows), ...(held ? { held } : {}) };
}

/**
 * The part with an unknown outcome. `part` and `nonce` name its claim in a form. `what`: `this post`, or `post 2 of 3` in a thread.
 * `over`: it is too late to post it again.
 */
export type UnknownPostView = {
  part: number;
  nonce: string;
  text: string;
  what: string;
  tried: string | undefined;
  why: string;
  over: boolean;
};

/** Returns the part of a post about which a person must decide; undefined when there is none. */
export function unknownPostView(
  { counts, held }: PostStatus,
  record: PublicationRecord,
  now: Temporal.Instant,
): UnknownPostView | undefined {
  if (!held || record.state !== 'sending') return undefined;
  const { part, sealed, row } = held;
  return {
    part,
    nonce: row.nonce,
    text: sealed.text,
    what: counts.planned === 1 ? 'this post' : `post ${part + 1} of ${counts.planned}`,
    tried: row.since && nhsDateTime(row.since.toZonedDateTimeISO(record.due.timeZoneId)),
    why: row.why,
    over: isTooLate(record, part, now),
  };
}
