import { Heap } from '#tests/simulation/heap';

/** An invocation. After its death no `await` of it ends, so that no `finally` runs, as in a killed Lambda. */
export type Process = {
  readonly name: string;
  readonly began: number;
  /** How far its host's clock is off, in milliseconds: no code may depend on it. */
  readonly clockOff: number;
  readonly life: number;
  dead: boolean;
};

/** AWS kills an invocation after this time. */
export const LIFE_MS = 60_000;

/** Virtual time in milliseconds. Runs one event after another. */
export class Kernel {
  now: number;
  /** Await points passed. */
  steps = 0;
  /** The host's clock of the process that runs at this moment. */
  hostClock: number;
  readonly #heap = new Heap<() => void>();

  constructor(start: number) {
    this.now = start;
    this.hostClock = start;
  }

  after(ms: number, what: () => void): void {
    this.#heap.push(this.now + Math.max(0, Math.round(ms)), what);
  }

  /** Runs `body` as an invocation. Calls `ended` at its end, with its error if it failed; never when it died. */
  spawn(
    name: string,
    clockOff: number,
    body: (process: Process) => Promise<void>,
    ended?: (error?: unknown) => void,
    life = LIFE_MS,
  ): Process {
    const process: Process = { name, began: this.now, clockOff, life, dead: false };
    this.hostClock = this.now + clockOff;
    body(process).then(
      () => this.isAlive(process) && ended?.(),
      (error: unknown) => this.isAlive(process) && ended?.(error ?? new Error('It failed without an error.')),
    );
    return process;
  }

  isAlive(process: Process): boolean {
    return !process.dead && this.now - process.began <= process.life;
  }

  /** Runs `what` as part of a process, if that is still alive. */
  resume(process: Process, what: () => void): void {
    if (!this.isAlive(process)) return;
    this.hostClock = this.now + process.clockOff;
    what();
  }

  /** Runs event after event until `until` is true or no event is left. */
  async run(until: () => boolean): Promise<void> {
    while (!until()) {
      const next = this.#heap.pop();
      if (!next) return;
      this.now = next.at;
      next.value();
      await drained();
    }
  }
}

/** Resolves when every promise that can go on has gone on: Node empties the queue of promises before the next tick. */
function drained(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
