// Three versions of a sequence as one: what only one side changed is taken, and what both changed crosses.
import { diff3MergeRegions } from 'node-diff3';

/** What stands for one part in the comparison, such as the text of a paragraph. */
export type Sides<T> = { base: T; mine: T; theirs: T };
/** Parts that are settled, or parts that both sides changed. */
export type Region<T> = { settled: T[] } | { crossing: Sides<T[]> };

/** Longer sequences are compared as a whole: the comparison of thousands of like parts would take minutes. */
const MOST_PARTS = 1500;

/** Merges sequences of parts. `textOf`: two parts with the same text are the same. Parts that stay are those of `theirs`. */
export function mergeSequences<T>({ base, mine, theirs }: Sides<T[]>, textOf: (part: T) => string): Region<T>[] {
  // The library looks texts up in an object, in which "constructor" would be found.
  const keys = (parts: T[]) => parts.map((part) => `=${textOf(part)}`);
  if (Math.max(base.length, mine.length, theirs.length) > MOST_PARTS) return [settle({ base, mine, theirs }, textOf)];
  let next = 0;
  return diff3MergeRegions(keys(mine), keys(base), keys(theirs)).flatMap((region): Region<T>[] => {
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
    const { buffer, bufferStart, bufferLength } = region;
    const parts = { a: mine, b: theirs, o: base }[buffer].slice(bufferStart, bufferStart + bufferLength);
    if (buffer === 'a') return [{ settled: parts }];
    if (buffer === 'b') next = bufferStart + bufferLength;
    // The same words may have other line ends in their version.
    const settled = parts.map((part) => {
      const index = theirs.findIndex((other, at) => at >= next && textOf(other) === textOf(part));
      if (buffer === 'o' && index !== -1) next = index + 1;
      return buffer === 'o' ? (theirs[index] ?? part) : part;
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
