import { decided, type HeldDecision } from '#core/delivery/held-delivery';
import { type GroupAddress, groupsOf, type Member } from '#core/delivery/ledger';
import type { PublicationRecord } from '#core/publication/publication';
import { settle } from '#flow/email/settle-group';
import type { World } from '#ports';

/** `decided`: how many deliveries took the decision. `settled`: how many had their outcome before, and keep it. */
export type Decided = { decided: number; settled: number };

/**
 * Applies a person's decision to held deliveries, each only while it is still the claim that was shown (`claims`: nonce by subscriber).
 * An SES event that came first has settled its delivery, and a later one still does. The next sweep enqueues what is to be sent again.
 * May throw; safe to repeat.
 */
export async function decideHeld(
  world: Pick<World, 'ledger'>,
  record: PublicationRecord,
  claims: ReadonlyMap<string, string>,
  decision: HeldDecision,
): Promise<Decided> {
  let count = 0;
  // A finished publication is not swept any more: its deliveries would be neither sent again nor closed.
  for (let chunk = 0; record.state === 'sending' && claims.size > 0; chunk += 1) {
    const audienceChunk = await world.ledger.chunk(record.id, chunk);
    if (!audienceChunk || audienceChunk.end) break;
    for (const [group, members] of groupsOf(audienceChunk).entries()) {
      const asked = members.filter(({ subscriber }) => claims.has(subscriber));
      if (asked.length > 0) count += await decideGroup(world, { publication: record.id, chunk, group }, asked, claims, decision);
    }
  }
  return { decided: count, settled: claims.size - count };
}

async function decideGroup(
  world: Pick<World, 'ledger'>,
  at: GroupAddress,
  asked: Member[],
  claims: ReadonlyMap<string, string>,
  decision: HeldDecision,
): Promise<number> {
  const rows = await world.ledger.group(at);
  const held = asked.flatMap(({ subscriber }) => {
    const row = rows.get(subscriber);
    return row?.state === 'held' && row.nonce === claims.get(subscriber) ? [{ subscriber, row }] : [];
  });
  const unwritten = await settle(
    world,
    at,
    held.map(({ subscriber, row }) => ({
      subscriber,
      expect: { kind: 'claim', nonce: row.nonce, states: ['held'] },
      to: decided(row, decision),
    })),
  );
  if (unwritten.length > 0) throw new Error(`The ledger did not take in what was decided about ${at.publication}. Decide it again.`);
  const after = await world.ledger.group(at);
  return held.filter(({ subscriber, row }) => {
    const current = after.get(subscriber);
    if (decision.kind === 'sent') return current?.state === 'confirmed-sent';
    // It may be sent and accepted again already: only an acceptance of the same or an earlier attempt came before the decision.
    return current?.state !== 'confirmed-sent' && (current?.state !== 'accepted' || current.attempt > row.attempt);
  }).length;
}
