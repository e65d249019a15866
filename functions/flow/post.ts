import type { Temporal } from 'temporal-polyfill';
import type { Outcome } from '#core/outcome';
import type { PublicationRecord } from '#core/publication';
import type { PostPart, SocialChange, SocialDelivery } from '#core/social-ledger';
import type { MediaUpload, PostJob, World } from '#ports';

type PostWorld = Pick<World, 'register' | 'switches' | 'sealed' | 'editorial' | 'socialLedger' | 'channel' | 'machine'>;

/** A part as it was sealed. */
export type SealedPart = { text: string; media: { src: string; alt: string }[] };

/**
 * Puts the next part of a social post on the account: claim, one call, outcome. Each part replies to the one before it,
 * whose id the ledger holds. An unknown outcome stays as it is until the timeline has been looked at.
 */
export async function post(world: PostWorld, job: PostJob): Promise<void> {
  const [record, switches] = await Promise.all([world.register.publication(job.publication), world.switches.read(job.publication)]);
  if (record?.state !== 'sending' || record.channel !== 'x' || switches.paused !== undefined) return;
  const parts = await sealedParts(world, record);
  const rows = await world.socialLedger.parts(record.id);
  for (const [part, sealed] of parts.entries()) {
    const row = rows.get(part);
    if (row?.state === 'posted') continue;
    if (!isFree(row, job.at)) return;
    const before = part === 0 ? undefined : rows.get(part - 1);
    const posted = await postPart(world, { publication: record.id, part }, sealed, row, before, job.at);
    if (!posted) return;
    rows.set(part, posted);
  }
}

/** The stored parts of a publication that has begun. */
export async function sealedParts(world: Pick<World, 'sealed'>, record: PublicationRecord): Promise<SealedPart[]> {
  if (!record.edition) throw new Error(`${record.id} is being posted without sealed parts: it was begun by other code than this.`);
  const parts: SealedPart[] = JSON.parse(await world.sealed.read(record.edition));
  return parts;
}

async function postPart(
  world: PostWorld,
  at: PostPart,
  sealed: SealedPart,
  row: SocialDelivery | undefined,
  before: SocialDelivery | undefined,
  now: Temporal.Instant,
): Promise<SocialDelivery | undefined> {
  const media = await mediaOf(world, sealed);
  const attempt = (row?.attempt ?? 0) + 1;
  const nonce = world.machine.nonce();
  const claim: SocialChange = { expect: { kind: 'free', attempt: attempt - 1 }, to: { state: 'attempting', attempt, nonce, since: now, blank: 0 } };
  const claimed = await world.socialLedger.change(at, claim).catch(() => 'no-answer' as const);
  if (claimed !== 'written') {
    const stored = (await world.socialLedger.parts(at.publication)).get(at.part);
    if (stored?.state !== 'attempting' || stored.nonce !== nonce) return undefined;
  }
  const reply = before?.state === 'posted' ? { inReplyTo: before.id } : {};
  const outcome = await world.channel.post({ text: sealed.text, media, ...reply });
  const to = settlement(outcome, attempt);
  if (!to) return undefined;
  const change: SocialChange = { expect: { kind: 'claim', nonce, states: ['attempting'] }, to };
  for (let tries = 0; tries < 3; tries += 1) {
    const answer = await world.socialLedger.change(at, change).catch(() => 'no-answer' as const);
    if (answer === 'written') return to.state === 'posted' ? to : undefined;
    if (answer === 'refused') return undefined;
  }
  return undefined;
}

function settlement(outcome: Outcome, attempt: number): SocialDelivery | undefined {
  switch (outcome.kind) {
    case 'accepted':
      return { state: 'posted', attempt, id: outcome.receipt, by: 'answer' };
    case 'refused':
      return { state: 'refused', attempt, why: outcome.why };
    case 'try-later':
    case 'stopped':
      return { state: 'ready', attempt };
    case 'unknown':
      return undefined;
    default:
      return outcome satisfies never;
  }
}

/** Images are read before the claim: a missing one must not leave an unknown outcome behind. */
async function mediaOf(world: PostWorld, sealed: SealedPart): Promise<MediaUpload[]> {
  const media: MediaUpload[] = [];
  for (const { src, alt } of sealed.media) {
    const image = await world.editorial.image(src);
    if (image) media.push({ bytes: image.bytes, type: image.type, alt });
  }
  return media;
}

/** Free: never claimed, or ready and its waiting time is over. */
export function isFree(row: SocialDelivery | undefined, now: Temporal.Instant): boolean {
  if (row === undefined) return true;
  return row.state === 'ready' && (row.notBefore === undefined || row.notBefore.epochMilliseconds <= now.epochMilliseconds);
}
