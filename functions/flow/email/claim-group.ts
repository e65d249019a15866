import type { Temporal } from 'temporal-polyfill';
import { type Delivery, type GroupAddress, isFree, type Member } from '#core/delivery/ledger';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { World } from '#ports';

/** A member that only this invocation may make one call for. */
export type Claimed = { member: Member; attempt: number; nonce: string };

/** How often a claim is rebuilt from the members that are still free after other workers took some. */
const TRIES = 3;

/**
 * Claims every free member of a group in one conditional write, before any call. When the answer is lost, a consistent
 * read decides: a row with our nonce is ours. When other workers were first, the members still free are tried again.
 * May throw; safe to repeat.
 */
export async function claimGroup(
  world: Pick<World, 'ledger' | 'machine'>,
  at: GroupAddress,
  members: Member[],
  seen: Map<SubscriberId, Delivery>,
  now: Temporal.Instant,
): Promise<Claimed[]> {
  let rows = seen;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const nonce = world.machine.nonce();
    const take: Claimed[] = members
      .filter((member) => isFree(rows.get(member.subscriber), now))
      .map((member) => ({ member, attempt: attemptOf(rows.get(member.subscriber)) + 1, nonce }));
    if (take.length === 0) return [];
    const answer = await world.ledger
      .change(
        at,
        take.map((claim) => ({
          subscriber: claim.member.subscriber,
          expect: { kind: 'free', attempt: claim.attempt - 1 },
          to: { state: 'attempting', attempt: claim.attempt, nonce, since: now },
        })),
      )
      .catch(() => 'no-answer' as const);
    if (answer === 'written') return take;
    rows = await world.ledger.group(at);
    const mine = take.filter((claim) => {
      const row = rows.get(claim.member.subscriber);
      return row?.state === 'attempting' && row.nonce === nonce;
    });
    if (mine.length > 0) return mine;
    if (answer === 'no-answer') return [];
  }
  return [];
}

function attemptOf(row: Delivery | undefined): number {
  return row?.attempt ?? 0;
}
