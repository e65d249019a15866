import type { Temporal } from 'temporal-polyfill';
import { type CanaryProof, judge, wantsCanary } from '#core/doubt';
import { type ChunkHead, type Delivery, type DeliveryChange, groupsOf, isFinal, type Member } from '#core/ledger';
import type { UnknownPolicy } from '#core/outcome';
import { isHeldBack, type PublicationRecord, withReason } from '#core/publication';
import type { SubscriberId } from '#core/subscriber';
import { certificate } from '#flow/certificate';
import { isFree } from '#flow/claim';
import type { SendJob, World } from '#ports';

type SweepWorld = Pick<World, 'register' | 'switches' | 'ledger' | 'canary' | 'bell'>;
type Row = { member: Member; delivery: Delivery | undefined };

/**
 * Looks at what is being sent, and sees to everything that should have happened and did not: rings for what is free,
 * moves what is in doubt as the evidence allows, closes a chunk when each of its deliveries has its end, and the
 * publication when all its chunks are closed. Nobody else touches a delivery in doubt.
 */
export async function sweep(world: SweepWorld, record: PublicationRecord, now: Temporal.Instant): Promise<void> {
  const [proof, switches] = await Promise.all([world.canary.proof(), world.switches.read(record.id, 'email')]);
  if (switches.cancelled) return cancel(world, record, switches.cancelled.by);
  if (isHeldBack(record, now)) return;
  const tooLate = record.deadline !== undefined && now.epochNanoseconds >= record.deadline.epochNanoseconds;
  const jobs: SendJob[] = [];
  let open = 0;
  let blind = false;
  let waits: string | undefined;
  for (let chunk = 0; ; chunk += 1) {
    const head = await world.ledger.head(record.id, chunk);
    if (!head || head.end) break;
    if (head.closed) continue;
    const groups = rowsOf(head, await world.ledger.groups(record.id, chunk));
    const deliveries = groups.flat().map(({ delivery }) => delivery);
    if (deliveries.every((delivery) => delivery !== undefined && isFinal(delivery))) {
      await world.ledger.closeHead(record.id, chunk);
      continue;
    }
    open += 1;
    blind ||= wantsCanary(deliveries, now, proof);
    for (const [group, rows] of groups.entries()) {
      const changes = rows.flatMap((row) => moveOf(row, now, proof, record.unknown ?? 'hold', tooLate));
      // All or nothing: when one was settled meanwhile, the next sweep judges the rest anew.
      if (changes.length > 0) await world.ledger.change({ publication: record.id, chunk, group }, changes);
    }
    waits ??= deliveries.map(whyWaiting).find((why) => why !== undefined);
    if (!tooLate && deliveries.some((delivery) => isFree(delivery, now))) jobs.push({ publication: record.id, chunk, at: now });
  }
  if (jobs.length > 0 && switches.paused === undefined) await world.bell.ringSend(jobs);
  if (blind && record.sender !== undefined) {
    // Noted first: two sweeps at once, or one that dies here, send one canary too few rather than one too many.
    await world.canary.noteSent(now);
    await world.bell.ringCanary({ canary: now, from: record.sender });
  }
  const reason = switches.paused === undefined ? waits : `Paused: ${switches.paused}`;
  if (open === 0) await world.register.replace({ ...withReason(record, undefined), state: 'done' });
  else if (record.reason !== reason) await world.register.replace(withReason(record, reason));
}

/** Ends a publication that a person has cancelled: what is under way ends by itself, and nobody else is mailed. */
async function cancel(world: Pick<World, 'register' | 'ledger'>, record: PublicationRecord, by: string): Promise<void> {
  const { accepted, held, planned } = await certificate(world, record.id);
  const unsure = held === 0 ? '' : `, and of ${held} it is not known`;
  const reason = `Cancelled by ${by}. ${accepted} of ${planned} people had already got it${unsure}.`;
  await world.register.replace({ ...withReason(record, reason), state: 'cancelled' });
}

/** The members of each group, with what is stored of them. */
function rowsOf(head: ChunkHead, groups: Map<number, Map<SubscriberId, Delivery>>): Row[][] {
  return groupsOf(head).map((members, group) => members.map((member) => ({ member, delivery: groups.get(group)?.get(member.subscriber) })));
}

/** The sweeper's own move of one delivery, conditional on the very claim and state that was judged: an event that comes first wins. */
function moveOf({ member, delivery }: Row, now: Temporal.Instant, proof: CanaryProof, policy: UnknownPolicy, tooLate: boolean): DeliveryChange[] {
  const { subscriber } = member;
  if (delivery?.state === 'attempting' || delivery?.state === 'suspect') {
    const to = judge(delivery, now, proof, policy);
    return to ? [{ subscriber, expect: { kind: 'claim', nonce: delivery.nonce, states: [delivery.state] }, to }] : [];
  }
  if (!tooLate || (delivery !== undefined && delivery.state !== 'ready')) return [];
  const attempt = delivery?.attempt ?? 0;
  return [{ subscriber, expect: { kind: 'free', attempt }, to: { state: 'refused', attempt, why: 'It could not go out before the event began.' } }];
}

function whyWaiting(delivery: Delivery | undefined): string | undefined {
  return delivery?.state === 'ready' ? delivery.why : undefined;
}
