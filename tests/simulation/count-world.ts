// People who change their choices and names, and are erased, while counts of who has chosen alike and word lists are kept, behind calls
// that fail, are late, or kill who made them.
import { Temporal } from 'temporal-polyfill';
import type { PlainSubscribers } from '#adapters/counted-subscribers';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { type Chance, chance as chanceOf } from '#tests/simulation/chance';
import { FAULTS, type FaultSource } from '#tests/simulation/faults';
import { Kernel, type Process } from '#tests/simulation/kernel';
import type { Protocol } from '#tests/simulation/protocol';
import { ZERO } from '#tests/simulation/simulation-context';
import { subscriberOf } from '#tests/simulation/subscribers';
import { add, emptyTally, type Tally } from '#tests/simulation/tally';
import { type Trace, Wire } from '#tests/simulation/wire';

const MINUTE = 60_000;
/** Rounds come as often as those of a tick (functions/flow/tick.ts). */
const ROUND_MINUTES = 20;
const FIRST_ROUND_MINUTES = 7;
/** Some worlds last until everybody has been read again for the counts. */
const LONG_MINUTES = 27 * 60;
const SHORT_MINUTES = 5 * 60;
/** Processes of an earlier release, which leaves no notes, still work at the first round. */
const DEPLOYED_MINUTES = 10;
const WRITES = ['people.save', 'people.unsubscribe', 'people.markAs', 'people.remove'];
const NAMES = ['Ama Smith', 'Ama Jones', 'Ben Smith', 'Ben Jones'];
const WORDS = ['ama', 'ben', 'smith', 'jones'];

/** Since `at` a person counts under `key`, absent: not at all; and has this name, absent: there is no such person. */
type Change = { at: number; key: string | undefined; name: string | undefined };

class CountWorld {
  readonly kernel = new Kernel(ZERO);
  readonly wire: Wire;
  readonly violations: string[] = [];
  /** How many readings were compared. */
  counted = 0;
  readonly #chance: Chance;
  readonly #protocol: Protocol;
  readonly #plain: PlainSubscribers;
  readonly #people: Subscriber[];
  readonly #history = new Map<SubscriberId, Change[]>();
  /** Those of whom nothing may be kept until they are saved again. */
  readonly #erased = new Set<SubscriberId>();
  #nonces = 0;
  /** A process that remembers what it has read. */
  #warm: ReturnType<Protocol['countedSubscribers']> | undefined;

