/**
 * Runs `work` for each item in turn, and continues after an item that fails: one faulty publication must not stop the others.
 * `failures`: earlier errors, which are thrown too.
 * @throws at the end when any item failed: the one error, or an AggregateError of several.
 */
export async function forEachOnItsOwn<T>(items: Iterable<T>, work: (item: T) => Promise<void>, failures: unknown[] = []): Promise<void> {
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length === 1) throw failures[0];
  const sentences = failures.map((failure) => (failure instanceof Error ? failure.message : String(failure)));
  if (failures.length > 1) throw new AggregateError(failures, sentences.join(' '));
}
