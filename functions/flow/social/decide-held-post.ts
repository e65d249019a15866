import type { PublicationRecord } from '#core/publication/publication';
import { decidedPost, type HeldPostDecision } from '#core/social/held-post';
import { postedBy } from '#flow/social/posts-by-id';
import type { World } from '#ports';

/**
 * Does what a person has decided about a part of a social post that is held, while it is still the very claim that was shown (`nonce`).
 * `taken`: the post of that id is another part's or another publication's.
 */
export async function decideHeldPost(
  world: Pick<World, 'publications' | 'socialLedger'>,
  record: PublicationRecord,
  { part, nonce }: { part: number; nonce: string },
  decision: HeldPostDecision,
): Promise<'decided' | 'settled' | 'taken'> {
  const row = (await world.socialLedger.parts(record.id)).get(part);
  if (record.state !== 'sending' || row?.state !== 'held' || row.nonce !== nonce) return 'settled';
  if (decision.kind === 'there' && (await postedBy(world)).has(decision.id)) return 'taken';
  const to = decidedPost(row, decision);
  const change = { expect: { kind: 'claim' as const, nonce, states: ['held' as const] }, to };
  if ((await world.socialLedger.change({ publication: record.id, part }, change)) === 'written') return 'decided';
  // Refused may mean that this very write is stored, and only its answer was lost.
  const stored = (await world.socialLedger.parts(record.id)).get(part);
  const same = stored?.state === to.state && (stored.state !== 'posted' || to.state !== 'posted' || stored.id === to.id);
  return same ? 'decided' : 'settled';
}
