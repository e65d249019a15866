import { type Certificate, type ChunkRows, certify } from '#core/certificate';
import type { PublicationId } from '#core/publication';
import type { World } from '#ports';

/** The certificate of an email publication, from what is stored at this moment. */
export async function certificate(world: Pick<World, 'ledger'>, publication: PublicationId): Promise<Certificate> {
  const chunks: ChunkRows[] = [];
  for (let chunk = 0; ; chunk += 1) {
    const head = await world.ledger.head(publication, chunk);
    if (!head || head.end) break;
    const groups = await world.ledger.groups(publication, chunk);
    chunks.push({ head, rows: new Map([...groups.values()].flatMap((rows) => [...rows])) });
  }
  return certify(chunks, (await world.ledger.duplicates(publication)).length);
}
