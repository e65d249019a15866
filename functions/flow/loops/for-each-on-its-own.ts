/**
 * Runs `work` for each item in turn, whatever becomes of the others: one publication that cannot go on must not stop the rest.
 * @throws at the end when any item failed: its error, or an AggregateError of several. `failures`: errors from before, thrown with
 * them.
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
