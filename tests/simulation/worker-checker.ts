import type { DeliveryChange, GroupAddress } from '#core/delivery/ledger';
import type { Outcome } from '#core/delivery/outcome';
import type { Mailer } from '#ports';
import type { Kernel, Process } from '#tests/simulation/kernel';

/** A worker reads the switches again before a group after this time. */
const SWITCHES_MS = 5_000;
/** Groups of one worker whose outcomes may be open at once. */
const OPEN_GROUPS = 2;

/** What is known of one worker's invocation. `open`: by group, the calls without an answer and the outcomes that are not written. */
type Worker = {
  switchesRead: number;
  claimed: Set<string>;
  open: Map<string, { calls: number; outcomes: number }>;
  stopped: boolean;
};

/**
 * Sees what each worker that sends a chunk may leave behind: at most two groups with open outcomes, no claim without a look at the
 * switches, and no call after the provider has said that it takes no more.
 */
export class WorkerChecker {
  readonly #workers = new WeakMap<Process, Worker>();
  readonly #kernel: Kernel;
  readonly #fail: (sentence: string) => void;

  constructor(kernel: Kernel, fail: (sentence: string) => void) {
    this.#kernel = kernel;
    this.#fail = fail;
  }

  /** Checks a call that a process makes. */
  issued(name: string, given: unknown[], process: Process): void {
    const worker = this.#workers.get(process);
    if (!worker) return;
    if (name === 'ledger.change' && isClaim(given[1] as DeliveryChange[])) this.#claims(worker, groupOf(given[0] as GroupAddress));
    if (name !== 'mailer.send') return;
    if (worker.stopped) this.#fail('after a stop: a worker made a call after its provider had said that it takes no more');
    this.#count(worker, given[0], { calls: 1, outcomes: 0 });
  }

  /** Sees the end of a call for its process. */
  ended(name: string, given: unknown[], process: Process, result: unknown): void {
    if (name === 'sendContext.read' && result !== undefined)
      this.#workers.set(process, { switchesRead: this.#kernel.now, claimed: new Set(), open: new Map(), stopped: false });
    const worker = this.#workers.get(process);
    if (!worker) return;
    if (name === 'switches.read' && result !== undefined) worker.switchesRead = this.#kernel.now;
    if (name === 'mailer.send') {
      const { kind } = result as Outcome;
      this.#count(worker, given[0], { calls: -1, outcomes: kind === 'unknown' ? 0 : 1 });
      if (kind === 'stopped' || kind === 'try-later') worker.stopped = true;
    }
    // The code may try again to write what was not written: that is not looked at.
    if (name === 'ledger.change' && !isClaim(given[1] as DeliveryChange[])) {
      const group = worker.open.get(groupOf(given[0] as GroupAddress));
      if (group) group.outcomes = 0;
    }
  }

  /** Checks the first claim of a group; later ones only repeat it. */
  #claims(worker: Worker, group: string): void {
    if (worker.claimed.has(group)) return;
    worker.claimed.add(group);
    if (this.#kernel.now - worker.switchesRead > SWITCHES_MS)
      this.#fail(`switches: a group was claimed ${this.#kernel.now - worker.switchesRead} ms after the worker had read them`);
    const open = [...worker.open.values()].filter(({ calls, outcomes }) => calls + outcomes > 0).length;
    if (open >= OPEN_GROUPS) this.#fail(`too many in doubt: a group was claimed while ${open} of the worker were open`);
  }

  #count(worker: Worker, mail: unknown, more: { calls: number; outcomes: number }): void {
    const { tag } = mail as Parameters<Mailer['send']>[0];
    if (tag.kind !== 'delivery') return;
    const group = worker.open.get(groupOf(tag.at)) ?? { calls: 0, outcomes: 0 };
    worker.open.set(groupOf(tag.at), { calls: group.calls + more.calls, outcomes: group.outcomes + more.outcomes });
  }
}

const groupOf = ({ publication, chunk, group }: GroupAddress): string => `${publication} ${chunk} ${group}`;
const isClaim = (changes: DeliveryChange[]): boolean => changes.some(({ to }) => to.state === 'attempting');
