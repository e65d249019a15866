import type { PlainPublications } from '#adapters/remembered-publications';
import type { World } from '#ports';
import type { Chance } from '#tests/simulation/chance';
import type { Checker } from '#tests/simulation/checker';
import type { Kernel } from '#tests/simulation/kernel';
import type { Protocol } from '#tests/simulation/protocol';

/** What one environment of a Lambda remembers. Its calls go through the wire of the invocation that runs in it. */
type Environment = { current: { publications: World['publications'] }; publications: World['publications'] };

/** AWS now and then takes a warm environment away. */
const TAKEN_AWAY = 0.05;

/** The environments of the tick: what a process remembers outlives an invocation and even its failure, but not its death. */
export class Environments {
  readonly #protocol: Protocol;
  readonly #kernel: Kernel;
  readonly #checker: Checker;
  readonly #chance: Chance;
  #free: Environment[] = [];

  constructor({ protocol, kernel, checker, chance }: { protocol: Protocol; kernel: Kernel; checker: Checker; chance: Chance }) {
    this.#protocol = protocol;
    this.#kernel = kernel;
    this.#checker = checker;
    this.#chance = chance;
  }

  /** Returns the world as an invocation sees it, in a warm environment if one is free. `leave`: it has ended, and did not die. */
  enter(world: World): { world: World; leave: () => void } {
    const environment = this.#free.pop() ?? this.#open(world);
    environment.current = world;
    const inside = new Proxy(world, {
      get: (target, port) => (port === 'publications' ? environment.publications : Reflect.get(target, port)),
    });
    return { world: inside, leave: () => void (this.#chance.happens(TAKEN_AWAY) || this.#free.push(environment)) };
  }

  /** A restore has put the tables back: everything begins anew. */
  close(): void {
    this.#free = [];
  }

  #open(world: World): Environment {
    const current = { publications: world.publications };
    const environment: Environment = { current, publications: current.publications };
    const plain = Object.fromEntries(
      Object.keys(world.publications).map((name) => [
        name,
        (...given: unknown[]) => (Reflect.get(environment.current.publications, name) as (...given: unknown[]) => unknown)(...given),
      ]),
    ) as unknown as PlainPublications;
    const remembered = this.#protocol.rememberedPublications(plain, { elapsedMs: () => this.#kernel.now });
    const all = async () => {
      const stored = new Map(this.#checker.versions);
      const records = await remembered.all();
      this.#checker.read(records, stored);
      return records;
    };
    environment.publications = { ...remembered, all };
    return environment;
  }
}
