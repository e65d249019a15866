// Which story a file holds. A story keeps its identity when its file gets another name: all ids are made from it.
import type { Temporal } from 'temporal-polyfill';
import type { Problem } from '#core/parsing/problem';
import type { SourceFile } from '#core/parsing/source-file';
import type { Rules } from '#core/rules/rules';
import { Addresses } from '#core/story/addresses';
import { doubtSentence, missingStories } from '#core/story/doubt';
import { type ReadFile, type Recognised, recogniseStories } from '#core/story/recognise';
import { fileOf, hasTitleAndTime, resemblance } from '#core/story/resemblance';
import { fileNameOf } from '#core/story/slug';
import type { Slug, Story } from '#core/story/story';
import { goneAt, lastReadOf, type StorySeen, sameStorySeen, storySeenAt, timeSeenOf, unreadable } from '#core/story/story-seen';
import { isAfter } from '#core/time/compare';

/** `files`: every file, also those with a problem. `told`: when a publication about a story began last. */
export type IdentityInput = {
  stories: readonly Story[];
  files: readonly Pick<SourceFile, 'file'>[];
  known: readonly StorySeen[];
  told: ReadonlyMap<Slug, Temporal.Instant>;
  rules: Pick<Rules, 'timezone'>;
  now: Temporal.Instant;
};

export type Identified = {
  /** The stories with their identities and addresses. Copies are left out. */
  stories: Story[];
  /** The problems of copies, and notes on renamed files. */
  problems: Problem[];
  /** Why a story goes out only if a person says that it is a new one. */
  doubts: Map<Slug, string>;
  /** The record of every story as it is now, present or not. */
  storiesSeen: Map<Slug, StorySeen>;
  /** The records that must be written. Whichever of them are written, the next reading comes to the same identities. */
  changed: StorySeen[];
};

/**
 * Finds out which story each file holds. A file with the name, or else two of title, time and text, of a story that was seen before holds
 * that story. Each other file holds a new story, or a copy of one that is there.
 */
