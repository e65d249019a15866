// Three versions of a sequence as one: what only one side changed is taken, and what both changed crosses.
import { diff3MergeRegions } from 'node-diff3';

/** What stands for one part in the comparison, such as the text of a paragraph. */
export type Sides<T> = { base: T; mine: T; theirs: T };
/** Parts that are settled, or parts that both sides changed. */
export type Region<T> = { settled: T[] } | { crossing: Sides<T[]> };

/** Longer sequences are compared as a whole: the comparison of thousands of like parts would take minutes. */
const MOST_PARTS = 600;

/** Merges sequences of parts. `textOf`: two parts with the same text are the same. Parts that stay are those of `theirs`. */
export function mergeSequences<T>(all: Sides<T[]>, textOf: (part: T) => string): Region<T>[] {
  // The library looks texts up in an object, in which "constructor" would be found.
  const keys = each(all, (parts) => parts.map((part) => `=${textOf(part)}`));
  const { head, tail } = sharedEnds(keys);
  const inner = each(all, (parts) => parts.slice(head, parts.length - tail));
  const innerKeys = each(keys, (parts) => parts.slice(head, parts.length - tail));
  const { length } = all.theirs;
  return [
    { settled: all.theirs.slice(0, head) },
    ...(Math.max(inner.base.length, inner.mine.length, inner.theirs.length) > MOST_PARTS
      ? [settle(inner, textOf)]
      : mergeInner(inner, innerKeys, textOf)),
    { settled: all.theirs.slice(length - tail) },
  ];
}

/** Returns how many parts at the beginning and at the end are the same in all versions. */
function sharedEnds({ base, mine, theirs }: Sides<string[]>): { head: number; tail: number } {
  const shortest = Math.min(base.length, mine.length, theirs.length);
  let [head, tail] = [0, 0];
  while (head < shortest && base[head] === mine[head] && base[head] === theirs[head]) head += 1;
  const same = (place: number) => base.at(place) === mine.at(place) && base.at(place) === theirs.at(place);
  while (tail < shortest - head && same(-1 - tail)) tail += 1;
  return { head, tail };
}

function mergeInner<T>({ base, mine, theirs }: Sides<T[]>, keys: Sides<string[]>, textOf: (part: T) => string): Region<T>[] {
  let next = 0;
  return diff3MergeRegions(keys.mine, keys.base, keys.theirs).flatMap((region): Region<T>[] => {
    if (!region.stable) {
      const { aStart, aLength, oStart, oLength, bStart, bLength } = region;
      next = bStart + bLength;
      const crossing = {
        base: base.slice(oStart, oStart + oLength),
        mine: mine.slice(aStart, aStart + aLength),
        theirs: theirs.slice(bStart, next),
      };
      return oneByOne(crossing, textOf);
    }
    const { buffer, bufferStart, bufferLength, bufferContent } = region;
    const parts = { a: mine, b: theirs, o: base }[buffer].slice(bufferStart, bufferStart + bufferLength);
    if (buffer === 'b') next = bufferStart + bufferLength;
    if (buffer !== 'o') return [{ settled: parts }];
    // The same words may have other line ends in their version.
    const settled = parts.map((part, index) => {
      const found = keys.theirs.indexOf(bufferContent[index] ?? '', next);
      if (found !== -1) next = found + 1;
      return theirs[found] ?? part;
    });
    return [{ settled }];
  });
}

/** Neighbours that each side changed are settled one by one, when no part came or went. */
function oneByOne<T>(all: Sides<T[]>, textOf: (part: T) => string): Region<T>[] {
  const { base, mine, theirs } = all;
  if (base.length !== mine.length || base.length !== theirs.length) return [settle(all, textOf)];
  return base.map((part, index) =>
    settle({ base: [part], mine: mine.slice(index, index + 1), theirs: theirs.slice(index, index + 1) }, textOf),
  );
}

function settle<T>(all: Sides<T[]>, textOf: (part: T) => string): Region<T> {
  const text = (parts: T[]) => JSON.stringify(parts.map(textOf));
  const [base, mine, theirs] = [text(all.base), text(all.mine), text(all.theirs)];
  if (mine === base || mine === theirs) return { settled: all.theirs };
  return theirs === base ? { settled: all.mine } : { crossing: all };
}

/** Returns what becomes of each version. */
export function each<A, B>({ base, mine, theirs }: Sides<A>, change: (side: A) => B): Sides<B> {
  return { base: change(base), mine: change(mine), theirs: change(theirs) };
}