  constructor(protocol: Protocol, seed: number, trace?: Trace) {
    this.#protocol = protocol;
    this.#chance = chanceOf(seed);
    const names = Array.from({ length: 3 + this.#chance.below(4) }, (_, i) => `reader-${i}`);
    const naming = chanceOf(seed, 4);
    this.#people = names.map((name) => ({ ...subscriberOf(name, 'confirmed'), name: naming.pick(NAMES) }));
    const known = this.#people.filter(() => this.#chance.happens(0.6));
    this.#plain = protocol.plainMemoryPeople(known).subscribers;
    for (const one of this.#people)
      this.#history.set(one.id, [
        known.includes(one) ? { at: 0, key: keyOf(one), name: one.name } : { at: 0, key: undefined, name: undefined },
      ]);
    const watcher = { issued: () => undefined, landed: (name: string, given: unknown[]) => this.#landed(name, given) };
    this.wire = new Wire(this.kernel, chanceOf(seed, 1), faultsOf(chanceOf(seed, 3)), watcher, { trace });
    this.#schedule();
  }

  #schedule(): void {
    const { kernel } = this;
    const chance = this.#chance;
    const minutes = chance.happens(0.2) ? LONG_MINUTES : SHORT_MINUTES;
    for (let at = FIRST_ROUND_MINUTES; at < minutes; at += ROUND_MINUTES) {
      const now = Temporal.Instant.fromEpochMilliseconds(ZERO + at * MINUTE);
      const round = () => this.#spawn('round', (people) => this.#counting(people).keepCounts(now, () => true));
      // AWS now and then runs a tick twice.
      for (let times = chance.happens(0.2) ? 2 : 1; times > 0; times -= 1) kernel.after(at * MINUTE + chance.between(0, 3 * MINUTE), round);
    }
    const changes = 5 + chance.below(40);
    for (let i = 0; i < changes; i += 1) {
      const at = chance.unit() * minutes;
      const isOld = at < DEPLOYED_MINUTES && chance.happens(0.5);
      const body = (people: PlainSubscribers) => this.#change(isOld ? people : this.#counting(people));
      // Some come at the same moment, and many around a round.
      const near = Math.round((at - FIRST_ROUND_MINUTES) / ROUND_MINUTES) * ROUND_MINUTES + FIRST_ROUND_MINUTES;
      const when = !isOld && chance.happens(0.5) ? Math.max(0, near + chance.between(-2, 2)) : at;
      for (let times = chance.happens(0.2) ? 2 : 1; times > 0; times -= 1) kernel.after(when * MINUTE, () => this.#spawn('writer', body));
      if (chance.happens(0.5))
        kernel.after((when + chance.between(-1, 1)) * MINUTE, () =>
          this.#spawn('reader', (people) => (chance.happens(0.5) ? this.#read(people) : this.#search(people))),
        );
    }
  }

  async run(): Promise<void> {
    await this.kernel.run(() => this.violations.length > 0);
    if (this.violations.length === 0) await this.#compare('at the end');
  }

  #counting(people: PlainSubscribers): ReturnType<Protocol['countedSubscribers']> {
    return this.#protocol.countedSubscribers(people, { nonce: () => `n-${this.#nonces++}` });
  }

  #spawn(name: string, body: (people: PlainSubscribers) => Promise<unknown>): void {
    const run = async (process: Process) => void (await body(this.#behindTheWire(process)));
    this.kernel.spawn(name, 0, run, (error) => {
      if (error instanceof Error && !error.message.endsWith('gave no answer.')) this.violations.push(`error: ${error.message}`);
    });
  }

  #behindTheWire(process: Process): PlainSubscribers {
    const { people } = this.wire.view({ people: this.#plain }, process);
    const ids = this.#people.map(({ id }) => id);
    return {
      ...(Object.fromEntries(Object.keys(this.#plain).map((name) => [name, Reflect.get(people, name)])) as PlainSubscribers),
      shards: this.#plain.shards,
      shardOf: this.#plain.shardOf,
      partOf: this.#plain.partOf,
      // Page by page, as a table is read: much may happen between two of them.
      within: async function* (place) {
        const there = ids.filter((id) => id.startsWith(place));
        for (const page of [there.slice(0, 2), there.slice(2)]) yield* await people.some(page);
      },
    };
  }

  async #change(people: Pick<PlainSubscribers, 'find' | 'save' | 'unsubscribe' | 'markAs' | 'remove'>): Promise<void> {
    const chance = this.#chance;
    const one = chance.pick(this.#people);
    const now = Temporal.Instant.fromEpochMilliseconds(this.kernel.now);
    const how = chance.below(8);
    if (how === 0) return void (await people.unsubscribe(one.id, now, 'page'));
    if (how === 1) return await people.markAs(one.id, 'bounced');
    if (how === 2) {
      await people.remove(one.id);
      if (!(await this.#plain.find(one.id))) this.#erased.add(one.id);
      return await this.#lookForErased('after an erasure');
    }
    const known = await people.find(one.id);
    const choices = { frequency: chance.pick(['each', 'weekly']), status: chance.pick(['confirmed', 'confirmed', 'pending'] as const) };
    const changed = { ...(known ?? one), name: chance.pick(NAMES) };
    await people.save(chance.happens(0.3) ? changed : { ...changed, ...choices });
  }

  /** Whoever gets or loses the word meanwhile may be found or not. */
  async #search(people: PlainSubscribers): Promise<void> {
    const word = this.#chance.pick(WORDS);
    const since = this.kernel.now;
    const { subscribers } = await this.#counting(people).search([[word]], MOST_FOUND);
    this.counted += 1;
    for (const [id, changes] of this.#history) {
      const first = changes.findLastIndex(({ at }) => at < since);
      const had = new Set(changes.slice(first).map(({ name }) => name !== undefined && hasWord(name, word)));
      const found = subscribers.some((one) => one.id === id);
      if (!had.has(found)) this.violations.push(`search: ${word} ${found ? 'found' : 'did not find'} ${id}`);
    }
  }

  /** No list may hold the words of somebody who is erased. */
  async #lookForErased(when: string): Promise<void> {
    for (const { list = '' } of (await this.#plain.wordLists('')).values())
      for (const id of this.#erased) if (list.includes(id)) this.violations.push(`erasure: a word list holds ${id} ${when}`);
  }

  /** Whatever changes meanwhile may be counted as before or as after. */
  async #read(people: PlainSubscribers): Promise<void> {
    const since = this.kernel.now;
    const found = await this.#counting(people).alike();
    const sums = new Map(found.map(({ choices, count }) => [keyOf(choices), count]));
    this.counted += 1;
    const had = [...this.#history.values()].map((changes) => {
      const first = changes.findLastIndex(({ at }) => at < since);
      return new Set(changes.slice(first).map(({ key }) => key));
    });
    for (const key of new Set([...sums.keys(), ...had.flatMap((keys) => [...keys])])) {
      if (key === undefined) continue;
      const count = sums.get(key) ?? 0;
      const most = had.filter((keys) => keys.has(key)).length;
      const least = had.filter((keys) => keys.size === 1 && keys.has(key)).length;
      if (count < least || count > most) this.violations.push(`counted: ${count} with ${key}, and there were ${least} to ${most}`);
    }
  }

  #landed(name: string, given: unknown[]): void {
    const [first] = given as [Subscriber | SubscriberId];
    const id = typeof first === 'object' ? first.id : first;
    if (name === 'people.save') this.#erased.delete(id);
    if (WRITES.includes(name)) this.kernel.after(0, () => void this.#remember(id));
    if (!/\.(find|some|notes|counts|wordLists|soughtWithin)$/.test(name)) this.kernel.after(0, () => void this.#compare(`after ${name}`));
  }

  async #remember(id: SubscriberId): Promise<void> {
    const person = await this.#plain.find(id);
    const [key, name] = [person && keyOf(person), person?.name];
    const changes = this.#history.get(id);
    const last = changes?.at(-1);
    if (last?.key !== key || last?.name !== name) changes?.push({ at: this.kernel.now, key, name });
  }

  /** Nothing else happens while this reads: counts and people found must be exactly those of everybody. */
  async #compare(when: string): Promise<void> {
    this.#warm ??= this.#counting(this.#plain);
    const everybody = await this.#plain.some(this.#people.map(({ id }) => id));
    await this.#lookForErased(when);
    for (const word of WORDS) {
      const { subscribers } = await this.#warm.search([[word]], MOST_FOUND);
      const all = everybody.filter(({ name }) => hasWord(name, word));
      const [expected, found] = [all, subscribers].map((some) => JSON.stringify(some.map(({ id, name }) => [id, name]).toSorted()));
      if (found !== expected) this.violations.push(`search: ${word} found ${found} ${when}, and there are ${expected}`);
    }
    const sums = new Map<string, number>();
    for (const person of everybody) {
      const key = keyOf(person);
      if (key !== undefined) sums.set(key, (sums.get(key) ?? 0) + 1);
    }
    const alike = await this.#counting(this.#plain).alike();
    const [expected, found] = [[...sums].toSorted(), alike.map(({ choices, count }) => [keyOf(choices), count]).toSorted()];
    this.counted += 1;
    if (JSON.stringify(found) !== JSON.stringify(expected))
      this.violations.push(`counts: ${JSON.stringify(found)} ${when}, and there are ${JSON.stringify(expected)}`);
  }
}

const MOST_FOUND = 100;

function hasWord(name: string, word: string): boolean {
  return name.toLowerCase().split(' ').includes(word);
}

function keyOf({ status, frequency }: Pick<Subscriber, 'status' | 'frequency'>): string | undefined {
  return status === 'confirmed' ? frequency : undefined;
}

/** Draws a mix of faults, which strike every call alike. */
function faultsOf(chance: Chance): FaultSource {
  const rates = FAULTS.map((fault) => ({ fault, rate: chance.happens(0.5) ? chance.unit() ** 2 * 0.3 : 0 }));
  return () => {
    let at = chance.unit();
    for (const { fault, rate } of rates) {
      at -= rate;
      if (at < 0) return fault;
    }
    return undefined;
  };
}

/** Runs the worlds of counts of `worlds` seeds. */
export async function tryCounts(
  protocol: Protocol,
  { from, worlds, trace }: { from: number; worlds: number; trace?: Trace },
): Promise<Tally> {
  const tally = emptyTally();
  for (let seed = from; seed < from + worlds; seed += 1) {
    const world = new CountWorld(protocol, seed, trace);
    await world.run();
    const { violations, counted, kernel, wire } = world;
    add(tally, {
      ...emptyTally(),
      ...{ runs: 1, steps: kernel.steps, passedMs: kernel.now - ZERO, counted },
      ...{ faults: Object.fromEntries(wire.struck), violating: Math.min(1, violations.length) },
      violations: violations.slice(0, 1).map((sentence) => ({ replay: `npm run prove -- --counts 1 --from ${seed} --trace`, sentence })),
    });
  }
  return tally;
}