export function identifyStories({ stories, files, known, told, rules, now }: IdentityInput): Identified {
  const isTold = (record: StorySeen) => record.told === true || told.has(record.slug);
  const markTold = (record: StorySeen): StorySeen => (isTold(record) ? withTold(record) : record);
  // A copy, and a story that may be another one, have no identity yet that must be kept.
  const isProvisional = (record: StorySeen) => record.copyOf !== undefined || (record.maybe !== undefined && !isTold(record));
  const records = known.filter((record) => !isProvisional(record));
  const provisional = new Map(known.filter(isProvisional).map((record) => [fileOf(record), record]));
  const copies = new Map([...provisional].filter(([, { copyOf }]) => copyOf !== undefined));
  const sketched = new Map(known.map(({ last }) => [last?.file, last]));
  const reads = stories.map((story): ReadFile => ({ story, name: story.slug, last: lastReadOf(story, sketched.get(story.file)) }));
  const stored = new Map(known.map((record) => [record.slug, record]));
  const there = new Set(files.map(({ file }) => file));
  const names = new Set<string>(files.map(({ file }) => nameOf(file)));
  const recognised = recogniseStories({ reads, records, copies, there, isTold });
  const { held, isThere } = recognised;
  // A story that comes back finds its address taken, if another one got it meanwhile.
  const addresses = new Addresses(records.filter((record) => isThere(record) && record.gone === undefined));
  const identified: Story[] = [];
  const problems: Problem[] = [];
  const storiesSeen = new Map<Slug, StorySeen>();

  for (const read of reads) {
    const record = held.get(read);
    if (!record) continue;
    const { slug, address = slug } = record;
    const isRenamed = fileOf(record) !== read.story.file;
    const story = withIdentity(read, slug, addresses.take(slug, ...(isRenamed ? [read.name] : []), address, read.name));
    identified.push(story);
    const seen = storySeenAt(story, markTold(record), now, read.last);
    storiesSeen.set(slug, addresses.withFormer({ ...seen, ...cleared(seen, record, now) }));
  }
  const settled = reads.filter((read) => held.has(read));
  const missing = missingStories({
    records: records.filter((record) => isTold(record) && !isThere(record)),
    forgotten: [...told].filter(([slug]) => !names.has(slug) && !stored.has(slug)),
    rules,
    now,
  });
  const doubts = new Map<Slug, string>();
  // Of two that nobody has seen, the one that was written second is the copy: its file has the first one's name and a number.
  const unseen = reads.filter((one) => !held.has(one)).toSorted((a, b) => compareNames(a.name, b.name));
  for (const read of unseen) {
    const before = provisional.get(read.story.file);
    const original = originalOf(read, copies.get(read.story.file), { records, recognised, settled });
    const slug = before && addresses.isFree(before.slug, before.slug) ? before.slug : freeSlug(read.name);
    if (original) {
      problems.push(copyProblem(read.story, original.file));
      storiesSeen.set(slug, { ...storySeenAt(withIdentity(read, slug, slug), before, now, read.last), copyOf: original.slug });
      continue;
    }
    const story = withIdentity(read, slug, addresses.take(slug, read.name, slug));
    identified.push(story);
    settled.push(read);
    const likely = missing.find((one) => one.isLike(read));
    if (likely) doubts.set(slug, doubtSentence(story, likely.called));
    const record = storySeenAt(story, before?.maybe === undefined ? undefined : before, now, read.last);
    storiesSeen.set(slug, { ...record, ...(likely ? { maybe: likely.slug } : before && cleared(record, before, now)) });
  }
  for (const record of known) {
    if (storiesSeen.has(record.slug)) continue;
    // One that comes back with a problem counts as gone until it can be read.
    const isUnreadable = !isProvisional(record) && isThere(record) && record.gone === undefined;
    storiesSeen.set(record.slug, isUnreadable ? unreadable(record) : goneAt(record, now));
  }
  return {
    stories: identified.toSorted((a, b) => (a.file < b.file ? -1 : 1)),
    doubts,
    problems: [...problems, ...renameNotes(identified, storiesSeen, now)],
    storiesSeen,
    changed: keepUnchanged(storiesSeen, stored),
  };

  /** Returns an identity for a new story: its file's name, or that with a number when another story has or had it. */
  function freeSlug(wanted: Slug): Slug {
    const isTaken = (slug: Slug) => !addresses.isFree(slug, slug) || storiesSeen.has(slug) || stored.has(slug);
    if (!isTaken(wanted)) return wanted;
    for (let number = 2; ; number += 1) {
      // biome-ignore lint/plugin/no-cast: a slug with a number is a slug.
      const slug = `${wanted}-${number}` as Slug;
      if (!isTaken(slug) && !reads.some(({ name }) => name === slug)) return slug;
    }
  }
}

/**
 * Returns what `identifyStories` finds if since `before` some present stories were told of for the first time, or recorded as told, and
 * nothing else has changed. Otherwise undefined. `identified`: nothing is to be written, no story is in doubt, a copy or renamed. Then
 * each file holds exactly what its record says, and who was told makes no difference to that.
 */
export function identifiedSince(
  before: Pick<IdentityInput, 'known' | 'told'> & { identified: Identified },
  { known, told }: Pick<IdentityInput, 'known' | 'told'>,
): Identified | undefined {
  const { identified } = before;
  const fresh = told === before.told ? [] : [...told.keys()].filter((slug) => !before.told.has(slug));
  const others = known === before.known ? [] : known.filter((record, i) => record !== before.known[i]);
  if (told.size !== before.told.size + fresh.length || known.length !== before.known.length) return undefined;
  if (fresh.length + others.length === 0) return identified;
  const present = new Set(identified.stories.map(({ slug }) => slug));
  const isPresent = (slug: Slug) => present.has(slug);
  const isTheSame = (record: StorySeen) => {
    const last = identified.storiesSeen.get(record.slug);
    return last !== undefined && sameStorySeen(withTold(last), withTold(record));
  };
  if (!fresh.every(isPresent) || !others.every((record) => isPresent(record.slug) && isTheSame(record))) return undefined;
  const stored = new Map(known.map((record) => [record.slug, record]));
  const storiesSeen = new Map(identified.storiesSeen);
  for (const slug of [...fresh, ...others.map((record) => record.slug)]) {
    const record = stored.get(slug);
    if (record) storiesSeen.set(slug, told.has(slug) ? withTold(record) : record);
  }
  return { ...identified, storiesSeen, changed: keepUnchanged(storiesSeen, stored) };
}

