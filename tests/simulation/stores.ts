import type { World } from '#ports';

/** A write that has landed, and what came of it. */
export type Write = { at: number; name: string; given: unknown[]; result: unknown };

/** The tables that a restore puts back; those of suppressions and switches it never does. */
const REWOUND: ReadonlySet<string> = new Set<keyof World>(['publications', 'ledger', 'socialLedger', 'texts', 'canary', 'subscribers']);
const KEPT: ReadonlySet<string> = new Set<keyof World>(['suppressions', 'switches']);
const READS =
  /\.(find|all|has|log|get|read|readForSending|page|idOf|chunk|group|groups|duplicates|parts|proof|retentionRun|storiesSeen|progress)$/;

/** The stores of one world, with all that was ever written to them, so that they can be put back to what they were. */
export class Stores {
  /** Its ports lead to wherever the stores are at the moment of an effect. */
  readonly world: World;
  readonly #open: () => World;
  readonly #keepsBooks: boolean;
  #current: World;
  #written: Write[] = [];

  constructor(open: () => World, keepsBooks: boolean) {
    this.#open = open;
    this.#keepsBooks = keepsBooks;
    this.#current = open();
    const ports = [...REWOUND, ...KEPT, 'sendContext'].map((port) => [port, this.#port(port)]);
    this.world = keepsBooks ? { ...this.#current, ...Object.fromEntries(ports) } : this.#current;
  }

  landed(write: Write): void {
    const [port = ''] = write.name.split('.');
    if (this.#keepsBooks && (REWOUND.has(port) || KEPT.has(port)) && !READS.test(write.name)) this.#written.push(write);
  }

  /** This moment, to come back to. */
  get position(): number {
    return this.#written.length;
  }

  /** Puts back what a restore puts back. Returns all writes that stand. */
  async rewind(position: number): Promise<readonly Write[]> {
    this.#written = this.#written.filter(({ name }, i) => i < position || KEPT.has(name.split('.')[0] ?? ''));
    this.#current = this.#open();
    for (const { name, given } of this.#written) {
      const [port = '', method = ''] = name.split('.');
      const effect = Reflect.get(Reflect.get(this.#current, port), method) as (...given: unknown[]) => Promise<unknown>;
      await effect(...given);
    }
    return this.#written;
  }

  #port(port: string): object {
    const effects = Reflect.get(this.#current, port) as object;
    return Object.fromEntries(
      Object.keys(effects).map((method) => [
        method,
        (...given: unknown[]) => (Reflect.get(Reflect.get(this.#current, port), method) as (...given: unknown[]) => unknown)(...given),
      ]),
    );
  }
}
