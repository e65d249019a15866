import type { Temporal } from 'temporal-polyfill';
import { hasBegun, type PublicationRecord } from '#core/publication/publication';
import type { Slug } from '#core/story/story';
import { latest } from '#core/time/compare';

export type LastTold = ReadonlyMap<Slug, Temporal.Instant>;

/**
 * Returns when the newest publication about each story began. `before`: the same of an earlier list, in the same order, of which most
 * records are still the same objects. While nothing else has begun, the same map is returned.
 */
export function lastTold(
  records: readonly PublicationRecord[],
  before?: { records: readonly PublicationRecord[]; told: LastTold },
): LastTold {
  const fresh = before && begunSince(before.records, records);
  if (before && fresh?.length === 0) return before.told;
  const told = new Map(fresh && before?.told);
  for (const record of fresh ?? records) {
    if (!hasBegun(record)) continue;
    const at = begunAt(record);
    for (const slug of record.stories) {
      const last = told.get(slug);
      told.set(slug, last ? latest(last, at) : at);
    }
  }
  return told;
}

/** Returns the records that have begun since; undefined when one that was there is gone, or tells of something else. */
function begunSince(before: readonly PublicationRecord[], records: readonly PublicationRecord[]): PublicationRecord[] | undefined {
  const fresh: PublicationRecord[] = [];
  let seen = 0;
  for (const record of records) {
    const last = before[seen];
    const isKnown = last?.id === record.id;
    if (isKnown) seen += 1;
    if (record === last) continue;
    const hadBegun = isKnown && hasBegun(last);
    if (hadBegun && !tellsTheSame(last, record)) return undefined;
    if (hasBegun(record) && !hadBegun) fresh.push(record);
  }
  return seen === before.length ? fresh : undefined;
}

function tellsTheSame(a: PublicationRecord, b: PublicationRecord): boolean {
  return hasBegun(b) && begunAt(a).equals(begunAt(b)) && a.stories.join() === b.stories.join();
}

function begunAt({ begun, due }: PublicationRecord): Temporal.Instant {
  return begun ?? due.toInstant();
}
