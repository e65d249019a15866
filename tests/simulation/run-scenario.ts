import type { PublicationId } from '#core/publication/publication';
import type { Subscriber } from '#core/subscriber/subscriber';
import type { Pausable, Progress, World } from '#ports';
import { expected } from '#tests/simulation/act';
import { Approvers } from '#tests/simulation/approvers';
import { type Chance, chance as chanceOf } from '#tests/simulation/chance';
import { Checker } from '#tests/simulation/checker';
import { Deciders } from '#tests/simulation/deciders';
import { doAction, resumeSomeTime } from '#tests/simulation/desk';
import { atTheEnd } from '#tests/simulation/end-checks';
import { Environments } from '#tests/simulation/environments';
import type { FaultSource } from '#tests/simulation/faults';
import { poisonHost } from '#tests/simulation/host-clock';
import { type Queues, surround } from '#tests/simulation/hostile-ports';
import { Kernel, LIFE_MS, type Process } from '#tests/simulation/kernel';
import { LeaseChecker } from '#tests/simulation/lease-checker';
import { MailProvider } from '#tests/simulation/mail-provider';
import type { Protocol } from '#tests/simulation/protocol';
import { Queue } from '#tests/simulation/queue';
import { Restorer, type WithEventArchive } from '#tests/simulation/restorer';
import type { Action, Scenario } from '#tests/simulation/scenario';
import { MINUTE, type SimulationContext, ZERO } from '#tests/simulation/simulation-context';
import { SocialProvider } from '#tests/simulation/social-provider';
import { Stores } from '#tests/simulation/stores';
import { brokenRules, EVENT_FILE, eventFile, POST_FILE, postFile, rulesFile } from '#tests/simulation/stories';
import { peopleOf } from '#tests/simulation/subscribers';
import { ticksOfMinute } from '#tests/simulation/ticks';
import { type Trace, type Watcher, Wire } from '#tests/simulation/wire';
import { WorkerChecker } from '#tests/simulation/worker-checker';

/** What came of one world. */
export type Run = {
  violations: string[];
  steps: number;
  /** Virtual time passed, in milliseconds. */
  passed: number;
  mails: number;
  posts: number;
  /** How many mail deliveries were held, and how many decisions people took about these or about posts. */
  held: number;
  decided: number;
  /** How many restores came to their end. */
  restored: number;
  /** Second mails after an answer and its event were both lost for ever: the residue of `resend`. */
  residue: number;
  /** Second mails after a person's “send again”. */
  again: number;
  struck: Map<string, number>;
};

/** A world that has not ended by then has forgotten a reader. A post whose file was gone at a day's slots waits for the next morning. */
const MOST_MINUTES = 26 * 60;

/** Runs one world from its beginning until everything in it is settled, and judges it. */
export async function runWorld(
  protocol: Protocol,
  scenario: Scenario,
  seed: number,
  faults: FaultSource,
  { mutated = false, trace }: { mutated?: boolean; trace?: Trace } = {},
): Promise<Run> {
  const newsroom = new SimulatedNewsroom(protocol, scenario, seed, faults, trace);
  const heal = poisonHost(() => newsroom.kernel.hostClock);
  try {
    await newsroom.live();
  } finally {
    const readings = heal();
    if (readings > 0 && !mutated) newsroom.checker.fail(`host: the code asked the machine for the time or for chance ${readings} times`);
  }
  return newsroom.outcome();
}

class SimulatedNewsroom {
  readonly kernel = new Kernel(ZERO - 2 * MINUTE);
  readonly checker: Checker;
  readonly #protocol: Protocol;
  readonly #scenario: Scenario;
  readonly #chance: Chance;
  readonly #lease: LeaseChecker | undefined;
  readonly #workers: WorkerChecker;
  readonly #wire: Wire;
  readonly #world: WithEventArchive;
  readonly #people: Subscriber[];
  readonly #files: Map<string, Uint8Array>;
  readonly #queues: Queues;
  readonly #context: SimulationContext;
  readonly #deciders: Deciders;
  readonly #approvers: Approvers;
  readonly #restorer: Restorer;
  readonly #processes = new Set<Process>();
  readonly #environments: Environments;
  #minute = -2;
  /** How many actions people still mean to take. */
  #intended = 0;
  /** The store has kept the good rules. */
  #rulesAreKept = false;
  #closed = false;
  #over = false;

