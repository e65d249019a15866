type Entry<T> = { at: number; order: number; value: T };

/** A queue by time. Entries of the same time come in the order in which they were pushed. */
export class Heap<T> {
  readonly #entries: Entry<T>[] = [];
  #order = 0;

  get size(): number {
    return this.#entries.length;
  }

  push(at: number, value: T): void {
    const entries = this.#entries;
    const entry = { at, order: this.#order++, value };
    let i = entries.length;
    entries.push(entry);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(entry, entries[parent] as Entry<T>)) break;
      entries[i] = entries[parent] as Entry<T>;
      i = parent;
    }
    entries[i] = entry;
  }

  pop(): { at: number; value: T } | undefined {
    const entries = this.#entries;
    const first = entries[0];
    const last = entries.pop();
    if (!first || !last || entries.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= entries.length) break;
      if (child + 1 < entries.length && before(entries[child + 1] as Entry<T>, entries[child] as Entry<T>)) child += 1;
      if (!before(entries[child] as Entry<T>, last)) break;
      entries[i] = entries[child] as Entry<T>;
      i = child;
    }
    entries[i] = last;
    return first;
  }
}

function before(a: Entry<unknown>, b: Entry<unknown>): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
