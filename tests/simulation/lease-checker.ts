import type { TickLease } from '#ports';
import type { Process } from '#tests/simulation/kernel';

/** Sees that a tick which works has the lease, so that no two work at once. What it knows comes from the effects, not from the store. */
export class LeaseChecker {
  #holder: string | undefined;
  readonly #asked = new WeakMap<Process, string>();
  readonly #fail: (sentence: string) => void;

  constructor(fail: (sentence: string) => void) {
    this.#fail = fail;
  }

  /** Checks a call that a process makes. */
  issued(name: string, given: unknown[], process: Process): void {
    if (process.name !== 'tick') return;
    if (name === 'publications.takeLease') this.#asked.set(process, (given[0] as TickLease).holder);
    else if (name !== 'publications.endLease' && this.#asked.get(process) !== this.#holder)
      this.#fail(`two ticks at once: ${name} without the lease`);
  }

  landed(name: string, given: unknown[], result: unknown): void {
    if (name === 'publications.takeLease' && result === 'taken') this.#holder = (given[0] as TickLease).holder;
    if (name === 'publications.endLease' && (given[0] as TickLease).holder === this.#holder) this.#holder = undefined;
  }
}
