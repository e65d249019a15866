// The UK's SMOG grade, as in the NHS digital service manual: about five above the American one.

/** The formula was made for 30 sentences; below 10 it says nothing. */
const LEAST_SENTENCES = 10;

/** Returns the years of schooling that a text needs: 10 is easy, above 14 most people struggle. Undefined for a short text. */
export function smog(sentences: readonly string[]): number | undefined {
  if (sentences.length < LEAST_SENTENCES) return undefined;
  const long = sentences.flatMap((sentence) => sentence.match(/\p{L}+/gu) ?? []).filter((word) => syllablesIn(word) >= 3).length;
  return Math.sqrt((long * 30) / sentences.length) + 8;
}

/** Counts groups of vowels without a silent ending: right for nine English words in ten. */
function syllablesIn(word: string): number {
  const sounded = word
    .toLowerCase()
    .replace(/(?:[^laeiouy]e|[^aeioutd]ed|es)$/u, '')
    .replace(/^y/u, '');
  return Math.max(1, sounded.match(/[aeiouy]{1,2}/gu)?.length ?? 0);
}
