import { decided, type HeldDecision } from '#core/delivery/held-delivery';
import { type GroupAddress, groupsOf, type Member } from '#core/delivery/ledger';
import type { PublicationRecord } from '#core/publication/publication';
import { settle } from '#flow/email/settle-group';
import type { World } from '#ports';

/** How many of what was asked for was decided, and how many not, because they had been settled in the meantime. */
export type Decided = { decided: number; settled: number };

/**
 * Does what a person has decided about deliveries that are held: each only while it is still the very claim that was shown
 * (`claims`: its nonce, by subscriber). An event that came first has settled it already, and one that comes later still does.
 * What is to be sent again is rung for by the next sweep.
 */
export async function decideHeld(
  world: Pick<World, 'ledger'>,
  record: PublicationRecord,
  claims: ReadonlyMap<string, string>,
  decision: HeldDecision,
): Promise<Decided> {
  let count = 0;
  // What is over is swept no more: nothing would be sent again, and nobody would close it.
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
    // Sent again, and quickly: only what was accepted of the attempts before was there without us.
    return current?.state !== 'confirmed-sent' && (current?.state !== 'accepted' || current.attempt > row.attempt);
  }).length;
}
