import type { Publication, PublicationId, PublicationRecord } from '#core/publication/publication';
import { organisationName } from '#core/rules/merged';
import type { Rules } from '#core/rules/rules';
import type { Story } from '#core/story/story';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { readAudience } from '#flow/publish/count-readers';
import type { World } from '#ports';

export type AudienceView = { count: number; organisations: { name: string; count: number }[] };

type PeopleWorld = Pick<World, 'subscribers' | 'ledger'>;

const PAGE = 500;

/** Returns the audience that the publication would have now. */
export async function expectedAudience(
  world: PeopleWorld,
  { publication, stories, records }: { publication: Publication; stories: readonly Story[]; records: readonly PublicationRecord[] },
  rules: Rules,
): Promise<AudienceView> {
  const counts = new Map<string, number>();
  for (const { choices, count } of await readAudience(world, publication, { stories, records })) addTo(counts, choices, count);
  return viewOf(counts, rules);
}

/** Returns the sealed audience, and how many of its members get which mail. */
export async function sealedAudience(
  world: PeopleWorld,
  publication: PublicationId,
  rules: Rules | undefined,
): Promise<AudienceView & { mails: Map<string, number> }> {
  const members = new Set<SubscriberId>();
  const mails = new Map<string, number>();
  for (let chunk = 0; ; chunk += 1) {
    const audienceChunk = await world.ledger.chunk(publication, chunk);
    if (!audienceChunk || audienceChunk.end) break;
    for (const { subscriber, mail } of audienceChunk.members) {
      members.add(subscriber);
      mails.set(mail, (mails.get(mail) ?? 0) + 1);
    }
  }
  const { organisations } = viewOf(await countBy(world, members), rules);
  return { count: members.size, organisations, mails };
}

/** Counts these members by organisation. */
async function countBy(world: PeopleWorld, members: ReadonlySet<SubscriberId>): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (let after: SubscriberId | undefined; ; ) {
    const page = await world.subscribers.page(after, PAGE);
    for (const subscriber of page.subscribers) if (members.has(subscriber.id)) addTo(counts, subscriber, 1);
    if (page.next === undefined) return counts;
    after = page.next;
  }
}

function addTo(counts: Map<string, number>, { organisation = '' }: Pick<Subscriber, 'organisation'>, count: number): void {
  counts.set(organisation, (counts.get(organisation) ?? 0) + count);
}

function viewOf(counts: ReadonlyMap<string, number>, rules: Rules | undefined): AudienceView {
  const named = new Map<string, number>();
  for (const [key, count] of counts) {
    const name = key === '' ? 'No organisation given' : rules ? organisationName(key, rules) : key;
    named.set(name, (named.get(name) ?? 0) + count);
  }
  const organisations = [...named]
    .map(([name, number]) => ({ name, count: number }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  return { count: organisations.reduce((sum, { count }) => sum + count, 0), organisations };
}
