import { Temporal } from 'temporal-polyfill';

import type { MailEvent } from '#core/mail-event';
import type { PublicationId } from '#core/publication';
import type { Subscriber, SubscriberId } from '#core/subscriber';
import type { CanaryJob, Pausable, PostJob, SendJob, World } from '#ports';
import { act, expected } from '#tests/simulation/act';
import { type Chance, chance as chanceOf } from '#tests/simulation/chance';
import { Checker } from '#tests/simulation/checker';
import type { FaultSource } from '#tests/simulation/faults';
import { poisonHost } from '#tests/simulation/host-clock';
import { Kernel, LIFE_MS, type Process } from '#tests/simulation/kernel';
import { MailProvider } from '#tests/simulation/mail-provider';
import { peopleOf } from '#tests/simulation/people';
import type { Protocol } from '#tests/simulation/protocol';
import { Queue } from '#tests/simulation/queue';
import type { Action, Scenario } from '#tests/simulation/scenario';
import { SocialProvider } from '#tests/simulation/social-provider';
import { brokenRules, EVENT_FILE, eventFile, POST_FILE, postFile, rulesFile } from '#tests/simulation/stories';
import { atTheEnd } from '#tests/simulation/verdict';
import { type Trace, Wire } from '#tests/simulation/wire';

export type Run = {
  violations: string[];
  steps: number;
  /** Virtual time passed, in milliseconds. */
  passed: number;
  mails: number;
  posts: number;
  held: number;
  /** Second mails after an answer and its event were both lost for ever: the residue, where the rules say resend. */
  residue: number;
  struck: Map<string, number>;
};

const MINUTE = 60_000;
/** Nine in the morning in London, when the first story is due. */
export const ZERO = Temporal.Instant.from('2019-09-09T08:00:00Z').epochMilliseconds;
/** A world that has not come to its end by then has forgotten somebody. */
const MOST_MINUTES = 9 * 60;

