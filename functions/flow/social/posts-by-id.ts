import type { PublicationId } from '#core/publication/publication';
import type { World } from '#ports';

/** Which publication each post on the accounts belongs to, by the post's id there. */
export async function postedBy(world: Pick<World, 'register' | 'socialLedger'>): Promise<Map<string, PublicationId>> {
  const posted = new Map<string, PublicationId>();
  for (const record of await world.register.publications()) {
    if (record.channel === 'email') continue;
    for (const row of (await world.socialLedger.parts(record.id)).values()) if (row.state === 'posted') posted.set(row.id, record.id);
  }
  return posted;
}
