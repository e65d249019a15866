import type { Temporal } from 'temporal-polyfill';
import { type AudienceChunk, type Delivery, type DeliveryChange, groupsOf, isFinal, isFree, type Member } from '#core/delivery/ledger';
import { type CanaryProof, resolveUnknown, wantsCanary } from '#core/delivery/unknown-delivery';
import type { UnknownPolicy } from '#core/rules/rules';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { World } from '#ports';

/** What a sweep judges by. `tooLate`: what is free now must not go out any more. */
export type Judgement = { now: Temporal.Instant; proof: CanaryProof; policy: UnknownPolicy; tooLate: boolean };

/** What a chunk is found to need. `waits`: why something of it is not tried now. */
export type ChunkFound = { open: boolean; work: boolean; blind: boolean; waits?: string | undefined };

type Row = { member: Member; delivery: Delivery | undefined };

/** Moves what is in doubt in one chunk as the evidence allows, closes the chunk when each of its deliveries has its end, and says what it needs. */
export async function sweepChunk(world: Pick<World, 'ledger'>, audienceChunk: AudienceChunk, by: Judgement): Promise<ChunkFound> {
  const groups = rowsOf(audienceChunk, await world.ledger.groups(audienceChunk.publication, audienceChunk.chunk));
  const deliveries = groups.flat().map(({ delivery }) => delivery);
  if (deliveries.every((delivery) => delivery !== undefined && isFinal(delivery))) {
    await world.ledger.closeChunk(audienceChunk.publication, audienceChunk.chunk);
    return { open: false, work: false, blind: false };
  }
  for (const [group, rows] of groups.entries()) {
    const changes = rows.flatMap((row) => moveOf(row, by));
    // All or nothing: when one was settled meanwhile, the next sweep judges the rest anew.
    if (changes.length > 0)
      await world.ledger.change({ publication: audienceChunk.publication, chunk: audienceChunk.chunk, group }, changes);
  }
  return {
    open: true,
    work: !by.tooLate && deliveries.some((delivery) => isFree(delivery, by.now)),
    blind: wantsCanary(deliveries, by.now, by.proof),
    waits: deliveries.map(whyWaiting).find((why) => why !== undefined),
  };
}

/** The members of each group, with what is stored of them. */
function rowsOf(audienceChunk: AudienceChunk, groups: Map<number, Map<SubscriberId, Delivery>>): Row[][] {
  return groupsOf(audienceChunk).map((members, group) =>
    members.map((member) => ({ member, delivery: groups.get(group)?.get(member.subscriber) })),
  );
}

/** The sweeper's own move of one delivery, conditional on the very claim and state that was judged: an event that comes first wins. */
function moveOf({ member, delivery }: Row, { now, proof, policy, tooLate }: Judgement): DeliveryChange[] {
  const { subscriber } = member;
  if (delivery?.state === 'attempting' || delivery?.state === 'unresolved') {
    const to = resolveUnknown(delivery, now, proof, policy);
    return to ? [{ subscriber, expect: { kind: 'claim', nonce: delivery.nonce, states: [delivery.state] }, to }] : [];
  }
  if (!tooLate || (delivery !== undefined && delivery.state !== 'ready')) return [];
  const attempt = delivery?.attempt ?? 0;
  const why = 'It could not go out before the event began.';
  return [{ subscriber, expect: { kind: 'free', attempt }, to: { state: 'refused', attempt, why } }];
}

function whyWaiting(delivery: Delivery | undefined): string | undefined {
  return delivery?.state === 'ready' ? delivery.why : undefined;
}
