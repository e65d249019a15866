import type { Temporal } from 'temporal-polyfill';
import { type ChunkHead, type Delivery, groupsOf, isFinal } from '#core/ledger';
import type { PublicationId, PublicationRecord } from '#core/publication';
import type { SubscriberId } from '#core/subscriber';
import { isFree } from '#flow/claim';
import type { SendJob, World } from '#ports';

type SweepWorld = Pick<World, 'register' | 'ledger' | 'bell'>;

/**
 * Looks at what is being sent and rings for everything that should have happened and did not. Closes a chunk when each
 * of its deliveries has its end, and a publication when all its chunks are closed.
 */
export async function sweep(world: SweepWorld, record: PublicationRecord, now: Temporal.Instant): Promise<void> {
  const jobs: SendJob[] = [];
  let open = 0;
  for (let chunk = 0; ; chunk += 1) {
    const head = await world.ledger.head(record.id, chunk);
    if (!head || head.end) break;
    if (head.closed) continue;
    const rows = await rowsOf(world, record.id, head);
    if (rows.every((row) => row !== undefined && isFinal(row))) {
      await world.ledger.closeHead(record.id, chunk);
      continue;
    }
    open += 1;
    if (rows.some((row) => isFree(row, now))) jobs.push({ publication: record.id, chunk, at: now });
  }
  if (jobs.length > 0) await world.bell.ringSend(jobs);
  if (open === 0) await world.register.replace({ ...record, state: 'done' });
}

async function rowsOf(world: SweepWorld, publication: PublicationId, head: ChunkHead): Promise<(Delivery | undefined)[]> {
  const groups = await world.ledger.groups(publication, head.chunk);
  const none = new Map<SubscriberId, Delivery>();
  return groupsOf(head).flatMap((members, group) => members.map((member) => (groups.get(group) ?? none).get(member.subscriber)));
}
