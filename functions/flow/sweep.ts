import type { Temporal } from 'temporal-polyfill';
import { type CanaryProof, judge, wantsCanary } from '#core/doubt';
import { type ChunkHead, type Delivery, type DeliveryChange, groupsOf, isFinal } from '#core/ledger';
import type { UnknownPolicy } from '#core/outcome';
import type { PublicationRecord } from '#core/publication';
import type { SubscriberId } from '#core/subscriber';
import { isFree } from '#flow/claim';
import type { SendJob, World } from '#ports';

type SweepWorld = Pick<World, 'register' | 'ledger' | 'canary' | 'bell'>;

/**
 * Looks at what is being sent, and sees to everything that should have happened and did not: rings for what is free,
 * moves what is in doubt as the evidence allows, closes a chunk when each of its deliveries has its end, and the
 * publication when all its chunks are closed. Nobody else touches a delivery in doubt.
 */
export async function sweep(world: SweepWorld, record: PublicationRecord, now: Temporal.Instant): Promise<void> {
  const proof = await world.canary.proof();
  const jobs: SendJob[] = [];
  let open = 0;
  let blind = false;
  for (let chunk = 0; ; chunk += 1) {
    const head = await world.ledger.head(record.id, chunk);
    if (!head || head.end) break;
    if (head.closed) continue;
    const groups = await world.ledger.groups(record.id, chunk);
    const rows = [...rowsOf(head, groups)];
    if (rows.every((row) => row !== undefined && isFinal(row))) {
      await world.ledger.closeHead(record.id, chunk);
      continue;
    }
    open += 1;
    await moveDoubts(world, head, groups, now, proof, record.unknown ?? 'hold');
    blind ||= wantsCanary(rows, now, proof);
    if (rows.some((row) => isFree(row, now))) jobs.push({ publication: record.id, chunk, at: now });
  }
  if (jobs.length > 0) await world.bell.ringSend(jobs);
  if (blind && record.sender !== undefined) {
    // Noted first: two sweeps at once, or one that dies here, send one canary too few rather than one too many.
    await world.canary.noteSent(now);
    await world.bell.ringCanary({ canary: now, from: record.sender });
  }
  if (open === 0) await world.register.replace({ ...record, state: 'done' });
}

function* rowsOf(head: ChunkHead, groups: Map<number, Map<SubscriberId, Delivery>>): Generator<Delivery | undefined> {
  for (const [group, members] of groupsOf(head).entries()) {
    for (const { subscriber } of members) yield groups.get(group)?.get(subscriber);
  }
}

/** Each move is conditional on the very claim and state that was judged: an event that comes first wins. */
async function moveDoubts(
  world: SweepWorld,
  { publication, chunk }: ChunkHead,
  groups: Map<number, Map<SubscriberId, Delivery>>,
  now: Temporal.Instant,
  proof: CanaryProof,
  policy: UnknownPolicy,
): Promise<void> {
  for (const [group, rows] of groups) {
    const changes: DeliveryChange[] = [];
    for (const [subscriber, row] of rows) {
      const to = judge(row, now, proof, policy);
      if (to && (row.state === 'attempting' || row.state === 'suspect')) {
        changes.push({ subscriber, expect: { kind: 'claim', nonce: row.nonce, states: [row.state] }, to });
      }
    }
    // All or nothing: when one was settled meanwhile, the next sweep judges the rest anew.
    if (changes.length > 0) await world.ledger.change({ publication, chunk, group }, changes);
  }
}
