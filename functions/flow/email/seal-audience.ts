import { CHUNK_SIZE, type ChunkHead, GROUP_SIZE, type Member } from '#core/delivery/ledger';
import type { PublicationRecord } from '#core/publication/publication';
import { readEdition } from '#core/story/snapshot';
import type { Slug, Story } from '#core/story/story';
import { selectionFor } from '#core/subscriber/audience';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { composeMail } from '#flow/email/compose-mail';
import type { World } from '#ports';

/** Sealing stops here and goes on with the next tick: a tick lives less than a minute. */
const UNTIL_MS = 40_000;

type SealedEdition = ReturnType<typeof readEdition>;
type SealWorld = Pick<World, 'register' | 'subscribers' | 'ledger' | 'sealed' | 'machine'>;

/**
 * Writes down who a begun publication is for, and what each of them gets, as an append-only chain of chunks. Begins
 * again from what is stored: a chunk once written is never cut anew, and two planners at once follow each other.
 * Returns the chunks to ring for, once all are written; undefined when there is more to do.
 */
export async function seal(world: SealWorld, record: PublicationRecord): Promise<number | undefined> {
  const started = world.machine.elapsed();
  if (!record.edition || !record.begun)
    throw new Error(`${record.id} is being sealed without an edition: it was begun by other code than this.`);
  const edition = readEdition(await world.sealed.read(record.edition));
  const shown = record.stories.map((slug) => storyOf(edition, slug, record));
  const mails = mailsOf(world, record, edition);
  let after: SubscriberId | undefined;
  let audience = 0;
  let added: ChunkHead | undefined;
  for (let chunk = 0; ; ) {
    const head = added ?? (await world.ledger.head(record.id, chunk));
    added = undefined;
    if (head) {
      if (head.end) return (await markSealed(world, record, audience, chunk)) ? chunk : undefined;
      audience += head.members.length;
      after = head.last;
      chunk += 1;
      continue;
    }
    if (world.machine.elapsed() - started > UNTIL_MS) return undefined;
    const next = await cutChunk(world, record, chunk, after, async (subscriber) => {
      const selection = selectionFor(record, shown, subscriber);
      return selection.length === 0 ? undefined : await mails(selection);
    });
    // What another tick was first to write is read in the next round.
    if ((await world.ledger.addHead(next)) === 'added') added = next;
  }
}

/** Fills one chunk from the subscribers after `after`, who were confirmed when the publication began. */
async function cutChunk(
  world: SealWorld,
  record: PublicationRecord,
  chunk: number,
  after: SubscriberId | undefined,
  mailFor: (subscriber: Subscriber) => Promise<string | undefined>,
): Promise<ChunkHead> {
  const members: Member[] = [];
  let last = after;
  for (;;) {
    const page = await world.subscribers.page(last, CHUNK_SIZE);
    for (const subscriber of page.subscribers) {
      if (members.length === CHUNK_SIZE) break;
      last = subscriber.id;
      const mail = isConfirmedBy(subscriber, record) ? await mailFor(subscriber) : undefined;
      if (mail !== undefined) members.push({ subscriber: subscriber.id, mail });
    }
    if (members.length === CHUNK_SIZE || page.next === undefined) break;
  }
  return { publication: record.id, chunk, group: GROUP_SIZE, members, last, end: members.length === 0, closed: false };
}

/** Who confirms while a publication is being sealed gets the next one: the audience is of one moment. */
function isConfirmedBy(subscriber: Subscriber, record: PublicationRecord): boolean {
  if (subscriber.status !== 'confirmed') return false;
  if (!subscriber.confirmedAt || !record.begun) return true;
  return subscriber.confirmedAt.epochMilliseconds <= record.begun.epochMilliseconds;
}

/** One mail for each distinct selection of stories, composed and kept when the first subscriber needs it. */
function mailsOf(world: SealWorld, record: PublicationRecord, edition: SealedEdition): (selection: Slug[]) => Promise<string> {
  const kept = new Map<string, string>();
  return async (selection) => {
    const key = selection.join(' ');
    const known = kept.get(key);
    if (known !== undefined) return known;
    if (!record.firstAt) throw new Error(`${record.id} has not begun.`);
    const stories = selection.map((slug) => storyOf(edition, slug, record));
    const { rules, images } = edition;
    const address = await world.sealed.keep(composeMail(record, record.firstAt, { stories, rules, images, was: record.was }));
    kept.set(key, address);
    return address;
  };
}

async function markSealed(world: SealWorld, record: PublicationRecord, audience: number, chunks: number): Promise<boolean> {
  const state = audience === 0 ? 'done' : 'sending';
  return (await world.register.replace({ ...record, state, audience, chunks })) === 'replaced';
}

function storyOf({ stories }: SealedEdition, slug: Slug, record: PublicationRecord): Story {
  const story = stories.get(slug);
  if (!story) throw new Error(`${record.id} shows ${slug}, which its sealed edition lacks.`);
  return story;
}