  constructor(protocol: Protocol, scenario: Scenario, seed: number, faults: FaultSource, trace?: Trace) {
    this.#protocol = protocol;
    this.#scenario = scenario;
    this.#chance = chanceOf(seed, 1);
    this.#people = peopleOf(scenario.people);
    protocol.coldStart();
    protocol.setSizes(scenario.sizes.chunk, scenario.sizes.group);
    const { kernel } = this;
    this.checker = new Checker(() => kernel.now, this.#people, scenario.approval);
    this.#environments = new Environments({ protocol, kernel, checker: this.checker, chance: chanceOf(seed, 5) });
    this.#workers = new WorkerChecker(this.kernel, (sentence) => this.checker.fail(sentence));
    this.#lease = scenario.leaseIsVoid ? undefined : new LeaseChecker((sentence) => this.checker.fail(sentence));
    this.#wire = new Wire(kernel, this.#chance, this.#strikes(faults, chanceOf(seed, 3)), this.#watcher(), {
      lateWakeMs: scenario.lateWakeMs,
      trace,
    });
    this.#queues = this.#openQueues();
    const mail = new MailProvider(kernel, this.#chance, scenario, this.checker, this.#queues.sesEvents, ZERO);
    const social = new SocialProvider(kernel, this.#chance, scenario, this.checker, ZERO);
    const people = this.#people.map((person) => ({ ...person }));
    const { world: first, files } = protocol.openMemoryWorld({ subscribers: people });
    const unused = [first];
    const stores = new Stores(() => unused.pop() ?? protocol.openMemoryWorld({ subscribers: people }).world, scenario.rewind !== undefined);
    this.#files = files;
    this.#files.set('newsroom.yaml', rulesFile({ ...scenario, unknown: scenario.policy }));
    if (scenario.stories.post) this.#files.set(POST_FILE, postFile(0, scenario.thread));
    if (scenario.stories.event) this.#files.set(EVENT_FILE, eventFile(0));
    this.#context = {
      kernel,
      chance: this.#chance,
      scenario,
      checker: this.checker,
      protocol,
      stores,
      mail,
      social,
      spawn: (name, work, ended, life) => this.#spawn(name, work, ended, life),
      quietly: () => this.#quietly(),
      later: (ms, what) => this.#later(ms, what),
      isClosed: () => this.#closed,
    };
    this.#world = surround({
      ...this.#context,
      stores: stores.world,
      queues: this.#queues,
      unsubscribing: (id) => {
        const kind = this.#chance.pick(['unsubscribe', 'suppress', 'status'] as const);
        const person = this.#people.findIndex((one) => one.id === id);
        this.#later(this.#chance.between(0, 12_000), () => this.#act({ kind, person }));
      },
    });
    this.#deciders = new Deciders(this.#context);
    this.#approvers = new Approvers(this.#context, { chance: chanceOf(seed, 4), files, act: (action) => this.#act(action) });
    this.#restorer = new Restorer(this.#context, {
      stop: () => this.#stop(),
      mendRules: () => {
        this.#rulesAreKept = false;
        this.#files.set('newsroom.yaml', rulesFile({ ...scenario, unknown: scenario.policy }));
      },
      reopen: () => {
        this.#closed = false;
      },
    });
  }

  async live(): Promise<void> {
    const { actions, rewind, events } = this.#scenario;
    for (const { at, what } of actions) this.#later(ZERO + at - this.kernel.now, () => this.#act(what));
    if (rewind) this.#restorer.expect(rewind);
    this.#everyMinute();
    await this.kernel.run(() => this.#over || this.checker.violations.length > 0);
    if (this.checker.violations.length > 0) return;
    const { checker } = this;
    await atTheEnd({
      checker,
      protocol: this.#protocol,
      world: this.#world,
      lossy: events.lostForEver > 0,
      restored: rewind !== undefined,
      expected: this.#expected(),
    });
  }

  outcome(): Run {
    const { checker, kernel } = this;
    return {
      violations: checker.violations,
      steps: kernel.steps,
      passed: kernel.now - ZERO + 2 * MINUTE,
      mails: [...checker.accepts.values()].reduce((sum, accepts) => sum + accepts.length, 0),
      posts: this.#context.social.posts.length,
      held: checker.held,
      decided: this.#deciders.decided,
      restored: this.#restorer.restored,
      ...checker.seconds(),
      struck: this.#wire.struck,
    };
  }

  /** No fault strikes the first tick: from then on the newsroom is responsible for what is due. */
  #strikes(faults: FaultSource, chance: Chance): FaultSource {
    const { deaf, faultsUntil } = this.#scenario;
    const [from, until] = [ZERO - 1.5 * MINUTE, ZERO + faultsUntil];
    return (step, port, now) => {
      const isSilent = deaf && now >= ZERO + deaf.from && now < ZERO + deaf.to && /^(mailer\.send|social\.\w+\.post)$/.test(port);
      if (isSilent && chance.happens(0.5)) return 'error';
      return now >= from && now < until ? faults(step, port, now) : undefined;
    };
  }

  #openQueues(): Queues {
    const protocol = this.#protocol;
    const doors = { isClosed: () => this.#closed };
    const receive =
      <T>(name: string, work: (world: World, message: T) => Promise<void>) =>
      (message: T, ended: (error?: unknown) => void) =>
        this.#spawn(name, (world) => work(world, message), ended);
    return {
      send: new Queue(
        this.kernel,
        this.#chance,
        5,
        receive('send', (world, job) => ('canary' in job ? protocol.sendCanary(world, job) : protocol.send(world, job))),
        doors,
      ),
      post: new Queue(this.kernel, this.#chance, 5, receive('post', protocol.post), doors),
      sesEvents: new Queue(this.kernel, this.#chance, 50, receive('ses-events', protocol.handleSesEvent), doors),
    };
  }

  #spawn(name: string, work: (world: World) => Promise<void>, ended?: (error?: unknown) => void, life?: number): Process {
    const off = this.#scenario.clockOffMs;
    let left = (): void => undefined;
    const process = this.kernel.spawn(
      name,
      off === 0 ? 0 : this.#chance.between(-off, off),
      (process) => {
        const view = this.#wire.view(this.#world, process);
        if (name !== 'tick') return work(view);
        const { world, leave } = this.#environments.enter(view);
        left = leave;
        return work(world);
      },
      (error) => {
        left();
        ended?.(error);
      },
      life,
    );
    if (this.#scenario.rewind) this.#processes.add(process);
    return process;
  }

  #later(ms: number, what: () => void): void {
    this.#intended += 1;
    this.kernel.after(ms, () => {
      this.#intended -= 1;
      what();
    });
  }

  /** Kills all processes. Calls that are under way to a store or a provider may still land. */
  #stop(): void {
    this.#closed = true;
    for (const process of this.#processes) if (process.name !== 'desk') process.dead = true;
    this.#processes.clear();
    this.#environments.close();
  }

  #everyMinute(): void {
    if (this.#minute > 3 && this.#isQuiet()) {
      this.#over = true;
      return;
    }
    if (this.#rulesBreakNow()) this.#files.set('newsroom.yaml', brokenRules());
    if (!this.#closed) {
      ticksOfMinute(this.#context, this.#minute);
      for (const id of this.#expected()) if (this.checker.waitsForPeople(id)) this.#deciders.seeTo(id);
      for (const id of this.#unapproved()) this.#approvers.seeTo(id);
    }
    this.#minute += 1;
    if (this.#minute > MOST_MINUTES) {
      this.checker.fail(`no end: ${this.#unsettled()}`);
      return;
    }
    this.kernel.after(ZERO + this.#minute * MINUTE - this.kernel.now, () => this.#everyMinute());
  }

  #rulesBreakNow(): boolean {
    const { breaksRules } = this.#scenario;
    if (breaksRules === 'never' || !this.#rulesAreKept) return false;
    return breaksRules === 'early' || this.#expected().every((id) => this.checker.records.get(id)?.begun !== undefined);
  }

  /** The publications that may still need someone's yes. */
  #unapproved(): PublicationId[] {
    if (this.#scenario.approval !== 'required') return [];
    return this.#expected().filter((id) => [undefined, 'waiting'].includes(this.checker.records.get(id)?.state));
  }

  #expected(): PublicationId[] {
    return expected(this.#scenario);
  }

  /** True when every publication has ended, no message is waiting, and no person means to act. */
  #isQuiet(): boolean {
    const { send, post, sesEvents } = this.#queues;
    if (this.#intended + send.waiting + post.waiting + sesEvents.waiting > 0) return false;
    return this.#unsettled() === '';
  }

  #unsettled(): string {
    const stateOf = (id: PublicationId) => this.checker.records.get(id)?.state;
    const open = this.#expected().filter((id) => [undefined, 'waiting', 'sealing', 'sending'].includes(stateOf(id)));
    return open.map((id) => `${id} is ${stateOf(id) ?? 'not there'}`).join(', ');
  }

  #watcher(): Watcher {
    return {
      issued: (name: string, given: unknown[], process: Process) => {
        this.#lease?.issued(name, given, process);
        this.#workers.issued(name, given, process);
        if (name !== 'mailer.send') return;
        const mail = given[0] as Parameters<World['mailer']['send']>[0];
        if (mail.tag.kind === 'delivery') this.checker.mailIssued(mail.tag, mail.message);
      },
      ended: (name: string, given: unknown[], process: Process, result: unknown) => this.#workers.ended(name, given, process, result),
      landed: (name: string, given: unknown[], result: unknown) => this.#landed(name, given, result),
    };
  }

  #landed(name: string, given: unknown[], result: unknown): void {
    this.#lease?.landed(name, given, result);
    this.#context.stores.landed({ at: this.kernel.now, name, given, result });
    if (name === 'publications.recordProgress' && (given[0] as Progress).lastGood) this.#rulesAreKept = true;
    const held = this.checker.landed(name, given, result);
    if (held) this.#deciders.heldNow(held);
    if (name === 'switches.pause') resumeSomeTime(this.#context, given[0] as Pausable, String(given[1]));
  }

  #act(action: Action): void {
    // What is not on X yet would wait for the slots of the next day.
    if (action.kind === 'delete' && !this.#expected().every((id) => this.checker.records.get(id)?.begun !== undefined)) return;
    doAction(this.#context, action, { people: this.#people, files: this.#files });
  }

  /** Returns the world without faults. */
  #quietly(): World {
    const wire = new Wire(this.kernel, this.#chance, () => undefined, { ...this.#watcher(), issued: () => undefined });
    return wire.view(this.#world, { name: 'desk', began: this.kernel.now, clockOff: 0, life: LIFE_MS, dead: false });
  }
}
