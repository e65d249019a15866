import type { Temporal } from 'temporal-polyfill';
import type { PublicationRecord } from '#core/publication';
import { isFree, sealedParts } from '#flow/post';
import type { World } from '#ports';

type SweepWorld = Pick<World, 'register' | 'sealed' | 'socialLedger' | 'bell'>;

/** Rings for a social post that has a part still to go out, and closes it when every part has its end. */
export async function sweepPost(world: SweepWorld, record: PublicationRecord, now: Temporal.Instant): Promise<void> {
  const parts = await sealedParts(world, record);
  const rows = await world.socialLedger.parts(record.id);
  for (const part of parts.keys()) {
    const row = rows.get(part);
    if (row?.state === 'posted') continue;
    if (row?.state === 'refused') {
      await world.register.replace({ ...record, state: 'done', reason: `X refused it: ${row.why}` });
    } else if (isFree(row, now)) await world.bell.ringPost([{ publication: record.id, at: now }]);
    return;
  }
  await world.register.replace({ ...record, state: 'done' });
}
