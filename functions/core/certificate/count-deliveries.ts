import type { ChunkRows, Delivery } from '#core/delivery/ledger';
import { type Certificate, NO_DELIVERIES } from '#core/publication/delivery-counts';

/** Counts a publication's deliveries from its raw rows. `duplicates`: the second receipts that were recorded. */
export function certify(chunks: readonly ChunkRows[], duplicates: number): Certificate {
  const count: Certificate = { ...NO_DELIVERIES, twice: duplicates };
  for (const { audienceChunk, rows } of chunks) {
    for (const { subscriber } of audienceChunk.members) {
      count.planned += 1;
      addTo(count, rows.get(subscriber));
    }
  }
  return count;
}

function addTo(count: Certificate, delivery: Delivery | undefined): void {
  if (delivery === undefined) {
    count.open += 1;
    return;
  }
  switch (delivery.state) {
    case 'accepted':
      count.accepted += 1;
      if (delivery.by === 'event') count.byEvent += 1;
      return;
    case 'confirmed-sent':
      count.accepted += 1;
      count.byPerson += 1;
      return;
    case 'suppressed':
      count.suppressed += 1;
      return;
    case 'refused':
      count.refused += 1;
      return;
    case 'ready':
      count.open += 1;
      return;
    case 'attempting':
    case 'unresolved':
    case 'held':
      count.held += 1;
      return;
    default:
      delivery satisfies never;
  }
}
