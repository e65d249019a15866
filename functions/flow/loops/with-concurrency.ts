/** Runs `work` over all items, at most `width` at once, in order of start. */
export async function inWindow<T>(items: readonly T[], maxAtOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(maxAtOnce, items.length) }, lane));
}