function compareNames(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function withTold(record: StorySeen): StorySeen {
  return record.told ? record : { ...record, told: true };
}

/** Returns the changed records. What is as it was becomes the `stored` object again, so that what was worked out of that still counts. */
function keepUnchanged(storiesSeen: Map<Slug, StorySeen>, stored: ReadonlyMap<Slug, StorySeen>): StorySeen[] {
  const changed: StorySeen[] = [];
  for (const [slug, record] of storiesSeen) {
    const before = stored.get(slug);
    if (before && sameStorySeen(before, record)) storiesSeen.set(slug, before);
    else changed.push(record);
  }
  return changed;
}

type Others = { records: readonly StorySeen[]; recognised: Recognised; settled: readonly ReadFile[] };

/**
 * Returns the original of a copy: it has the same title and time, and is still there. What was a copy stays one until its own title or
 * time is changed, also when the original is edited. So does an original that comes back, edited, when a copy has taken its place.
 */
function originalOf(
  { name, last }: ReadFile,
  copy: StorySeen | undefined,
  { records, recognised: { held, holders, isThere }, settled }: Others,
): { slug: Slug; file: string } | undefined {
  const isUnchanged = copy?.last !== undefined && hasTitleAndTime(copy.last, last);
  const isLike = (record: StorySeen) =>
    [record.last, holders.get(record.slug)?.last].some((one) => one !== undefined && hasTitleAndTime(one, last));
  const isFormer = ({ slug, formerAddresses = [], last: other }: StorySeen) =>
    [slug, ...formerAddresses].includes(name) && other !== undefined && resemblance(other, last) === 'same';
  const record = records.find((one) => isThere(one) && ((isUnchanged && one.slug === copy.copyOf) || isLike(one) || isFormer(one)));
  if (record) return { slug: record.slug, file: holders.get(record.slug)?.story.file ?? fileOf(record) };
  const twin = settled.find((one) => hasTitleAndTime(one.last, last));
  return twin && { slug: held.get(twin)?.slug ?? twin.name, file: twin.story.file };
}

/** A story that was held back until it was known to be a new one is published at that moment: digests since then have it. */
function cleared(record: StorySeen, { maybe }: StorySeen, now: Temporal.Instant): Partial<StorySeen> {
  return maybe === undefined ? {} : { publishedSeen: now, timeSeen: timeSeenOf(record) };
}

function withIdentity({ story }: ReadFile, slug: Slug, address: Slug): Story {
  if (story.slug === slug && address === slug) return story;
  return { ...story, slug, ...(address === slug ? {} : { address }) };
}

function copyProblem({ file }: Story, original: string): Problem {
  const sentence = `It has the same title and time as ${original}, so it counts as a copy, and nothing goes out for it. Delete one of the two. If it is a story of its own, give it another title.`;
  return { file, line: 1, sentence };
}

/** A rename is on the plan for a week. */
const SAID_FOR = { hours: 7 * 24 };

/** Returns a note on each file that got another name lately. */
function renameNotes(stories: readonly Story[], storiesSeen: ReadonlyMap<Slug, StorySeen>, now: Temporal.Instant): Problem[] {
  return stories.flatMap((story) => {
    const { renamedFrom, renamedAt } = storiesSeen.get(story.slug) ?? {};
    if (renamedFrom === undefined || !renamedAt || isAfter(now, renamedAt.add(SAID_FOR))) return [];
    return [{ file: story.file, line: 1, sentence: renamedSentence(story, renamedFrom), level: 'note' as const }];
  });
}

function renamedSentence({ file, slug, address = slug }: Story, from: string): string {
  const name = nameOf(file);
  const where =
    address === name
      ? 'its old address leads to the new one'
      : `its address still ends in /${address}, because /${name} leads to another story`;
  return `${file} is ${from} under a new name. It is still the same story: nothing goes out twice, and ${where}.`;
}

function nameOf(file: string): string {
  return fileNameOf(file).replace(/\.md$/u, '');
}
