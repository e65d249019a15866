import type { Temporal } from 'temporal-polyfill';
import { type AudienceChunk, type Delivery, type DeliveryChange, groupsOf, isFinal, isFree, type Member } from '#core/delivery/ledger';
import { type CanaryProof, resolveUnknown, wantsCanary } from '#core/delivery/unknown-delivery';
import type { UnknownPolicy } from '#core/rules/rules';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { World } from '#ports';

/** What a sweep judges by. `tooLate`: free deliveries must not go out any more. */
export type Judgement = { now: Temporal.Instant; proof: CanaryProof; policy: UnknownPolicy; tooLate: boolean };

/**
 * What a chunk needs. `open`: some delivery has no final state. `work`: some delivery is free. `blind`: a canary is needed.
 * `waits`: why some delivery is not tried now. `held`: how many deliveries wait for a person.
 */
export type ChunkFound = { open: boolean; work: boolean; blind: boolean; held: number; waits?: string | undefined };

type Row = { member: Member; delivery: Delivery | undefined };

/**
 * Moves one chunk's unresolved deliveries as the evidence allows, closes the chunk when every delivery has its final state, and returns
 * what it needs. May throw; safe to repeat.
 */
export async function sweepChunk(world: Pick<World, 'ledger'>, audienceChunk: AudienceChunk, by: Judgement): Promise<ChunkFound> {
  const groups = rowsOf(audienceChunk, await world.ledger.groups(audienceChunk.publication, audienceChunk.chunk));
  const deliveries = groups.flat().map(({ delivery }) => delivery);
  if (deliveries.every((delivery) => delivery !== undefined && isFinal(delivery))) {
    await world.ledger.closeChunk(audienceChunk.publication, audienceChunk.chunk);
    return { open: false, work: false, blind: false, held: 0 };
  }
  for (const [group, rows] of groups.entries()) {
    const changes = rows.flatMap((row) => moveOf(row, by));
    // The write is all or nothing: when one delivery was settled meanwhile, the next sweep judges the rest again.
    if (changes.length > 0)
      await world.ledger.change({ publication: audienceChunk.publication, chunk: audienceChunk.chunk, group }, changes);
  }
  return {
    open: true,
    work: !by.tooLate && deliveries.some((delivery) => isFree(delivery, by.now)),
    blind: wantsCanary(deliveries, by.now, by.proof),
    held: deliveries.filter((delivery) => delivery?.state === 'held').length,
    waits: deliveries.map(whyWaiting).find((why) => why !== undefined),
  };
}

/** The members of each group, with their stored deliveries. */
function rowsOf(audienceChunk: AudienceChunk, groups: Map<number, Map<SubscriberId, Delivery>>): Row[][] {
  return groupsOf(audienceChunk).map((members, group) =>
    members.map((member) => ({ member, delivery: groups.get(group)?.get(member.subscriber) })),
  );
}

/** The sweep's change of one delivery, conditional on the claim and state that it judged: an SES event that comes first wins. */
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
