import { type AudienceChunk, CHUNK_SIZE, GROUP_SIZE, type Member } from '#core/delivery/ledger';
import type { PublicationRecord } from '#core/publication/publication';
import { readSnapshot } from '#core/story/snapshot';
import type { Slug, Story } from '#core/story/story';
import { selectionFor } from '#core/subscriber/audience';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { isAfter } from '#core/time/compare';
import { composeMail } from '#flow/email/compose-mail';
import { readTold } from '#flow/publish/told-readers';
import type { World } from '#ports';

/** Sealing stops here and continues with the next tick: a tick lives less than a minute. */
const UNTIL_MS = 40_000;
/** Subscribers that are read in one call: about half of what DynamoDB answers at once. */
const PAGE = 1_000;

type SealedSnapshot = ReturnType<typeof readSnapshot>;
type SealWorld = Pick<World, 'publications' | 'subscribers' | 'ledger' | 'texts' | 'machine'>;

/**
 * Freezes a publication's audience into chunks of 100 subscribers, with each one's mail. Resumable, and safe to run twice: a written
 * chunk never changes. Returns the chunk count, or undefined while more is to do.
 * @throws when the publication has no snapshot, or when a store fails. Safe to repeat.
 */
export async function seal(world: SealWorld, record: PublicationRecord): Promise<number | undefined> {
  const startedMs = world.machine.elapsedMs();
  if (!record.snapshot || !record.begun)
    throw new Error(`${record.id} is being sealed without a snapshot: it was begun by other code than this.`);
  const snapshot = readSnapshot(await world.texts.get(record.snapshot));
  const shown = record.stories.map((slug) => storyOf(snapshot, slug, record));
  const mails = mailsOf(world, record, snapshot);
  const told = await readTold(world, record, record.toldOf === undefined ? [] : await world.publications.all());
  // Only what the newest chunk does not say is read again: to read a long chain takes longer than a tick lives.
  const newest = await world.ledger.newestChunk(record.id);
  let found = newest?.before === undefined ? undefined : newest;
  let isAtEnd = newest === undefined || found !== undefined;
  let after: SubscriberId | undefined;
  let people: AsyncGenerator<Subscriber> | undefined;
  let audience = found?.before ?? 0;
  for (let chunk = found?.chunk ?? 0; ; ) {
    const audienceChunk = found ?? (isAtEnd ? undefined : await world.ledger.chunk(record.id, chunk));
    found = undefined;
    if (audienceChunk) {
      if (audienceChunk.end) return (await markSealed(world, record, audience, chunk)) ? chunk : undefined;
      audience += audienceChunk.members.length;
      after = audienceChunk.last;
      chunk += 1;
      continue;
    }
    if (world.machine.elapsedMs() - startedMs > UNTIL_MS) return undefined;
    people ??= peopleAfter(world, after);
    const next = await cutChunk(record, { chunk, after, before: audience, people }, async (subscriber) => {
      const selection = selectionFor(record, shown, subscriber, told);
      return selection.length === 0 ? undefined : await mails(selection);
    });
    isAtEnd = (await world.ledger.addChunk(next)) === 'added';
    if (isAtEnd) found = next;
    // A chunk that another tick wrote first is read in the next turn of the loop, and the people after it are read anew.
    else people = undefined;
  }
}

/** Reads the subscribers after `after` in the order of their ids, and the next page of them while this one is worked on. */
async function* peopleAfter({ subscribers }: SealWorld, after: SubscriberId | undefined): AsyncGenerator<Subscriber> {
  for (let page = subscribers.page(after, PAGE); ; ) {
    const { subscribers: some, next } = await page;
    if (next === undefined) return yield* some;
    page = subscribers.page(next, PAGE);
    // An error is thrown when the page is needed.
    page.catch(() => undefined);
    yield* some;
  }
}

/** Fills one chunk from the next people who were confirmed when the publication began. */
async function cutChunk(
  record: PublicationRecord,
  { chunk, after, before, people }: { chunk: number; after: SubscriberId | undefined; before: number; people: AsyncGenerator<Subscriber> },
  mailFor: (subscriber: Subscriber) => Promise<string | undefined>,
): Promise<AudienceChunk> {
  const members: Member[] = [];
  let last = after;
  while (members.length < CHUNK_SIZE) {
    const { value: subscriber, done } = await people.next();
    if (done) break;
    last = subscriber.id;
    const mail = isConfirmedBy(subscriber, record) ? await mailFor(subscriber) : undefined;
    if (mail !== undefined) members.push({ subscriber: subscriber.id, mail });
  }
  return { publication: record.id, chunk, group: GROUP_SIZE, members, last, before, end: members.length === 0, closed: false };
}

/** A reader who confirms while a publication is being sealed gets the next one: the audience is of one moment. */
function isConfirmedBy(subscriber: Subscriber, record: PublicationRecord): boolean {
  if (subscriber.status !== 'confirmed') return false;
  if (!subscriber.confirmedAt || !record.begun) return true;
  return !isAfter(subscriber.confirmedAt, record.begun);
}

/** Composes and stores one mail per distinct selection of stories, when the first subscriber needs it. Returns its content address. */
function mailsOf(world: SealWorld, record: PublicationRecord, snapshot: SealedSnapshot): (selection: Slug[]) => Promise<string> {
  const kept = new Map<string, string>();
  return async (selection) => {
    const key = selection.join(' ');
    const known = kept.get(key);
    if (known !== undefined) return known;
    if (!record.firstAt) throw new Error(`${record.id} has not begun.`);
    const stories = selection.map((slug) => storyOf(snapshot, slug, record));
    const { rules, images } = snapshot;
    const address = await world.texts.put(
      composeMail(record, record.firstAt, { stories, rules, images, previousFacts: record.previousFacts }),
    );
    kept.set(key, address);
    return address;
  };
}

async function markSealed(world: SealWorld, record: PublicationRecord, audience: number, chunks: number): Promise<boolean> {
  const state = audience === 0 ? 'done' : 'sending';
  return (await world.publications.replace({ ...record, state, audience, chunks })) === 'replaced';
}

function storyOf({ stories }: SealedSnapshot, slug: Slug, record: PublicationRecord): Story {
  const story = stories.get(slug);
  if (!story) throw new Error(`${record.id} shows ${slug}, which its snapshot lacks.`);
  return story;
}
