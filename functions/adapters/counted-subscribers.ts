// Subscribers with the counts of who has chosen alike, so that an audience is counted without reading everybody, and with word lists, in
// which people are found. Each shard of subscribers has counts of its own. Before a person's choices or words change, a note says so, with
// what the counts have that person as: a reading takes counts and lists, and reads anew only whom a note names. Later the notes are
// settled: counts and lists are changed, and the notes deleted.
import type { Temporal } from 'temporal-polyfill';
import { type Alike, type ChoicesKey, choicesKey, readChoicesKey } from '#core/subscriber/alike';
import { isSought, type Sought } from '#core/subscriber/sought-people';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { soughtIn, type WordList, withChanges, wordList, writtenWords } from '#core/subscriber/word-list';
import { isAfter } from '#core/time/compare';
import type { Machine, Subscribers } from '#ports';

/** A change of a person that may be under way, or has been made. `from`: as what the counts have them; absent: not at all. */
export type ChangeNote = { id: SubscriberId; from?: ChoicesKey; token: string };

/**
 * The counts of one shard. closed: there are none since then, so everybody is read. open: `counted` says when everybody was read for them.
 * `as`: as what the counts have somebody now, whatever their note says. `noted`: the notes that a round found at `notedAt`. `listed`: the
 * shard has word lists too; the counts of an earlier release have none.
 */
export type ShardCounts =
  | { state: 'closed'; since: Temporal.Instant }
  | {
      state: 'open';
      counted: Temporal.Instant;
      counts: Map<ChoicesKey, number>;
      as: Map<SubscriberId, ChoicesKey | undefined>;
      noted: Map<SubscriberId, string>;
      notedAt: Temporal.Instant;
      listed?: true;
    };
/** Without a `list` it was forgotten, when somebody of it was removed, and its people are read. */
export type StoredList = { version: number; list?: WordList };
export type StoredCounts = { version: number; counts: ShardCounts };

/** The calls of the store itself. Every reading is consistent. */
export type PlainSubscribers = Omit<Subscribers, 'alike' | 'keepCounts' | 'search'> & {
  shards: readonly string[];
  /** Everybody of a shard or of a part of one. */
  within(place: string): AsyncIterable<Subscriber>;
  /** Those of them who are sought; not many more than `most`. */
  soughtWithin(place: string, sought: Sought, most: number): Promise<Subscriber[]>;
  some(ids: readonly SubscriberId[]): Promise<Subscriber[]>;
  /** Adds a note, or gives the one that is there this token and leaves its `from`. */
  note(note: ChangeNote): Promise<void>;
  shardOf(id: SubscriberId): string;
  /** The notes of all shards, or the first `most` of them. */
  notes(most?: number): Promise<ChangeNote[]>;
  /** Deletes a note that still has its token. */
  removeNote(note: ChangeNote): Promise<void>;
  counts(): Promise<Map<string, StoredCounts>>;
  /** Stores the counts of a shard over this version; 0: over none. Returns false when another one is stored, or they are too large. */
  replaceCounts(shard: string, version: number, counts: ShardCounts): Promise<boolean>;
  /** The part of a shard that a person is in. Each part has a word list, so that a change writes little. */
  partOf(id: SubscriberId): string;
  /** The word lists of a shard, by part. A part in which there never was anybody has none. Of `known` those are read that have changed. */
  wordLists(shard: string, known?: ReadonlyMap<string, StoredList>): Promise<Map<string, StoredList>>;
  /** Stores a list over this version; 0: over none. Returns false when another version is stored. One that is too large is forgotten. */
  replaceList(part: string, version: number, list: WordList): Promise<boolean>;
  /** The stored list has another version then, and none of its words. */
  forgetList(part: string): Promise<void>;
};

/** A change lands at most this long after its note: AWS kills a function within a minute, and a call under way then lands within five. */
const LANDED = { minutes: 15 };
/** Everybody is read for the counts again after this time: an earlier version of Newsroom leaves no notes, nor does who edits a table. */
const WHOLE = { hours: 24 };
/** With more notes, as while a list is imported, it costs less to read everybody. */
const MOST_NOTES = 2_000;

