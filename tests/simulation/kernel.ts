import { Heap } from '#tests/simulation/heap';

/** An invocation. Once dead, none of its waiting ends: no `finally` runs, as in a killed Lambda. */
export type Process = {
  readonly name: string;
  readonly began: number;
  /** How far its host's clock is off, in milliseconds: nothing may depend on it. */
  readonly clockOff: number;
  readonly life: number;
  dead: boolean;
};

/** What AWS gives an invocation before it kills it. */
export const LIFE_MS = 60_000;

/** Virtual time in milliseconds, and one thing after another in it. */
export class Kernel {
  now: number;
  /** Await points passed. */
  steps = 0;
  /** What the host's clock reads for whoever runs at this moment. */
  hostClock: number;
  readonly #heap = new Heap<() => void>();

  constructor(start: number) {
    this.now = start;
    this.hostClock = start;
  }

  after(ms: number, what: () => void): void {
    this.#heap.push(this.now + Math.max(0, Math.round(ms)), what);
  }

  /** Runs `body` as an invocation; `ended` hears how it ended, and nothing when it died. */
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
      (error: unknown) => this.isAlive(process) && ended?.(error ?? new Error('It failed without a word.')),
    );
    return process;
  }

  isAlive(process: Process): boolean {
    return !process.dead && this.now - process.began <= process.life;
  }

  /** Lets `what` go on with a process, if it still lives. */
  resume(process: Process, what: () => void): void {
    if (!this.isAlive(process)) return;
    this.hostClock = this.now + process.clockOff;
    what();
  }

  /** Goes from event to event until `until` says so, or nothing is left to happen. */
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

/** Every promise that can go on has gone on: Node empties the queue of promises before the next tick. */
function drained(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
