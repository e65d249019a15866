// The editor's content as it counts: with the last good rules while the present ones have a problem.
import type { Temporal } from 'temporal-polyfill';
import type { Problem } from '#core/parsing/problem';
import { type Newsroom, readNewsroom, withRules, writeRules } from '#core/story/snapshot';
import type { LastGoodRules, Progress, World } from '#ports';

export type Sources = Awaited<ReturnType<World['content']['read']>>;

/** The new rules are not in force. `problems`: why not; `since`: the newest tick at which the rules that count were in the file. */
export type NotInForce = { problems: Problem[]; since: Temporal.Instant };

/**
 * `sources`: the files, with the rules that count. `newsroom`: absent when neither the present rules nor earlier ones can be read.
 * `problems`: those of all files. `notInForce`: present while earlier rules count.
 */
export type ContentRead = { sources: Sources; newsroom?: Newsroom; problems: Problem[]; notInForce?: NotInForce };

/** Reads the content. While the present rules have a problem, the last good ones count. Changes nothing. */
export async function readContent(
  { texts }: Pick<World, 'texts'>,
  present: Sources,
  lastGood: LastGoodRules | undefined,
): Promise<ContentRead> {
  const { newsroom, problems } = readNewsroom(present);
  if (newsroom) return { sources: present, newsroom, problems };
  if (!lastGood) return { sources: present, problems };
  const sources = await withLastGood(texts, present, lastGood);
  const earlier = readNewsroom(sources);
  if (!earlier.newsroom) return { sources: present, problems };
  return {
    sources,
    newsroom: earlier.newsroom,
    problems: [...problems, ...earlier.problems],
    notInForce: { problems, since: lastGood.at },
  };
}

/** True when no file has changed: the content port returns the same object until it fetches a file again. */
export function areSame(a: Sources, b: Sources): boolean {
  const each = <T>(some: readonly T[], others: readonly T[]) => some.length === others.length && some.every((one, i) => one === others[i]);
  return a.rules === b.rules && each(a.stories, b.stories) && each(a.images, b.images);
}

/** The last good rules as a warm process has read or sealed them, by its store. */
const known = new WeakMap<World['texts'], { address: string; sealed: string }>();

async function withLastGood(texts: World['texts'], present: Sources, { sealed: address }: LastGoodRules): Promise<Sources> {
  const before = known.get(texts);
  const sealed = before?.address === address ? before.sealed : await texts.get(address);
  known.set(texts, { address, sealed });
  return withRules(present, sealed);
}

/** Seals the rules of this tick, if they are good. Returns what the progress says of them from now on. May throw; safe to repeat. */
export async function sealRules(
  { texts }: Pick<World, 'texts'>,
  { sources, newsroom, notInForce }: Pick<ContentRead, 'sources' | 'newsroom' | 'notInForce'>,
  progress: Progress | undefined,
  now: Temporal.Instant,
): Promise<LastGoodRules | undefined> {
  if (!newsroom || notInForce) return progress?.lastGood;
  const sealed = writeRules(sources, newsroom.rules);
  const before = known.get(texts);
  // After a restore the process may know of a text that the store has lost, but then the progress names another one.
  const isStored = before?.sealed === sealed && before.address === progress?.lastGood?.sealed;
  const address = isStored ? before.address : await texts.put(sealed);
  known.set(texts, { address, sealed });
  return { sealed: address, at: now };
}