/** Returns the store with its counts and word lists, as consistent as itself: whatever was stored before a reading began is in it. */
export function countedSubscribers(plain: PlainSubscribers, { nonce }: Pick<Machine, 'nonce'>): Subscribers {
  /** Says in advance that the choices or words of this person may change. */
  const announce = (id: SubscriberId, row: Subscriber | undefined): Promise<void> => {
    const from = row && choicesKey(row);
    return plain.note({ id, ...(from === undefined ? {} : { from }), token: nonce() });
  };

  /** Notes first: a round that comes in between leaves in the counts what a note has said. */
  async function alike(): Promise<Alike[]> {
    const notes = await plain.notes(MOST_NOTES + 1);
    const stored = notes.length > MOST_NOTES ? new Map<string, StoredCounts>() : await plain.counts();
    const all = await Promise.all(plain.shards.map((shard) => countsNow(shard, stored.get(shard)?.counts, inShard(shard, notes))));
    const sums = new Map<ChoicesKey, number>();
    for (const counts of all) for (const [key, count] of counts) add(sums, key, count);
    return [...sums].flatMap(([key, count]) => (count > 0 ? [{ choices: readChoicesKey(key), count }] : []));
  }

  async function countsNow(shard: string, kept: ShardCounts | undefined, notes: readonly ChangeNote[]): Promise<Map<ChoicesKey, number>> {
    if (kept?.state !== 'open') return (await readWhole(shard)).counts;
    if (notes.length === 0) return kept.counts;
    const now = await keysOf(notes);
    const counts = new Map(kept.counts);
    for (const note of notes) move(counts, countedAs(kept, note), now.get(note.id));
    return counts;
  }

  async function keysOf(notes: readonly ChangeNote[]): Promise<Map<SubscriberId, ChoicesKey | undefined>> {
    const people = await plain.some(notes.map(({ id }) => id));
    return new Map(people.map((person) => [person.id, choicesKey(person)]));
  }

  type Whole = { counts: Map<ChoicesKey, number>; keys: Map<SubscriberId, ChoicesKey>; parts: Map<string, Subscriber[]> };

  async function readWhole(shard: string): Promise<Whole> {
    const [counts, keys, parts]: [Whole['counts'], Whole['keys'], Whole['parts']] = [new Map(), new Map(), new Map()];
    for await (const person of plain.within(shard)) {
      const part = plain.partOf(person.id);
      const others = parts.get(part);
      if (others) others.push(person);
      else parts.set(part, [person]);
      const key = choicesKey(person);
      if (key === undefined) continue;
      keys.set(person.id, key);
      add(counts, key, 1);
    }
    return { counts, keys, parts };
  }

  /** The lists that this process has read for a search. A version has one content. */
  const remembered = new Map<string, ReadonlyMap<string, StoredList>>();

  /** Notes first, as for the counts. Whoever is in a list is read anew: the list only says who it may be. */
  async function search(sought: Sought, most: number): Promise<{ subscribers: Subscriber[]; more: boolean }> {
    const notes = await plain.notes(MOST_NOTES + 1);
    const stored = notes.length > MOST_NOTES ? new Map<string, StoredCounts>() : await plain.counts();
    const found = new Map<SubscriberId, Subscriber>();
    const take = (people: readonly Subscriber[]) => {
      for (const person of people) if (isSought(person, sought)) found.set(person.id, person);
    };
    const maybe = new Set<SubscriberId>();
    const look = async () => {
      take(await plain.some([...maybe]));
      maybe.clear();
    };
    const lists: WordList[] = [];
    await Promise.all(
      plain.shards.map(async (shard) => {
        const counts = stored.get(shard)?.counts;
        if (counts?.state !== 'open' || !counts.listed) return take(await plain.soughtWithin(shard, sought, most));
        for (const { id } of inShard(shard, notes)) maybe.add(id);
        const parts = await plain.wordLists(shard, remembered.get(shard));
        remembered.set(shard, parts);
        for (const [part, { list }] of parts)
          if (list === undefined) take(await plain.soughtWithin(part, sought, most));
          else lists.push(list);
      }),
    );
    for (const list of lists) {
      for (const id of soughtIn(list, sought)) maybe.add(id);
      // A word that thousands have is looked for until enough are found.
      if (maybe.size > most) await look();
      if (found.size > most) break;
    }
    if (found.size <= most) await look();
    return { subscribers: [...found.values()].slice(0, most), more: found.size > most };
  }

  /** Stores the lists of these parts, each over the version that it had before its people were read. Returns false if any was not. */
  async function storeLists(before: ReadonlyMap<string, StoredList>, lists: ReadonlyMap<string, WordList>): Promise<boolean> {
    const stored = [...lists].map(([part, list]) => {
      const { version = 0, list: known } = before.get(part) ?? {};
      return list === (version === 0 ? '' : known) || plain.replaceList(part, version, list);
    });
    return (await Promise.all(stored)).every(Boolean);
  }

  /** Brings these people's words in the lists up to date. */
  async function listAnew(shard: string, ids: readonly SubscriberId[]): Promise<boolean> {
    const before = await plain.wordLists(shard);
    const people = new Map((await plain.some(ids)).map((person) => [person.id, person]));
    const lists = new Map<string, WordList>();
    for (const part of new Set(ids.map(plain.partOf))) {
      const { list } = before.get(part) ?? { list: '' };
      const changes = new Map(ids.filter((id) => plain.partOf(id) === part).map((id) => [id, people.get(id)]));
      lists.set(part, list === undefined ? wordList(await all(plain.within(part))) : withChanges(list, changes));
    }
    return storeLists(before, lists);
  }

  const inShard = (shard: string, notes: readonly ChangeNote[]) => notes.filter(({ id }) => plain.shardOf(id) === shard);

  async function keepShard(
    shard: string,
    stored: StoredCounts | undefined,
    notes: readonly ChangeNote[],
    now: Temporal.Instant,
  ): Promise<void> {
    const version = stored?.version ?? 0;
    const kept = stored?.counts;
    // What an earlier version has under way must have landed before everybody is read.
    if (!kept || (kept.state === 'open' && !kept.listed)) await plain.replaceCounts(shard, version, { state: 'closed', since: now });
    else if (kept.state === 'closed') {
      if (!isAfter(kept.since.add(LANDED), now)) await count(shard, version, now);
    } else if (!isAfter(kept.counted.add(WHOLE), now)) await count(shard, version, now);
    else await settle(shard, { version, kept, notes }, now);
  }

  /** So many notes are of no use. What they tell of must have landed before everybody is read. */
  async function closeAll(stored: ReadonlyMap<string, StoredCounts>, now: Temporal.Instant, inTime: () => boolean): Promise<void> {
    const closed = new Set<string>();
    for (const shard of plain.shards)
      if (await plain.replaceCounts(shard, stored.get(shard)?.version ?? 0, { state: 'closed', since: now })) closed.add(shard);
    for (const note of await plain.notes()) if (closed.has(plain.shardOf(note.id)) && inTime()) await plain.removeNote(note);
  }

  /** Reads everybody. The notes are read last: who was read before a change landed, or just after it, is among them. */
  async function count(shard: string, version: number, now: Temporal.Instant): Promise<void> {
    const before = await plain.wordLists(shard);
    const { counts, keys, parts } = await readWhole(shard);
    const lists = [...new Set([...before.keys(), ...parts.keys()])].map((part) => [part, wordList(parts.get(part) ?? [])] as const);
    if (!(await storeLists(before, new Map(lists)))) return;
    const all = await plain.notes(MOST_NOTES + 1);
    if (all.length > MOST_NOTES) return;
    const notes = inShard(shard, all);
    const as = new Map(notes.map(({ id }) => [id, keys.get(id)]));
    const noted = new Map(notes.map(({ id, token }) => [id, token]));
    await plain.replaceCounts(shard, version, { state: 'open', counted: now, counts, as, noted, notedAt: now, listed: true });
  }

  /** Changes the counts by what has landed, and only then deletes the notes: until then `as` says what is counted already. */
  async function settle(
    shard: string,
    { version, kept, notes }: { version: number; kept: Extract<ShardCounts, { state: 'open' }>; notes: readonly ChangeNote[] },
    now: Temporal.Instant,
  ): Promise<void> {
    if (notes.length + kept.noted.size + kept.as.size === 0 || isAfter(kept.notedAt.add(LANDED), now)) return;
    const landed = notes.filter(({ id, token }) => kept.noted.get(id) === token);
    const ids = landed.map(({ id }) => id);
    if (landed.length > 0 && !(await listAnew(shard, ids))) return;
    const keys = await keysOf(landed);
    const counts = new Map(kept.counts);
    for (const note of landed) move(counts, countedAs(kept, note), keys.get(note.id));
    const as = new Map(kept.as);
    for (const { id } of landed) as.set(id, keys.get(id));
    const named = new Set(notes.map(({ id }) => id));
    for (const id of kept.as.keys()) if (!named.has(id)) as.delete(id);
    const settled = new Set(landed);
    const noted = new Map(notes.flatMap((note) => (settled.has(note) ? [] : [[note.id, note.token]])));
    if (await plain.replaceCounts(shard, version, { ...kept, counts, as, noted, notedAt: now }))
      for (const note of landed) await plain.removeNote(note);
  }

  return {
    ...plain,
    alike,
    search,
    async keepCounts(now, inTime) {
      const stored = await plain.counts();
      const notes = await plain.notes(MOST_NOTES + 1);
      if (notes.length > MOST_NOTES) return await closeAll(stored, now, inTime);
      for (const shard of plain.shards) if (inTime()) await keepShard(shard, stored.get(shard), inShard(shard, notes), now);
    },
    async save(subscriber) {
      const row = await plain.find(subscriber.id);
      if (row?.version !== subscriber.version) return 'stale';
      // The condition on the version holds or nothing is written, so choices and words stay what they are.
      const staysAlike = row && choicesKey(row) === choicesKey(subscriber) && writtenWords(row) === writtenWords(subscriber);
      if (!staysAlike) await announce(subscriber.id, row);
      return plain.save(subscriber);
    },
    async unsubscribe(id, at, method) {
      const row = await plain.find(id);
      if (!row) return 'unknown';
      if (row.status !== 'confirmed' && row.status !== 'pending') return 'already-unsubscribed';
      await announce(id, row);
      return plain.unsubscribe(id, at, method);
    },
    async markAs(id, status) {
      const row = await plain.find(id);
      if (row?.status !== 'confirmed' && row?.status !== 'pending') return;
      await announce(id, row);
      await plain.markAs(id, status);
    },
    async remove(id, version) {
      const row = await plain.find(id);
      // An earlier try may have deleted the row, and nothing else.
      if (!row) await plain.forgetList(plain.partOf(id));
      if (!row || (version !== undefined && row.version !== version)) return;
      await announce(id, row);
      await plain.remove(id, version);
      // After the row: who reads it for a list from now on does not find it, and a list that was read before has another version.
      await plain.forgetList(plain.partOf(id));
    },
  };
}

/** Returns a list that is known already, if it still has the version that is stored. */
export function unchanged(known: StoredList | undefined, version: number): StoredList | undefined {
  return known?.version === version ? known : undefined;
}

function countedAs({ as }: Extract<ShardCounts, { state: 'open' }>, { id, from }: ChangeNote): ChoicesKey | undefined {
  return as.has(id) ? as.get(id) : from;
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const every: T[] = [];
  for await (const item of items) every.push(item);
  return every;
}

function move(counts: Map<ChoicesKey, number>, from: ChoicesKey | undefined, to: ChoicesKey | undefined): void {
  if (from !== undefined) add(counts, from, -1);
  if (to !== undefined) add(counts, to, 1);
}

function add(counts: Map<ChoicesKey, number>, key: ChoicesKey, by: number): void {
  const sum = (counts.get(key) ?? 0) + by;
  if (sum === 0) counts.delete(key);
  else counts.set(key, sum);
}
