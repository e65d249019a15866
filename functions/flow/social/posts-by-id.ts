import type { PublicationId } from '#core/publication/publication';
import type { World } from '#ports';

/** Which publication each post on the accounts belongs to, by the post's id there. */
export async function postedBy(world: Pick<World, 'publications' | 'socialLedger'>): Promise<Map<string, PublicationId>> {
  const posted = new Map<string, PublicationId>();
  for (const record of await world.publications.all()) {
    if (record.channel === 'email') continue;
    for (const row of (await world.socialLedger.parts(record.id)).values()) if (row.state === 'posted') posted.set(row.id, record.id);
  }
  return posted;
}
