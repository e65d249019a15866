import type { Publication, PublicationId, PublicationRecord } from '#core/publication/publication';
import { organisationName } from '#core/rules/merged';
import type { Rules } from '#core/rules/rules';
import type { Story } from '#core/story/story';
import { selectionFor } from '#core/subscriber/audience';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { readTold } from '#flow/publish/told-readers';
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
  const told = await readTold(world, publication, records);
  return countBy(world, rules, (subscriber) => selectionFor(publication, stories, subscriber, told).length > 0);
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
  const { organisations } = await countBy(world, rules, ({ id }) => members.has(id));
  return { count: members.size, organisations, mails };
}

async function countBy(world: PeopleWorld, rules: Rules | undefined, isIn: (subscriber: Subscriber) => boolean): Promise<AudienceView> {
  const counts = new Map<string, number>();
  let count = 0;
  for (let after: SubscriberId | undefined; ; ) {
    const page = await world.subscribers.page(after, PAGE);
    for (const subscriber of page.subscribers) {
      if (!isIn(subscriber)) continue;
      const key = subscriber.organisation ?? '';
      const name = key === '' ? 'No organisation given' : rules ? organisationName(key, rules) : key;
      counts.set(name, (counts.get(name) ?? 0) + 1);
      count += 1;
    }
    if (page.next === undefined) break;
    after = page.next;
  }
  const organisations = [...counts]
    .map(([name, number]) => ({ name, count: number }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  return { count, organisations };
}
