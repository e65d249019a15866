import type { PublicationId } from '#core/publication/publication';
import type { World } from '#ports';

/** Returns the publication of each known post, by the post's id on its account. Reads only; safe to repeat. */
export async function postedBy(world: Pick<World, 'publications' | 'socialLedger'>): Promise<Map<string, PublicationId>> {
  const posted = new Map<string, PublicationId>();
  for (const record of await world.publications.all()) {
    if (record.channel === 'email') continue;
    for (const row of (await world.socialLedger.parts(record.id)).values()) if (row.state === 'posted') posted.set(row.id, record.id);
  }
  return posted;
}
