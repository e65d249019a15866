/** Runs `work` for `size` items at a time, one batch after the other. Returns the result of each batch, in order. */
export async function inBatches<T, R>(items: readonly T[], size: number, work: (some: T[]) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += size) results.push(await work(items.slice(start, start + size)));
  return results;
}
