import type { EmailFinding } from '#core/email-check/check';
import { isMissedBefore } from '#core/plan/plan-context';
import type { Stay } from '#core/plan/why-not-begin';
import { announcementOf, firstPostOf, whyOvertaken, whyUnannounced } from '#core/plan/why-unannounced';
import type { Publication, PublicationId, PublicationRecord } from '#core/publication/publication';
import type { Story } from '#core/story/story';
import { publishedAt } from '#core/story/story-times';
import { selectionFor } from '#core/subscriber/audience';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { isAfter } from '#core/time/compare';
import { mailFindings, whatBlocks } from '#flow/publish/check-mail';
import type { OutlookEntry } from '#flow/publish/outlook';
import type { Planned } from '#flow/publish/plan';
import { shownBy } from '#flow/publish/shown-stories';
import type { World } from '#ports';

/**
 * Returns why a due publication, or one `ahead`, may not begin before its announcement; undefined when it may. Counts subscribers only if
 * it may not.
 */
export async function whyBehind(
  world: Pick<World, 'subscribers'>,
  publication: Publication,
  planned: Planned,
  { ahead = false } = {},
): Promise<Stay | undefined> {
  const [story] = shownBy(publication, planned);
  const announcement = story && announcementOf(publication, story);
  if (!story || announcement === undefined) return undefined;
  const { rules } = planned.newsroom;
  // A record that this tick has written comes after the one that it replaces. What is planned anew has no record that counts.
  const newest = (id: PublicationId) => {
    const record = planned.records.findLast((one) => one.id === id);
    return record && isMissedBefore(record, publishedAt(story, rules.timezone)) ? undefined : record;
  };
  const record = newest(announcement) ?? foundElsewhere(announcement, planned);
  if (record) {
    const wrong = record.begun === undefined ? whatBlocks(mailFindings(record, planned)) : undefined;
    const unannounced = whyUnannounced(story, { record, wrong, hasReaders: true }, ahead);
    if (unannounced && (await hasReaders(world, record, [story]))) return unannounced;
  }
  return whyOvertaken(publication, newest(firstPostOf(publication, story) ?? announcement));
}

/**
 * The answer to the write of an announcement's record may be lost, or another tick may have written it: then this tick has none of it, and
 * what follows waits for the next.
 */
function foundElsewhere(announcement: PublicationId, { publications, newsroom, input }: Planned): PublicationRecord | undefined {
  const { undo } = newsroom.rules;
  const found = publications.find(({ id }) => id === announcement);
  if (found?.decision !== 'go' || isAfter(found.due.subtract(undo), input.now)) return undefined;
  return { ...found, state: 'waiting', version: 0, reason: 'It has just become due.' };
}

/**
 * Returns a function that says why a publication ahead will not go out because of its announcement, as things are now: the announcement was
 * missed (and a yes does not help), its text is blocked, or both are due and it waits.
 */
export function foreseeBehind(
  { newsroom, publications, records }: Planned,
  mails: ReadonlyMap<PublicationId, EmailFinding[]>,
  entries: readonly OutlookEntry[],
): (entry: OutlookEntry) => Stay | undefined {
  const stories = new Map(newsroom.stories.map((story) => [story.slug, story]));
  const audiences = new Map(entries.map(({ id, audience }) => [id, audience]));
  return (entry) => {
    const [slug] = entry.stories;
    const story = slug && stories.get(slug);
    const announcement = story && announcementOf(entry, story);
    if (!story || announcement === undefined) return undefined;
    const wrong = whatBlocks(mails.get(announcement) ?? []);
    const planned = publications.find(({ id }) => id === announcement);
    const published = publishedAt(story, newsroom.rules.timezone);
    const record =
      records.find((one) => one.id === announcement && !isMissedBefore(one, published)) ??
      (planned && wrong !== undefined
        ? { ...planned, state: 'waiting' as const, version: 0, reason: `It waits until it is put right. ${wrong}` }
        : undefined);
    if (!record || (entry.state === 'planned' && record.state === 'waiting' && wrong === undefined)) return undefined;
    return whyUnannounced(story, { record, wrong, hasReaders: (audiences.get(announcement) ?? 0) > 0 }, true);
  };
}

/** An announcement is no message. */
const NOBODY: ReadonlySet<SubscriberId> = new Set();

async function hasReaders({ subscribers }: Pick<World, 'subscribers'>, record: PublicationRecord, stories: Story[]): Promise<boolean> {
  return (await subscribers.alike()).some(({ choices }) => selectionFor(record, stories, choices, NOBODY).length > 0);
}
