// How like one text is to another, from a short sketch of each. The text itself need not be kept.
import { fnv32 } from '#core/text/fingerprint';

/** The most hashes in a sketch: two sketches then tell the likeness of two texts to about a tenth. */
const MOST_HASHES = 24;

/** Returns the sketch of a text: the smallest hashes of its pairs of neighbouring words, in order. Case and punctuation do not count. */
export function textSketch(text: string): string {
  const words = wordsOf(text);
  const pairs = words.length < 2 ? words : words.slice(1).map((word, i) => `${words[i]} ${word}`);
  const hashes = [...new Set(pairs.map((pair) => fnv32(pair)))].sort((a, b) => a - b);
  return hashes
    .slice(0, MOST_HASHES)
    .map((hash) => hash.toString(36))
    .join(' ');
}

/** Returns the part of the pairs of words that two sketched texts share, from 0 to 1: the smallest hashes of both are a fair sample. */
export function likeness(a: string, b: string): number {
  const [some, others] = [new Set(a.split(' ')), new Set(b.split(' '))];
  const all = [...new Set([...some, ...others])].sort((one, other) => Number.parseInt(one, 36) - Number.parseInt(other, 36));
  const sample = all.slice(0, MOST_HASHES);
  return sample.filter((hash) => some.has(hash) && others.has(hash)).length / sample.length;
}

/** Returns the part of the words that two short texts share, from 0 to 1. */
export function sharedWords(a: string, b: string): number {
  const [some, others] = [new Set(wordsOf(a)), new Set(wordsOf(b))];
  const all = new Set([...some, ...others]);
  return all.size === 0 ? 0 : [...some].filter((word) => others.has(word)).length / all.size;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
