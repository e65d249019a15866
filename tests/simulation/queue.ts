import type { Chance } from '#tests/simulation/chance';
import type { Kernel, Process } from '#tests/simulation/kernel';

/** Rates from 0 to 1, and the longest delay of a late message. */
export type Behaviour = { lost: number; doubled: number; late: number; mostLateMs: number };

const VISIBILITY_MS = 150_000;

/** SQS: at least once, in any order, again when a receiver fails or dies, and a dead letter after `tries`. Waits while `isClosed`. */
export class Queue<T> {
  /** How many messages will still be received. */
  waiting = 0;
  readonly #kernel: Kernel;
  readonly #chance: Chance;
  readonly #receive: (message: T, ended: (error?: unknown) => void) => Process;
  readonly #tries: number;
  readonly #deadLetter: ((message: T) => void) | undefined;
  readonly #isClosed: () => boolean;

  constructor(
    kernel: Kernel,
    chance: Chance,
    tries: number,
    receive: (message: T, ended: (error?: unknown) => void) => Process,
    { deadLetter, isClosed = () => false }: { deadLetter?: (message: T) => void; isClosed?: () => boolean } = {},
  ) {
    this.#kernel = kernel;
    this.#chance = chance;
    this.#tries = tries;
    this.#deadLetter = deadLetter;
    this.#isClosed = isClosed;
    this.#receive = receive;
  }

  put(message: T, behaviour: Behaviour): void {
    const { lost, doubled, late, mostLateMs } = behaviour;
    if (this.#chance.happens(lost)) return;
    for (const _ of this.#chance.happens(doubled) ? [1, 2] : [1]) {
      const delay = this.#chance.happens(late) ? this.#chance.between(0, mostLateMs) : this.#chance.between(20, 400);
      this.deliver(message, delay);
    }
  }

  deliver(message: T, delay: number, tries = this.#tries): void {
    this.waiting += 1;
    this.#kernel.after(delay, () => {
      if (this.#isClosed()) {
        this.waiting -= 1;
        this.deliver(message, 60_000, tries);
        return;
      }
      let done = false;
      this.#receive(message, (error) => {
        if (error !== undefined || done) return;
        done = true;
        this.waiting -= 1;
      });
      this.#kernel.after(VISIBILITY_MS, () => {
        if (done) return;
        done = true;
        this.waiting -= 1;
        if (tries > 1) this.deliver(message, 0, tries - 1);
        else this.#deadLetter?.(message);
      });
    });
  }
}
