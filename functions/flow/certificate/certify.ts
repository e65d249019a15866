import { type Audit, addsUp, certificateText, wrongIn } from '#core/certificate/certificate-text';
import { sentSentence } from '#core/certificate/outcome-sentence';
import { channelName } from '#core/publication/names';
import { type PublicationRecord, publicationId, wentAt } from '#core/publication/publication';
import { certifyPosts, type PostsCertificate, postsText } from '#core/social/post-counts';
import { postedSentence } from '#core/social/posted-sentence';
import { type AuditWorld, audit } from '#flow/certificate/certificate';
import { sealedParts } from '#flow/social/post-parts';
import type { World } from '#ports';

/**
 * A certificate for people (`sentence`, then the figures in `text`) and for machines (the other fields). `addsUp`: no discrepancy was
 * found; otherwise they are in `wrong`.
 */
export type Certified = { sentence: string; text: string; addsUp: boolean; wrong: string[] } & (
  | Audit
  | { publication: PublicationRecord['id']; state: PublicationRecord['state']; counts: PostsCertificate }
);
export type CertifiedWorld = AuditWorld & Pick<World, 'texts' | 'socialLedger'>;

/** Returns the certificate of a publication on any channel; undefined when no record has that name. Reads only; safe to repeat. */
export async function certified(world: CertifiedWorld, publication: string): Promise<Certified | undefined> {
  const record = await world.publications.find(publicationId(publication));
  if (!record) return undefined;
  if (record.channel !== 'email') return certifiedPost(world, record);
  const found = await audit(world, record.id);
  return {
    sentence: sentSentence(found.state, found.counts, wentAt(record)),
    text: certificateText(found),
    addsUp: addsUp(found),
    wrong: wrongIn(found),
    ...found,
  };
}

async function certifiedPost(world: Pick<World, 'texts' | 'socialLedger'>, record: PublicationRecord): Promise<Certified> {
  const parts = record.snapshot === undefined ? 0 : (await sealedParts(world, record)).length;
  const rows = await world.socialLedger.parts(record.id);
  const counts = certifyPosts(parts, rows);
  const ids = [...rows.values()].flatMap((row) => (row.state === 'posted' ? [row.id] : []));
  const wrong = [
    ...(record.state === 'done' && counts.held > 0
      ? ['It is marked as done, but of a part of it nobody knows whether it was posted.']
      : []),
    ...(new Set(ids).size === ids.length ? [] : ['Two of its parts are recorded as one post.']),
  ];
  return {
    publication: record.id,
    state: record.state,
    counts,
    sentence: postedSentence(record.state, counts, channelName(record.channel), wentAt(record)),
    text: postsText(counts, channelName(record.channel)),
    addsUp: wrong.length === 0,
    wrong,
  };
}
