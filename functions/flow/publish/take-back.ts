import type { Temporal } from 'temporal-polyfill';
import { takeBackUntil } from '#core/plan/timing';
import type { Publication, PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { isBefore } from '#core/time/compare';
import type { World } from '#ports';

/** Who cancels what a restore has forgotten: readers may have it, so nobody can take that back. */
export const BY_THE_RESTORE = 'the restore';

/** A publication as it is planned. `record`: absent while its time has not come. */
export type Cancellable = { publication: Publication; record?: PublicationRecord | undefined; rules?: Rules | undefined };

/** Returns until when it can be taken back that the publication is cancelled; undefined when it is too late. */
export function mayTakeBackUntil({ publication, record, rules }: Cancellable, now: Temporal.Instant): Temporal.ZonedDateTime | undefined {
  if (record || !rules || publication.decision !== 'go') return undefined;
  const until = takeBackUntil(publication.due, rules);
  return isBefore(now, until) ? until : undefined;
}

/** A person takes back that the publication is cancelled: it goes out when it is due. After its time it stays cancelled. */
export async function takeBack(
  world: Pick<World, 'switches' | 'audit'>,
  one: Cancellable,
  { by, at }: { by: string; at: Temporal.Instant },
): Promise<'taken back' | 'too late'> {
  const { id } = one.publication;
  const { cancelled } = await world.switches.read(id);
  if (!cancelled) return 'taken back';
  if (cancelled.by === BY_THE_RESTORE || !mayTakeBackUntil(one, at)) return 'too late';
  await world.audit.record({ at, by, did: 'uncancelled', to: id });
  await world.switches.uncancel(id, cancelled);
  return 'taken back';
}
