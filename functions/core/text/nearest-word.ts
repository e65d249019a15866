/** Returns the closest candidate, or undefined: one typing error is allowed for each four characters, and at least one. */
export function nearestWord(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = plainForm(word);
  let best: { word: string; slips: number } | undefined;
  for (const candidate of candidates) {
    const slips = slipsBetween(wanted, plainForm(candidate));
    const allowed = Math.max(1, Math.floor(Math.max(wanted.length, candidate.length) / 4));
    if (slips <= allowed && (best === undefined || slips < best.slips)) best = { word: candidate, slips };
  }
  return best?.word;
}

/** Returns the sentence that ends a message: the word that was probably meant, or else `all` and every candidate. */
export function didYouMean(word: string, candidates: readonly string[], all: string): string {
  const near = nearestWord(word, candidates);
  return near === undefined ? `${all}: ${candidates.join(', ')}.` : `Did you mean "${near}"?`;
}

function plainForm(word: string): string {
  // No word of ours is longer than 80 characters, and the comparison costs the square of the length.
  return word
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/gu, '-')
    .slice(0, 80);
}

/** Counts characters added, left out, changed or swapped with their neighbour (optimal string alignment distance). */
function slipsBetween(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const changed = from[i - 1] === to[j - 1] ? 0 : 1;
      let slips = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + changed);
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) slips = Math.min(slips, (beforeLast[j - 2] ?? 0) + 1);
      row.push(slips);
    }
    beforeLast = last;
    last = row;
  }
  return last[to.length] ?? 0;
}
