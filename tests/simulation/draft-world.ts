// The desk's drafts and the content behind a bad network: requests are lost, doubled and late, and processes die between any two calls.
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { Temporal } from 'temporal-polyfill';
import { partitions } from '#adapters/stores';
import type { DraftId } from '#core/draft/draft';
import type { Content, World } from '#ports';
import { type Chance, chance as chanceOf } from '#tests/simulation/chance';
import { DraftChecker } from '#tests/simulation/draft-checker';
import { clientOf, DraftTable } from '#tests/simulation/draft-table';
import { FAULTS, type FaultSource } from '#tests/simulation/faults';
import { Kernel, type Process } from '#tests/simulation/kernel';
import type { Protocol } from '#tests/simulation/protocol';
import { ZERO } from '#tests/simulation/simulation-context';
import { type Trace, Wire } from '#tests/simulation/wire';

/** How often the network fails, of each request. */
type Network = { lost: number; doubled: number; unanswered: number; lateMs: number };

/** The browser gives up after this time. */
const PATIENCE_MS = 30_000;

export class DraftWorld {
  readonly kernel = new Kernel(ZERO);
  readonly checker = new DraftChecker();
  readonly chance: Chance;
  readonly wire: Wire;
  /** Every text that a file of the content has had, as `file` and text. */
  readonly had = new Set<string>();
  readonly #protocol: Protocol;
  readonly #table = new DraftTable();
  readonly #files: Map<string, Uint8Array>;
  readonly #stores: World;
  readonly #network: Network;
  #processes = 0;
  #nonces = 0;
  #busy = 0;
  #words = 0;

