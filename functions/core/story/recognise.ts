// Which file holds which story that was seen before.
import { fileOf, hasTitleAndTime, isExact, isRewritten, resemblance } from '#core/story/resemblance';
import type { Slug, Story } from '#core/story/story';
import type { LastRead, StorySeen } from '#core/story/story-seen';
import { likeness } from '#core/story/text-likeness';

/** A file's story and what it is known by. `name`: the slug of its file's name. */
export type ReadFile = { story: Story; name: Slug; last: LastRead };

/** `records`: the stories seen before. `copies`: records of copies, by file. `there`: every file, also those with a problem. */
export type RecogniseInput = {
  reads: readonly ReadFile[];
  records: readonly StorySeen[];
  copies: ReadonlyMap<string, StorySeen>;
  there: ReadonlySet<string>;
  isTold(record: StorySeen): boolean;
};

/** `isThere`: true when a file holds the story, perhaps one with a problem. */
export type Recognised = {
  held: ReadonlyMap<ReadFile, StorySeen>;
  holders: ReadonlyMap<Slug, ReadFile>;
  isThere(record: StorySeen): boolean;
};

/**
 * Finds the story of each file. The surest goes first: the file's name with unchanged content; content that has gone from one file to
 * another; the file's name with other content; and then two of title, time and text.
 */
export function recogniseStories({ reads, records, copies, there, isTold }: RecogniseInput): Recognised {
  const byFile = Map.groupBy(records, fileOf);
  const readOf = new Map(reads.map((read) => [read.story.file, read]));
  const held = new Map<ReadFile, StorySeen>();
  const holders = new Map<Slug, ReadFile>();
  const hold = (read: ReadFile, record: StorySeen | undefined): void => {
    if (!record) return;
    held.set(read, record);
    holders.set(record.slug, read);
  };
  const free = () => records.filter(({ slug }) => !holders.has(slug));
  const open = () => reads.filter((read) => !held.has(read));
  const inPlace = (read: ReadFile) => (byFile.get(read.story.file) ?? []).filter(({ slug }) => !holders.has(slug));
  const exact = (read: ReadFile) => free().filter(({ last }) => last !== undefined && isExact(last, read.last));

  for (const read of reads)
    hold(
      read,
      inPlace(read).find(({ last }) => last && isExact(last, read.last)),
    );
  // A copy that was kept beside its original is taken for it only if no other file is.
  const isCopy = ({ story }: ReadFile) => copies.has(story.file);
  for (const read of [...open().filter((one) => !isCopy(one)), ...open().filter(isCopy)])
    hold(
      read,
      exact(read).find((record) => hasLeft(record, read)),
    );
  for (const read of open())
    hold(
      read,
      best(inPlace(read), (record) => (isTakenOver(record, read) ? 0 : record.gone ? 1 : 2)),
    );
  for (let pair = surest(); pair; pair = surest()) hold(pair.read, pair.record);
  return { held, holders, isThere };

  function isThere(record: StorySeen): boolean {
    return holders.has(record.slug) || isUnreadable(record);
  }

  function surest(): { read: ReadFile; record: StorySeen } | undefined {
    const missing = free().filter(isMissing);
    const pairs = open().flatMap((read) => missing.map((record) => ({ read, record, score: sameness(record, read) })));
    return best(pairs, ({ score }) => score);
  }

  /** True when a story's file is gone, or holds another story. */
  function isMissing(record: StorySeen): boolean {
    return !there.has(fileOf(record)) || readOf.has(fileOf(record));
  }

  /** True when the file of the story is there and has a problem: the story is neither gone nor renamed. */
  function isUnreadable(record: StorySeen): boolean {
    const isLast = record.gone === undefined || (byFile.get(fileOf(record)) ?? []).every(({ gone }) => gone !== undefined);
    return !isMissing(record) && isLast;
  }

  /** True when the record's own file holds it no more, and so `read` does, which holds exactly what the record says. */
  function hasLeft(record: StorySeen, read: ReadFile): boolean {
    const own = readOf.get(fileOf(record));
    if (!own) return !there.has(fileOf(record));
    if (held.has(own) || (record.last && resemblance(record.last, own.last) === 'other')) return true;
    // Two files have changed names in one save: each holds exactly what another one held.
    return inPlace(read).length > 0 && exact(own).length > 0;
  }

  /**
   * True when a file holds another story now: title and times are others, and little is left of the text. Readers must have been told of
   * the story that it held: one that they do not know may be rewritten as a whole, unless into another story that is known.
   */
  function isTakenOver(record: StorySeen, { last }: ReadFile): boolean {
    const before = record.last;
    if (before === undefined) return false;
    const isOther = resemblance(before, last) === 'other';
    if (isOther && records.some((one) => one !== record && one.last && resemblance(one.last, last) === 'same')) return true;
    return isTold(record) && isRewritten(before, last);
  }

  /** Returns how surely a file holds a story whose own file is gone; 0 when that is not sure. */
  function sameness(record: StorySeen, read: ReadFile): number {
    const { last } = read;
    const copy = copies.get(read.story.file);
    const isUnchanged = copy?.last !== undefined && hasTitleAndTime(copy.last, last);
    if (isUnchanged && copy.copyOf === record.slug) return 0.5;
    // It stays a copy while its original is there, whatever else it is like: readers have that story already, or will.
    if (isUnchanged && records.some((one) => one.slug === copy.copyOf && isThere(one))) return 0;
    if (!record.last || resemblance(record.last, last) !== 'same') return 0;
    return copy ? 0.5 : 1 + likeness(record.last.sketch, last.sketch);
  }
}

/** Returns the one with the highest score above 0: the first of equal ones. */
function best<T>(some: readonly T[], scoreOf: (one: T) => number): T | undefined {
  const scored = some.map((one) => ({ one, score: scoreOf(one) })).filter(({ score }) => score > 0);
  return scored.sort((a, b) => b.score - a.score)[0]?.one;
}
