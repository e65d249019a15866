import type { Temporal } from 'temporal-polyfill';
import { isSentLate, mayBeLate } from '#core/plan/late';
import { SOCIAL } from '#core/publication/channels';
import type { ChannelName, PublicationRecord, SocialChannel } from '#core/publication/publication';
import type { SocialChange, SocialDelivery } from '#core/social/post-ledger';
import { isAfter } from '#core/time/compare';
import { readPlan } from '#flow/publish/plan';
import { sealedParts } from '#flow/social/post-parts';
import type { World } from '#ports';

type PostsWorld = Pick<World, 'content' | 'publications' | 'switches' | 'texts' | 'machine' | 'socialLedger'>;

/** Whether the channel would make a second post of one that it has. Not where our key is the post's own. */
const WOULD_REPEAT: Record<SocialChannel, boolean> = { x: true, bluesky: false };

const whyOn = (channel: SocialChannel) =>
  `The newsroom’s memory was put back to an earlier time. Look at the account on ${SOCIAL[channel].name}: only if nothing of this post is there, let it go on.`;

/**
 * Marks the X posts that a rewound ledger may have forgotten. A post that was being posted becomes unresolved, so that the timeline
 * decides, as after any lost answer. A due post that has not begun waits for a person: it has no text to look up until it begins. Bluesky
 * needs none of this: a post's key there makes a second post impossible. Returns the publications that wait. Throws when newsroom.yaml has
 * problems; safe to repeat.
 */
export async function markPostsUnknown(world: PostsWorld, now: Temporal.Instant): Promise<string[]> {
  const planned = await readPlan(world, now, now);
  if (!planned) throw new Error('newsroom.yaml has problems, so nobody can say which posts are due. Mend it and begin the restore again.');
  const records = new Map(planned.records.map((record) => [record.id, record]));
  for (const record of records.values())
    if (wouldRepeat(record.channel) && record.state === 'sending') await markUnknown(world, record, now);
  const waiting: string[] = [];
  // What is lost because its file is away goes out once that is back.
  const mayBegin = [...planned.publications.filter(({ decision }) => decision === 'go'), ...planned.lost];
  for (const { id, channel, due } of mayBegin) {
    if (!wouldRepeat(channel) || isAfter(due, now)) continue;
    // A missed one is on the plan when its story got a later time of publication.
    if (!['waiting', 'missed'].includes(records.get(id)?.state ?? 'waiting')) continue;
    await world.switches.pause(id, whyOn(channel));
    waiting.push(id);
  }
  for (const record of records.values()) {
    const { id, channel } = record;
    if (!wouldRepeat(channel) || waiting.includes(id) || !mayBeLate(record, now)) continue;
    // A person has sent it late, perhaps after the restore point.
    if (!isSentLate(record, (await world.switches.read(id)).approved, planned.newsroom.rules)) continue;
    await world.switches.pause(id, whyOn(channel));
    waiting.push(id);
  }
  return waiting;
}

function wouldRepeat(channel: ChannelName): channel is SocialChannel {
  return channel !== 'email' && WOULD_REPEAT[channel];
}

/**
 * Marks every part that may be on the account as claimed with an unknown outcome, and clears its earlier lookups: it may have been posted
 * since. Nothing follows a refused part.
 */
async function markUnknown(world: PostsWorld, record: PublicationRecord, now: Temporal.Instant): Promise<void> {
  const rows = await world.socialLedger.parts(record.id);
  for (const part of (await sealedParts(world, record)).keys()) {
    const row = rows.get(part);
    if (row?.state === 'refused') return;
    const change = unknownChange(row, { nonce: world.machine.nonce(), now });
    if (change) await world.socialLedger.change({ publication: record.id, part }, change);
  }
}

function unknownChange(
  row: SocialDelivery | undefined,
  { nonce, now }: { nonce: string; now: Temporal.Instant },
): SocialChange | undefined {
  if (row?.state === 'attempting') {
    const { seen: _, lookedUp: __, ...claimed } = row;
    return { expect: { kind: 'claim', nonce: row.nonce, states: ['attempting'] }, to: { ...claimed, blank: 0 } };
  }
  if (row !== undefined && row.state !== 'ready') return undefined;
  const attempt = row?.attempt ?? 0;
  return { expect: { kind: 'free', attempt }, to: { state: 'attempting', attempt: attempt + 1, nonce, since: now, blank: 0 } };
}
