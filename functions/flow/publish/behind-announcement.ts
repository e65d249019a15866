import type { Stay } from '#core/plan/why-not-begin';
import { announcementOf, firstPostOf, whyOvertaken, whyUnannounced } from '#core/plan/why-unannounced';
import type { Publication, PublicationId, PublicationRecord } from '#core/publication/publication';
import type { Story } from '#core/story/story';
import { selectionFor } from '#core/subscriber/audience';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { mailFindings, whatBlocks } from '#flow/publish/check-mail';
import type { Planned } from '#flow/publish/plan';
import { shownBy } from '#flow/publish/shown-stories';
import type { World } from '#ports';

/** Returns why a due publication may not begin before its announcement; undefined when it may. Reads subscribers only if it may not. */
export async function whyBehind(world: Pick<World, 'subscribers'>, publication: Publication, planned: Planned): Promise<Stay | undefined> {
  const [story] = shownBy(publication, planned);
  const announcement = story && announcementOf(publication, story);
  if (!story || announcement === undefined) return undefined;
  // A record that this tick has replaced stands behind the one that it replaces.
  const newest = (id: PublicationId) => planned.records.findLast((record) => record.id === id);
  const record = newest(announcement);
  if (record) {
    const wrong = record.begun === undefined ? whatBlocks(mailFindings(record, planned)) : undefined;
    const unannounced = whyUnannounced(story, { record, wrong, hasReaders: true });
    if (unannounced && (await hasReaders(world, record, [story]))) return unannounced;
  }
  return whyOvertaken(publication, newest(firstPostOf(publication, story) ?? announcement));
}

const PAGE = 500;

async function hasReaders({ subscribers }: Pick<World, 'subscribers'>, record: PublicationRecord, stories: Story[]): Promise<boolean> {
  for (let after: SubscriberId | undefined; ; ) {
    const page = await subscribers.page(after, PAGE);
    if (page.subscribers.some((subscriber) => selectionFor(record, stories, subscriber).length > 0)) return true;
    if (page.next === undefined) return false;
    after = page.next;
  }
}
