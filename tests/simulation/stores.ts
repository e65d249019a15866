import type { World } from '#ports';

/** A write that has landed, and its result. */
export type Write = { at: number; name: string; given: unknown[]; result: unknown };

/** The stores that a restore puts back. It never puts back suppressions, switches and drafts. */
const REWOUND: ReadonlySet<string> = new Set<keyof World>([
  'publications',
  'ledger',
  'socialLedger',
  'texts',
  'canary',
  'canaryReturns',
  'subscribers',
]);
const KEPT: ReadonlySet<string> = new Set<keyof World>(['suppressions', 'switches', 'drafts']);
const READS =
  /\.(find|newest|versions|all|has|log|get|read|readForSending|page|alike|idOf|chunk|newestChunk|openChunks|group|groups|duplicates|parts|proof|retentionRun|peopleMonths|storiesSeen|announced|some|certificate|discrepancies|progress|morningSummary)$/;

/** The stores of one world, with every write to them, so that they can be put back to an earlier moment. */
export class Stores {
  /** Its ports lead to the current stores at the moment of an effect, before or after a rewind. */
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

  /** Returns this moment for a later `rewind`. */
  get position(): number {
    return this.#written.length;
  }

  /** Puts back the stores that a restore puts back. Returns the writes that are kept. */
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
