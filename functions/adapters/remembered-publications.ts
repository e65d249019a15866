// Publications and stories seen as this process has read them. Each write is announced before it is made, and each reading asks for what
// was announced since the last one: years of records are read once, and after that only what changes.
import type { PublicationId, PublicationRecord } from '#core/publication/publication';
import type { Slug } from '#core/story/story';
import { type StorySeen, sameStorySeen } from '#core/story/story-seen';
import type { Machine, PublicationStore } from '#ports';

/** What is about to be written: a publication, or what was seen of a story. */
export type Announcement = `publication ${PublicationId}` | `story ${Slug}`;
/** `total`: how many announcements there were in all. `newest`: the last of them, oldest first. */
export type Announced = { total: number; newest: readonly Announcement[] };

/** The calls of the store itself. Every reading is consistent. */
export type PlainPublications = PublicationStore & {
  announce(what: Announcement): Promise<void>;
  announced(): Promise<Announced>;
  /** Reads these publications and stories seen; those that do not exist are left out. */
  some(publications: readonly PublicationId[], stories: readonly Slug[]): Promise<{ records: PublicationRecord[]; seen: StorySeen[] }>;
};

/**
 * A write lands at most this long after its announcement: AWS kills the tick, its only writer, after a minute, and a call that was under
 * way then lands within five. Until then it is read again each time.
 */
const LANDED_MS = 15 * 60_000;
/** Everything is read again after this time: an earlier version of Newsroom announces nothing, nor does who edits a table by hand. */
const WHOLE_MS = 60 * 60_000;
/** More than this is not read one by one. */
const MOST_OPEN = 300;

type Known = {
  total: number;
  wholeMs: number;
  records: ReadonlyMap<PublicationId, PublicationRecord>;
  seen: ReadonlyMap<Slug, StorySeen>;
  /** Announced writes that may not have landed, and when this process first knew of each. */
  open: ReadonlyMap<Announcement, number>;
  all: readonly PublicationRecord[];
  storiesSeen: readonly StorySeen[];
};

/**
 * Returns the store with a memory. All its answers are as consistent as those of the store itself: whatever was written before a reading
 * began is in it. Nothing that is remembered decides a write: each is made on condition of the stored version. While nothing changes, the
 * same lists are returned.
 */
export function rememberedPublications(plain: PlainPublications, { elapsedMs }: Pick<Machine, 'elapsedMs'>): PublicationStore {
  let known: Known | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let next: Promise<Known> | undefined;

  /** One reading at a time, so that an older answer never replaces a newer one. It begins after all calls that share it. */
  const present = (): Promise<Known> => {
    if (next) return next;
    next = last.then(read, read);
    last = next;
    return next;
  };

  async function read(): Promise<Known> {
    next = undefined;
    const { total, newest } = await plain.announced();
    known =
      known && mayContinue(known, { total, newest }, elapsedMs())
        ? await readOpen(known, { total, newest })
        : await readWhole({ total, newest });
    return known;
  }

  async function readWhole({ total, newest }: Announced): Promise<Known> {
    const nowMs = elapsedMs();
    const [all, storiesSeen] = await Promise.all([plain.all(), plain.storiesSeen()]);
    return {
      total,
      wholeMs: nowMs,
      records: new Map(all.map((record) => [record.id, record])),
      seen: new Map(storiesSeen.map((storySeen) => [storySeen.slug, storySeen])),
      open: new Map(newest.map((what) => [what, nowMs])),
      all,
      storiesSeen,
    };
  }

  async function readOpen(before: Known, announced: Announced): Promise<Known> {
    const nowMs = elapsedMs();
    const open = openOf(before, announced, nowMs);
    if (open.size === 0) return before;
    const { records, seen } = await plain.some(namesIn(open, 'publication '), namesIn(open, 'story '));
    const changedRecords = records.filter((record) => before.records.get(record.id)?.version !== record.version);
    const changedSeen = seen.filter((storySeen) => !sameStorySeen(before.seen.get(storySeen.slug), storySeen));
    const nextRecords = new Map([...before.records, ...changedRecords.map((record) => [record.id, record] as const)]);
    const nextSeen = new Map([...before.seen, ...changedSeen.map((storySeen) => [storySeen.slug, storySeen] as const)]);
    return {
      total: announced.total,
      wholeMs: before.wholeMs,
      records: changedRecords.length > 0 ? nextRecords : before.records,
      seen: changedSeen.length > 0 ? nextSeen : before.seen,
      // What has been read now and was announced long ago has landed, or never will.
      open: new Map([...open].filter(([, sinceMs]) => nowMs - sinceMs < LANDED_MS)),
      all: changedRecords.length > 0 ? byName(nextRecords) : before.all,
      storiesSeen: changedSeen.length > 0 ? byName(nextSeen) : before.storiesSeen,
    };
  }

  const announce = ({ id }: PublicationRecord) => plain.announce(`publication ${id}`);

  /** A refused write shows that something was written that this process does not know of. */
  const forget = (): void => {
    known = undefined;
  };

  return {
    ...plain,
    all: async () => (await present()).all,
    storiesSeen: async () => (await present()).storiesSeen,
    async recordStorySeen(storySeen) {
      await plain.announce(`story ${storySeen.slug}`);
      await plain.recordStorySeen(storySeen);
    },
    async add(record) {
      await announce(record);
      const answer = await plain.add(record);
      if (answer === 'exists') forget();
      return answer;
    },
    async replace(record) {
      await announce(record);
      const answer = await plain.replace(record);
      if (answer === 'stale') forget();
      return answer;
    },
  };
}

/** True when what was announced since the last reading is all in the list of the newest. */
function mayContinue(known: Known, announced: Announced, nowMs: number): boolean {
  const fresh = announced.total - known.total;
  if (fresh < 0 || fresh > announced.newest.length || nowMs - known.wholeMs >= WHOLE_MS) return false;
  return openOf(known, announced, nowMs).size <= MOST_OPEN;
}

/** Each announcement counts anew: its write may come as late as that of a first one. */
function openOf({ total, open }: Known, announced: Announced, nowMs: number): ReadonlyMap<Announcement, number> {
  const fresh = announced.newest.slice(announced.newest.length - (announced.total - total));
  return fresh.length === 0 ? open : new Map([...open, ...fresh.map((what) => [what, nowMs] as const)]);
}

function namesIn<N extends string>(open: ReadonlyMap<Announcement, number>, kind: 'publication ' | 'story '): N[] {
  return [...open.keys()].filter((what) => what.startsWith(kind)).map((what) => what.slice(kind.length) as N);
}

function byName<V>(some: ReadonlyMap<string, V>): V[] {
  return [...some].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