/** Lets one world happen from its beginning until nothing in it is unsettled, and judges it. */
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
  readonly #wire: Wire;
  readonly #world: World;
  readonly #people: Subscriber[];
  readonly #files: Map<string, Uint8Array>;
  readonly #mail: MailProvider;
  readonly #social: SocialProvider;
  readonly #queues: { send: Queue<SendJob | CanaryJob>; post: Queue<PostJob>; heed: Queue<MailEvent> };
  #minute = -2;
  #actionsLeft: number;
  #nonces = 0;
  #over = false;

  constructor(protocol: Protocol, scenario: Scenario, seed: number, faults: FaultSource, trace?: Trace) {
    this.#protocol = protocol;
    this.#scenario = scenario;
    this.#chance = chanceOf(seed, 1);
    this.#actionsLeft = scenario.actions.length;
    this.#people = peopleOf(scenario.people);
    protocol.coldStart();
    protocol.setSizes(scenario.sizes.chunk, scenario.sizes.group);
    const { kernel } = this;
    this.checker = new Checker(() => kernel.now, this.#people);
    // The newsroom opens in peace: it answers for what is due from its first tick on.
    const [from, until] = [ZERO - 1.5 * MINUTE, ZERO + scenario.faultsUntil];
    this.#wire = new Wire(
      kernel,
      this.#chance,
      (step, port, now) => (now >= from && now < until ? faults(step, port, now) : undefined),
      {
        issued: (name, given) => this.#issued(name, given),
        landed: (name, given, result) => this.#landed(name, given, result),
      },
      { lateWakeMs: scenario.lateWakeMs, trace },
    );
    const receive =
      <T>(name: string, work: (world: World, message: T) => Promise<void>) =>
      (message: T, ended: (error?: unknown) => void) =>
        this.#spawn(name, (world) => work(world, message), ended);
    this.#queues = {
      send: new Queue(
        kernel,
        this.#chance,
        5,
        receive('send', (world, job) => ('canary' in job ? protocol.sendCanary(world, job) : protocol.send(world, job))),
      ),
      post: new Queue(kernel, this.#chance, 5, receive('post', protocol.post)),
      heed: new Queue(kernel, this.#chance, 50, receive('heed', protocol.heed)),
    };
    this.#mail = new MailProvider(kernel, this.#chance, scenario, this.checker, this.#queues.heed, ZERO);
    this.#social = new SocialProvider(kernel, this.#chance, scenario, this.checker, ZERO);
    const memory = protocol.openMemoryWorld({ subscribers: this.#people.map((person) => ({ ...person })) });
    this.#files = memory.files;
    this.#files.set('newsroom.yaml', rulesFile({ ...scenario, unknown: scenario.policy }));
    if (scenario.stories.post) this.#files.set(POST_FILE, postFile(0, scenario.thread));
    if (scenario.stories.event) this.#files.set(EVENT_FILE, eventFile(0));
    this.#world = this.#around(memory.world);
  }

  async live(): Promise<void> {
    for (const { at, what } of this.#scenario.actions) {
      this.kernel.after(ZERO + at - this.kernel.now, () => {
        this.#actionsLeft -= 1;
        this.#act(what);
      });
    }
    this.#everyMinute();
    await this.kernel.run(() => this.#over || this.checker.violations.length > 0);
    if (this.checker.violations.length > 0) return;
    const { checker } = this;
    await atTheEnd({
      checker,
      protocol: this.#protocol,
      world: this.#world,
      policy: this.#scenario.policy,
      lossy: this.#scenario.events.lostForEver > 0,
      expected: this.#expected(),
      faithful: checker.faithful,
    });
  }

  outcome(): Run {
    const { checker, kernel } = this;
    const rows = [...checker.rows.values()].flatMap((group) => [...group.values()]);
    return {
      violations: checker.violations,
      steps: kernel.steps,
      passed: kernel.now - ZERO + 2 * MINUTE,
      mails: [...checker.accepts.values()].reduce((sum, accepts) => sum + accepts.length, 0),
      posts: this.#social.posts.length,
      held: rows.filter((row) => row.state === 'held').length,
      residue: [...checker.accepts.values()].filter((accepts) => accepts.length > 1).length,
      struck: this.#wire.struck,
    };
  }

  /** The stores in memory, and providers and queues as hostile as the scenario says. */
  #around(stores: World): World {
    const { send, post } = this.#queues;
    const { bell } = this.#scenario;
    const ringing = () => (this.kernel.now < ZERO + this.#scenario.faultsUntil ? bell : { ...bell, lost: 0, late: 0 });
    const read = stores.subscribers.readForSending;
    return {
      ...stores,
      subscribers: { ...stores.subscribers, readForSending: async (ids) => this.#readForSending(ids, await read(ids)) },
      bell: {
        ringSend: async (jobs) => {
          for (const job of jobs) send.put(job, ringing());
        },
        ringPost: async (jobs) => {
          for (const job of jobs) post.put(job, ringing());
        },
        ringCanary: async (job) => send.put(job, ringing()),
      },
      mailer: { ...stores.mailer, perSecond: async () => this.#scenario.mail.perSecond, send: async (mail) => this.#mail.take(mail) },
      channel: { ...stores.channel, post: async (one) => this.#social.take(one), recent: async (since) => this.#social.recent(since) },
      machine: { ...stores.machine, elapsed: () => this.kernel.now, nonce: () => (this.#nonces++).toString(36).padStart(16, '0') },
    };
  }

  async #readForSending(ids: SubscriberId[], answer: Awaited<ReturnType<World['subscribers']['readForSending']>>) {
    const { mail, leaving } = this.#scenario;
    if (mail.unread > 0) {
      for (const id of ids) {
        if (!this.#chance.happens(mail.unread) || this.kernel.now > ZERO + this.#scenario.faultsUntil) continue;
        answer.unread.add(id);
        // What one table said is kept or not: either way nothing may be concluded.
        if (this.#chance.happens(0.5)) answer.people.delete(id);
        else answer.people.set(id, { ...answer.people.get(id), suppressed: false });
      }
    }
    if (this.#chance.happens(leaving)) {
      const id = this.#chance.pick(ids);
      const kind = this.#chance.pick(['leave', 'suppress', 'status'] as const);
      this.#actionsLeft += 1;
      this.kernel.after(this.#chance.between(0, 12_000), () => {
        this.#actionsLeft -= 1;
        this.#act({ kind, person: this.#people.findIndex((person) => person.id === id) });
      });
    }
    return answer;
  }

  #spawn(name: string, work: (world: World) => Promise<void>, ended?: (error?: unknown) => void): Process {
    const off = this.#scenario.clockOffMs;
    return this.kernel.spawn(
      name,
      off === 0 ? 0 : this.#chance.between(-off, off),
      (process) => work(this.#wire.view(this.#world, process)),
      ended,
    );
  }

  #everyMinute(): void {
    if (this.#minute > 3 && this.#isQuiet()) {
      this.#over = true;
      return;
    }
    const { ticks, breaksRules } = this.#scenario;
    if (breaksRules && this.#expected().every((id) => this.checker.records.get(id)?.begun !== undefined))
      this.#files.set('newsroom.yaml', brokenRules());
    const calmed = this.#minute === -2 || this.kernel.now >= ZERO + this.#scenario.faultsUntil;
    const now = Temporal.Instant.fromEpochMilliseconds(ZERO + this.#minute * MINUTE);
    if (calmed || !this.#chance.happens(ticks.missing)) {
      for (const _ of this.#chance.happens(ticks.doubled) ? [1, 2] : [1]) {
        const delay =
          !calmed && this.#chance.happens(ticks.late) ? this.#chance.between(0, ticks.mostLateMs) : this.#chance.between(0, 900);
        this.kernel.after(delay, () => this.#tick(now, this.#chance.happens(ticks.retried) ? 1 : 0));
      }
    }
    this.#minute += 1;
    if (this.#minute > MOST_MINUTES) {
      this.checker.fail(`no end: ${this.#unsettled()}`);
      return;
    }
    this.kernel.after(ZERO + this.#minute * MINUTE - this.kernel.now, () => this.#everyMinute());
  }

  #tick(now: Temporal.Instant, retries: number): void {
    this.#spawn(
      'tick',
      (world) => this.#protocol.tick(world, now),
      (error) => {
        if (error !== undefined && retries > 0) this.kernel.after(this.#chance.between(1_000, 60_000), () => this.#tick(now, retries - 1));
      },
    );
  }

  #expected(): PublicationId[] {
    return expected(this.#scenario);
  }

  /** Every publication has its end, or waits for a person only; nobody will be woken, and nobody means to do anything. */
  #isQuiet(): boolean {
    const { send, post, heed } = this.#queues;
    if (this.#actionsLeft + send.waiting + post.waiting + heed.waiting > 0) return false;
    return this.#unsettled() === '';
  }

  #unsettled(): string {
    const { checker } = this;
    const open = this.#expected().filter((id) => {
      const record = checker.records.get(id);
      if (record === undefined || record.state === 'waiting' || record.state === 'sealing') return true;
      if (record.state !== 'sending') return false;
      return record.channel === 'x' ? ![...checker.parts(id).values()].some((part) => part.state === 'held') : !checker.waitsForPeople(id);
    });
    return open.map((id) => `${id} is ${checker.records.get(id)?.state ?? 'not there'}`).join(', ');
  }

  #issued(name: string, given: unknown[]): void {
    if (name !== 'mailer.send') return;
    const mail = given[0] as Parameters<World['mailer']['send']>[0];
    if (mail.tag.at.publication !== 'canary') this.checker.mailIssued(mail.tag, mail.message);
  }

  #landed(name: string, given: unknown[], result: unknown): void {
    this.checker.landed(name, given, result);
    // Somebody who sees that it still stands still, whoever paused it, lets it go on.
    if (name === 'switches.pause') {
      this.#actionsLeft += 1;
      this.kernel.after(this.#chance.between(1, 45) * MINUTE, () => {
        this.#actionsLeft -= 1;
        void this.#quietly().switches.resume(given[0] as Pausable);
      });
    }
  }

  #act(action: Action): void {
    const at = Temporal.Instant.fromEpochMilliseconds(this.kernel.now);
    act(action, {
      at,
      scenario: this.#scenario,
      people: this.#people,
      files: this.#files,
      setSizes: this.#protocol.setSizes,
      press: (work) => this.#press(work),
    });
  }

  /** Whoever presses a button and hears nothing, or an error, presses it again; in the end it works. */
  #press(work: (view: World) => Promise<void>, presses = 4): void {
    if (presses === 0) return void work(this.#quietly());
    let done = false;
    this.#actionsLeft += 1;
    this.#spawn('desk', work, (error) => {
      done = error === undefined;
    });
    this.kernel.after(20_000, () => {
      this.#actionsLeft -= 1;
      if (!done) this.#press(work, presses - 1);
    });
  }

  /** The store itself, with nothing between. */
  #quietly(): World {
    return new Wire(this.kernel, this.#chance, () => undefined, {
      issued: () => undefined,
      landed: (name, given, result) => this.#landed(name, given, result),
    }).view(this.#world, { name: 'desk', began: this.kernel.now, clockOff: 0, life: LIFE_MS, dead: false });
  }
}
