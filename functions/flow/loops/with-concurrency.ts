/** Runs `work` for every item, at most `maxAtOnce` at once, starting in the items' order. Rejects with the first error. */
export async function inWindow<T>(items: readonly T[], maxAtOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(maxAtOnce, items.length) }, lane));
}
