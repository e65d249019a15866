import type { Temporal } from 'temporal-polyfill';
import type { PublicationRecord } from '#core/publication/publication';
import type { SocialChange, SocialDelivery } from '#core/social/post-ledger';
import { isAfter } from '#core/time/compare';
import { readPlan } from '#flow/publish/plan';
import { sealedParts } from '#flow/social/post-parts';
import type { World } from '#ports';

type PostsWorld = Pick<World, 'content' | 'publications' | 'switches' | 'texts' | 'machine' | 'socialLedger'>;

const WHY =
  'The newsroom’s memory was put back to an earlier time. Look at the account on X: only if nothing of this post is there, let it go on.';

/**
 * A rewound ledger may have forgotten posts that are on the account. What was being posted counts as in doubt, so that the
 * timeline decides as after any lost answer. What has not begun yet, though its time has come, waits for a person: until it
 * begins there is no text to look for. Returns the publications that wait.
 */
export async function markPostsUnknown(world: PostsWorld, now: Temporal.Instant): Promise<string[]> {
  const planned = await readPlan(world, now, now);
  if (!planned) throw new Error('newsroom.yaml has problems, so nobody can say which posts are due. Mend it and begin the restore again.');
  const records = new Map(planned.records.map((record) => [record.id, record]));
  for (const record of records.values()) if (record.channel === 'x' && record.state === 'sending') await markUnknown(world, record, now);
  const waiting: string[] = [];
  for (const { id, channel, decision, due } of planned.publications) {
    if (channel !== 'x' || decision !== 'go' || isAfter(due, now)) continue;
    if ((records.get(id)?.state ?? 'waiting') !== 'waiting') continue;
    await world.switches.pause(id, WHY);
    waiting.push(id);
  }
  return waiting;
}

/**
 * Every part that may be on the account counts as one whose call has no known outcome, of which nobody has looked for anything yet:
 * what was looked for before may have been posted since. Nothing follows a part that was refused.
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
