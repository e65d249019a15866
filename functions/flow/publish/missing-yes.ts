import { whyAsked } from '#core/plan/why-not-begin';
import type { PublicationId } from '#core/publication/publication';
import { inBatches } from '#flow/loops/in-batches';
import { unbegun, whyVoidNow } from '#flow/publish/approve';
import type { Foreseen } from '#flow/publish/forecast';
import type { OutlookEntry } from '#flow/publish/outlook';
import type { Planned } from '#flow/publish/plan';
import { shownBy } from '#flow/publish/shown-stories';
import type { World } from '#ports';

const AT_ONCE = 40;

/**
 * Returns why publications ahead wait for a yes, in one sentence each: nobody has said it, or it does not count any more. `entries`: the
 * outlook, with the readers of each.
 */
export async function missingYes(
  world: Pick<World, 'switches' | 'texts'>,
  planned: Planned,
  posts: ReadonlyMap<PublicationId, Foreseen>,
  entries: readonly Pick<OutlookEntry, 'id' | 'audience'>[],
): Promise<Map<PublicationId, string>> {
  const { rules } = planned.newsroom;
  const readers = new Map(entries.map(({ id, audience }) => [id, audience]));
  const asked = planned.publications.flatMap((publication) => {
    const about = { stories: shownBy(publication, planned), rules };
    const why = publication.decision === 'go' ? whyAsked(publication, about, posts.get(publication.id)?.costly) : undefined;
    return why === undefined ? [] : [{ publication, why }];
  });
  const whyOf = async ({ publication, why }: (typeof asked)[number]): Promise<[PublicationId, string][]> => {
    const { approved, cancelled } = await world.switches.read(publication.id);
    if (cancelled) return [];
    const missing = approved ? await whyVoidNow(world, unbegun(publication, planned), approved, readers.get(publication.id) ?? 0) : why;
    return missing === undefined ? [] : [[publication.id, missing]];
  };
  const missing = await inBatches(asked, AT_ONCE, async (some) => (await Promise.all(some.map(whyOf))).flat());
  return new Map(missing.flat());
}