  constructor(protocol: Protocol, seed: number, trace?: Trace) {
    this.#protocol = protocol;
    this.chance = chanceOf(seed);
    const { world, files } = protocol.openMemoryWorld();
    [this.#stores, this.#files] = [world, files];
    const bad = () => (this.chance.happens(0.6) ? this.chance.unit() ** 2 * 0.3 : 0);
    this.#network = { lost: bad(), doubled: bad(), unanswered: bad(), lateMs: this.chance.pick([200, 5_000, 60_000]) };
    const watcher = {
      issued: () => undefined,
      landed: (name: string, given: unknown[], result: unknown) => this.#landed(name, given, result),
    };
    this.wire = new Wire(this.kernel, chanceOf(seed, 1), faultsOf(chanceOf(seed, 3)), watcher, { trace });
  }

  get now(): Temporal.Instant {
    return Temporal.Instant.fromEpochMilliseconds(this.kernel.now);
  }

  sleep(ms: number): Promise<void> {
    this.#busy += 1;
    return new Promise((resolve) =>
      this.kernel.after(ms, () => {
        this.#busy -= 1;
        resolve();
      }),
    );
  }

  /** Returns a word that nobody has written before. */
  word(): string {
    this.#words += 1;
    return `w${this.#words}`;
  }

  /** Somebody writes a file in the folder, and the content has it. */
  edit(file: string, text: string): void {
    this.#files.set(file, new TextEncoder().encode(text));
    this.had.add(`${file}\n${text}`);
    this.checker.edited(file, text);
  }

  textOf(file: string): string | undefined {
    const bytes = this.#files.get(file);
    return bytes && new TextDecoder().decode(bytes);
  }

  /** Sends a request to the desk. Returns its answer; undefined when none came in time. `draft`: what it publishes. */
  request<A>(work: (desk: World) => Promise<A>, draft?: DraftId): Promise<A | undefined> {
    const { chance, kernel } = this;
    const { lost, doubled, unanswered, lateMs } = this.#network;
    this.#busy += 1;
    return new Promise((resolve) => {
      kernel.after(PATIENCE_MS, () => {
        this.#busy -= 1;
        resolve(undefined);
      });
      const deliver = (after: number, isAnswered: boolean) =>
        kernel.after(after, () =>
          this.#spawn(draft, async (desk) => {
            const answer = await work(desk);
            if (isAnswered) kernel.after(chance.between(5, 200), () => resolve(answer));
          }),
        );
      if (!chance.happens(lost)) deliver(chance.unit() * lateMs, !chance.happens(unanswered));
      if (chance.happens(doubled)) deliver(chance.unit() * 4 * lateMs, chance.happens(0.5));
    });
  }

  /** Runs until nobody has anything more to do, and judges. */
  async conclude(): Promise<void> {
    await this.kernel.run(() => this.checker.violations.length > 0);
    if (this.checker.violations.length > 0) return;
    if (this.#busy > 0) throw new Error('A writer of the simulation waits for ever.');
    const drafts = this.#protocol.dynamoDrafts(
      clientOf((command) => this.#table.send(command)),
      'desk',
    );
    const { stories } = await this.#stores.content.read();
    await this.checker.conclude(drafts, await this.#protocol.draftsToPublish({ drafts }, await drafts.all(), stories));
  }

  #spawn(draft: DraftId | undefined, work: (desk: World) => Promise<void>): void {
    this.#processes += 1;
    this.kernel.spawn(
      `desk-${this.#processes}`,
      0,
      (process) => work(this.#desk(process, draft)),
      (error) => {
        if (error instanceof Error && !error.message.endsWith('gave no answer.')) this.checker.fail(`error: ${error.message}`);
      },
    );
  }

  #desk(process: Process, draft: DraftId | undefined): World {
    const { table, content } = this.wire.view(
      { table: { send: (command: unknown) => this.#send(command) }, content: this.#stores.content },
      process,
    );
    // The store takes no notice of the draft: it is for the watcher.
    const save = content.save as (...given: unknown[]) => ReturnType<Content['save']>;
    const remove = content.remove as (...given: unknown[]) => ReturnType<Content['remove']>;
    return {
      ...this.#stores,
      drafts: this.#protocol.dynamoDrafts(
        clientOf((command) => table.send(command)),
        'desk',
      ),
      content: {
        read: () => content.read(),
        image: (src) => content.image(src),
        save: (...given) => save(...given, draft),
        remove: (...given) => remove(...given, draft),
        addImage: (...given) => content.addImage(...given),
      },
      machine: { ...this.#stores.machine, nonce: () => this.#nonce() },
    };
  }

  /** Whatever is erased must have been deleted for thirty days, and never published. */
  async #send(command: unknown): Promise<object> {
    const erased = command instanceof DeleteItemCommand && command.input.Key?.pk?.S;
    if (typeof erased === 'string' && erased.startsWith(partitions.drafts.key)) {
      const draft = erased.slice(partitions.drafts.key.length);
      const newest = this.#table.newest(draft);
      // Of a draft that is gone, nothing is left to be erased.
      if (newest) this.checker.erased(draft, newest, this.now);
    }
    return this.#table.send(command);
  }

  #nonce(): string {
    this.#nonces += 1;
    return `draft-${this.#nonces}`;
  }

  #landed(name: string, given: unknown[], result: unknown): void {
    if (name === 'content.remove' && result === 'removed') this.checker.removed(String(given[0]));
    if (name !== 'content.save' || result === 'stale') return;
    const [file, bytes, , draft] = given as [string, Uint8Array, string | undefined, DraftId | undefined];
    const text = new TextDecoder().decode(bytes);
    this.had.add(`${file}\n${text}`);
    this.checker.landed(file, text, draft);
  }
}

/** Draws a mix of faults, which strike until all writers have gone home. */
function faultsOf(chance: Chance): FaultSource {
  const rates = FAULTS.map((fault) => ({ fault, rate: chance.happens(0.5) ? chance.unit() ** 2 * 0.2 : 0 }));
  return () => {
    let at = chance.unit();
    for (const { fault, rate } of rates) {
      at -= rate;
      if (at < 0) return fault;
    }
    return undefined;
  };
}
