/** Runs the cases twenty at a time: one by one they take seconds, and all at once they need one socket each. */
export async function inTurns<C, R>(cases: C[], run: (one: C, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < cases.length; start += 20) {
    results.push(...(await Promise.all(cases.slice(start, start + 20).map((one, i) => run(one, start + i)))));
  }
  return results;
}
