import type { Temporal } from 'temporal-polyfill';
import { isFree } from '#core/delivery/ledger';
import type { Outcome } from '#core/delivery/outcome';
import { socialChannelOf } from '#core/publication/channels';
import { isInUndoWindow, type PublicationRecord, type SocialChannel } from '#core/publication/publication';
import { isTooLate } from '#core/social/post-deadline';
import type { PostPart, SocialChange, SocialDelivery } from '#core/social/post-ledger';
import { readSealedParts, type SealedPart } from '#core/social/sealed-parts';
import { latest } from '#core/time/compare';
import { resolveUnknownPost } from '#flow/social/resolve-unknown-post';
import type { MediaUpload, PostJob, World } from '#ports';

type PostWorld = Pick<World, 'publications' | 'switches' | 'texts' | 'content' | 'socialLedger' | 'social' | 'cards' | 'machine'>;

type Posted = Extract<SocialDelivery, { state: 'posted' }>;

/**
 * Posts the missing parts of a social publication in order: claim, one call, outcome. Each part replies to the one before it, whose id is
 * in the ledger. A part with an unknown outcome is looked up, and the next part waits for it. May throw; safe to repeat.
 */
export async function post(world: PostWorld, job: PostJob): Promise<void> {
  const channel = socialChannelOf(job.publication);
  if (channel === undefined) return;
  const [record, switches, progress] = await Promise.all([
    world.publications.find(job.publication),
    world.switches.read(job.publication, channel),
    world.publications.progress(),
  ]);
  if (record?.state !== 'sending' || record.channel !== channel || switches.paused !== undefined) return;
  // A message may be hours late: the newest tick is closer to the present time.
  const now = progress ? latest(job.at, progress.until) : job.at;
  if (isInUndoWindow(record, now)) return;
  const parts = await sealedParts(world, record);
  const rows = await world.socialLedger.parts(record.id);
  let parent: Posted | undefined;
  for (const [part, sealed] of parts.entries()) {
    const closed = switches.cancelled !== undefined || isTooLate(record, part, now);
    parent = await drive(world, { record, channel, part, sealed, row: rows.get(part), parent: parent?.id, closed }, now);
    if (!parent) return;
  }
}

/** Reads the sealed parts of a begun publication. Throws when it was begun by code without sealed parts. */
export async function sealedParts(world: Pick<World, 'texts'>, record: PublicationRecord): Promise<SealedPart[]> {
  if (!record.snapshot) throw new Error(`${record.id} is being posted without sealed parts: it was begun by other code than this.`);
  return readSealedParts(await world.texts.get(record.snapshot));
}

/**
 * `parent`: the id of the post that this part replies to. `closed`: too late or cancelled, so that a missing part is not posted any
 * more.
 */
type Part = {
  record: PublicationRecord;
  channel: SocialChannel;
  part: number;
  sealed: SealedPart;
  row: SocialDelivery | undefined;
  parent: string | undefined;
  closed: boolean;
};

/** Takes one part's next step. Returns the part once it is on the account. */
async function drive(
  world: PostWorld,
  { record, channel, part, sealed, row, parent, closed }: Part,
  now: Temporal.Instant,
): Promise<Posted | undefined> {
  const at = { publication: record.id, part };
  const key = { ...at, at: record.due.toInstant() };
  if (row?.state === 'posted') return row;
  if (row?.state === 'attempting') {
    return resolveUnknownPost(
      world,
      { at, channel, key, row, text: sealed.text, parent, begun: record.begun ?? row.since, policy: record.unknown ?? 'hold' },
      now,
    );
  }
  if (!isFree(row, now) || closed) return undefined;
  // Before the claim: a failure here must not leave an unknown outcome behind.
  const media = await mediaOf(world, sealed);
  if (!media) return undefined;
  const claim = await claimPart(world, at, row?.attempt ?? 0, now);
  if (!claim) return undefined;
  const outcome = await world.social[channel].post({
    key,
    text: sealed.text,
    media,
    ...(parent === undefined ? {} : { inReplyTo: parent }),
  });
  const settled = await settlePart(world, at, claim, settlement(outcome, claim.attempt, now));
  if (outcome.kind === 'stopped') await world.switches.pause(channel, outcome.why);
  return settled;
}

type Claim = { attempt: number; nonce: string };

/** Claims the part for this worker. When the answer is lost, a consistent read decides: a row with our nonce is ours. */
async function claimPart(world: PostWorld, at: PostPart, attempts: number, now: Temporal.Instant): Promise<Claim | undefined> {
  const claim = { attempt: attempts + 1, nonce: world.machine.nonce() };
  const change: SocialChange = { expect: { kind: 'free', attempt: attempts }, to: { state: 'attempting', ...claim, since: now, blank: 0 } };
  const answer = await world.socialLedger.change(at, change).catch(() => 'no-answer' as const);
  if (answer === 'written') return claim;
  const stored = (await world.socialLedger.parts(at.publication)).get(at.part);
  return stored?.state === 'attempting' && stored.nonce === claim.nonce ? claim : undefined;
}

/** The ledger's new state after an outcome; undefined when the outcome is unknown, so that the claim stays. */
function settlement(outcome: Outcome, attempt: number, now: Temporal.Instant): SocialDelivery | undefined {
  switch (outcome.kind) {
    case 'accepted':
      return { state: 'posted', attempt, id: outcome.receipt, by: 'answer' };
    case 'refused':
      return { state: 'refused', attempt, why: outcome.why };
    // The channel took neither of these, so the attempt does not count among those that may be on the account.
    case 'try-later':
      return { state: 'ready', attempt: attempt - 1, notBefore: now.add({ minutes: 1 }) };
    case 'stopped':
      return { state: 'ready', attempt: attempt - 1 };
    case 'unknown':
      return undefined;
    default:
      return outcome satisfies never;
  }
}

/** Writes a known outcome, and repeats a write whose answer was lost. An unwritten outcome stays a claim, and the post is looked up. */
async function settlePart(world: PostWorld, at: PostPart, { nonce }: Claim, to: SocialDelivery | undefined): Promise<Posted | undefined> {
  if (!to) return undefined;
  const change: SocialChange = {
    expect: { kind: 'claim', nonce, states: to.state === 'posted' ? ['attempting', 'held'] : ['attempting'] },
    to,
  };
  for (let tries = 0; tries < 3; tries += 1) {
    const answer = await world.socialLedger.change(at, change).catch(() => 'no-answer' as const);
    if (answer === 'written') return to.state === 'posted' ? to : undefined;
    if (answer === 'refused') return undefined;
  }
  return undefined;
}

/** The images of a part; undefined while one is missing, since a post must not go out without its picture. */
async function mediaOf(world: Pick<World, 'content' | 'cards'>, sealed: SealedPart): Promise<MediaUpload[] | undefined> {
  const media: MediaUpload[] = [];
  for (const { src, alt, card } of sealed.media) {
    const image = card ? await world.cards.event(card) : await world.content.image(src);
    if (!image) return undefined;
    media.push({ bytes: image.bytes, type: image.type, alt });
  }
  return media;
}
