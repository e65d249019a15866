import { Temporal } from 'temporal-polyfill';
import type { Outcome } from '#core/delivery/outcome';
import type { MailEvent } from '#core/delivery/ses-event';
import type { DraftVersion } from '#core/draft/draft';
import { withReaders } from '#core/publication/outgoing';
import type { PublicationId } from '#core/publication/publication';
import type { Subscriber } from '#core/subscriber/subscriber';
import type { MemoryWorld } from '#local/memory/world';
import type { World } from '#ports';
import { Checker } from '#tests/simulation/checker';
import { atTheEnd } from '#tests/simulation/end-checks';
import { CHANNELS, type Colleague, type Kind, type Rules } from '#tests/simulation/people-model';
import type { Protocol, Unbegun } from '#tests/simulation/protocol';
import { MINUTE, ZERO } from '#tests/simulation/simulation-context';
import { brokenRules, EVENT_FILE, MESSAGE_FILE, officeFile, POST_FILE, storyAt, titleOf } from '#tests/simulation/stories';
import { subscriberOf } from '#tests/simulation/subscribers';
import { emptyTally, type Tally } from '#tests/simulation/tally';

/** Everything is final this long after the last action: three unknown outcomes in a row, each with a decision. */
const MOST_MINUTES = 400;
const MOST_READERS = 100;
const FILES: Record<Kind, string> = { post: POST_FILE, event: EVENT_FILE, message: MESSAGE_FILE };
const KINDS: Kind[] = ['post', 'event', 'message'];

/** The real newsroom over stores in memory, minute by minute, without faults: only people, and providers that may be silent. */
export class PeopleNewsroom {
  readonly checker: Checker;
  readonly world: World;
  readonly readers: Subscriber[];
  minute = -1;
  silentUntil = { email: 0, x: 0 };
  readonly #protocol: Protocol;
  readonly #rules: Rules;
  readonly #memory: MemoryWorld;
  readonly #eventArchive: MailEvent[] = [];
  /** What each page showed when it was last opened. */
  readonly #seen = new Map<PublicationId, { outgoing: string; title: string }>();
  #events: MailEvent[] = [];
  #decided = 0;
  /** Posts that a person has said to post again when it was too late: they are missed. */
  readonly #againTooLate = new Set<PublicationId>();
  /** What was being posted when X gave no answer: once it is known that nothing was posted, it may be too late for that. */
  readonly #unanswered = new Set<PublicationId>();
  /** Milliseconds within the minute: each effect has its own moment. */
  #ms = 0;

  constructor(protocol: Protocol, rules: Rules, names: string[]) {
    this.#protocol = protocol;
    this.#rules = rules;
    protocol.coldStart();
    protocol.setSizes(4, 3);
    this.readers = names.map((name) => subscriberOf(name, 'confirmed'));
    this.checker = new Checker(() => this.now + this.#ms, this.readers, rules.fourEyes ? 'required' : rules.approval);
    this.#memory = protocol.openMemoryWorld({ subscribers: this.readers.map((reader) => ({ ...reader })) });
    this.#memory.files.set('newsroom.yaml', officeFile(rules));
    const { mailer, social, ...stores } = this.#memory.world;
    this.world = {
      ...watched(stores, (name, given, result) => void this.checker.landed(name, given, result)),
      mailer: { ...mailer, send: async (mail) => this.#mail(mail) },
      social: { ...social, x: { ...social.x, post: async (post) => this.#post(post, () => social.x.post(post)) } },
    } as World;
  }

  get now(): number {
    return ZERO + this.minute * MINUTE;
  }

  get instant(): Temporal.Instant {
    return Temporal.Instant.fromEpochMilliseconds(this.now);
  }

  /** The editor's files. */
  get files(): Map<string, Uint8Array> {
    return this.#memory.files;
  }

  /** A person writes a story, and another one, or they themselves, publish it. */
  async write(kind: Kind, due: number, edits: number, [by, publishedBy]: [Colleague, Colleague]): Promise<void> {
    const file = FILES[kind];
    const bytes = storyAt(kind, due, edits);
    if (!this.#rules.fourEyes) return void this.#memory.files.set(file, bytes);
    const [at, text] = [this.instant, new TextDecoder().decode(bytes)];
    const draft = kind as DraftVersion['draft'];
    const { stories } = await this.world.content.read();
    const base = stories.find((one) => one.file === file)?.version;
    const { version = 0 } = (await this.world.drafts.newest(draft)) ?? {};
    const written = { draft, version: version + 1, by, at, kind, text, title: kind, file, ...(base && { base }), state: 'open' } as const;
    await this.world.drafts.save(written);
    const answer = await this.#protocol.publishDraft(this.world, written, { yes: [], untold: [], held: [] }, { by: publishedBy, at });
    if (answer.kind !== 'published') this.checker.fail(`written: ${file} was not published, but ${answer.kind}`);
  }

  /** Breaks the rules or mends them. Everything goes on by the good ones. */
  editRules(broken: boolean): void {
    this.#memory.files.set('newsroom.yaml', broken ? brokenRules() : officeFile(this.#rules));
  }

  /** A person opens the page of a publication that has not begun, which shows it as it would begin now. */
  async look(id: PublicationId): Promise<void> {
    const one = await this.#find(id);
    this.#seen.delete(id);
    if (!one) return;
    const [kind] = KINDS.filter((one) => publicationsOf([one]).includes(id));
    const composed = await this.#protocol.outgoingNow(this.world, one);
    const { subscribers } = await this.world.subscribers.page(undefined, MOST_READERS);
    const readers = subscribers.filter(({ status }) => status === 'confirmed').length;
    // How many know of the event is not counted here: a yes without a number is for any.
    const isCounted = one.publication.channel === 'email' && kind !== 'message';
    const outgoing = isCounted ? withReaders(composed, readers) : composed;
    this.#seen.set(id, { outgoing, title: titleOf(kind && this.#memory.files.get(FILES[kind])) });
  }

  /** They press the button of that page. */
  async sayYes(id: PublicationId, by: Colleague, alone: boolean): Promise<void> {
    const [one, seen] = [await this.#find(id), this.#seen.get(id)];
    if (!one || !seen) return;
    const yes = { shown: seen.outgoing, by, at: this.instant, ...(alone && { alone: 'It cannot wait.' }) };
    if ((await this.#protocol.approve(this.world, one, yes)) === 'approved') this.checker.personApproves(id, seen.title);
  }

  /** By some fault there is a yes of the one who wrote it last. Nobody has said it. */
  async forge(id: PublicationId, by: Colleague): Promise<void> {
    const outgoing = this.#seen.get(id)?.outgoing;
    if (outgoing !== undefined) await this.world.switches.approve(id, { by, wrote: by, at: this.instant, outgoing });
  }

  /** They take back that it is cancelled, and learn whether it still is. */
  async takeBack(id: PublicationId): Promise<'cancelled' | 'not cancelled'> {
    const planned = await this.#protocol.readPlan(this.world, this.instant, this.instant.add({ hours: 24 }));
    const publication = planned?.publications.find((one) => one.id === id);
    // A missed one that is on the plan again is planned anew, as its page shows it.
    const record = planned?.records.find((one) => one.id === id && one.state !== 'missed');
    if (planned && publication) {
      const one = { publication, record, rules: planned.newsroom.rules };
      await this.#protocol.takeBack(this.world, one, { by: 'the lead', at: this.instant });
    }
    return (await this.world.switches.read(id)).cancelled ? 'cancelled' : 'not cancelled';
  }

  /** They give it another time, and learn whether it has that. */
  async move(id: PublicationId, minute: number, by: Colleague): Promise<boolean> {
    const one = await this.#find(id);
    if (!one || one.publication.late) return false;
    const stored = (await this.world.switches.overrides()).get(id);
    const due = Temporal.Instant.fromEpochMilliseconds(ZERO + minute * MINUTE);
    const { nextOverride, overridden, setOverride } = this.#protocol;
    const override = nextOverride(stored, { due }, { by, at: this.instant, version: stored?.version ?? 0 });
    if ('wrong' in overridden(one, override)) return false;
    return (await setOverride(this.world, id, override, 'moved')) === 'set';
  }

  async #find(id: PublicationId): Promise<Unbegun | undefined> {
    if ((await this.world.switches.read(id)).cancelled) return undefined;
    const planned = await this.#protocol.readPlan(this.world, this.instant, this.instant.add({ hours: 24 }));
    const publication = planned?.publications.find((one) => one.id === id);
    if (planned && publication) return this.#protocol.unbegun(publication, planned);
    const missed = planned?.records.find((one) => one.id === id);
    return planned && missed && this.#protocol.lateOf(missed, planned, this.instant);
  }

  /** Runs one tick, and every job and event that follows from it. */
  async tick(): Promise<void> {
    this.minute += 1;
    this.#ms = 0;
    this.#memory.time.now = this.instant;
    await this.#protocol.tick(this.world, this.instant);
    const { enqueued } = this.#memory;
    while (enqueued.send.length + enqueued.post.length + enqueued.canary.length + this.#events.length > 0) {
      for (const job of enqueued.canary.splice(0)) await this.#protocol.sendCanary(this.world, job);
      for (const job of enqueued.send.splice(0)) await this.#protocol.send(this.world, job);
      for (const job of enqueued.post.splice(0)) await this.#protocol.post(this.world, job);
      for (const event of this.#events.splice(0)) await this.#protocol.handleSesEvent(this.world, event);
    }
  }

  async report(kind: 'bounced' | 'complained', reader: Subscriber): Promise<void> {
    const about = { receipt: 'of some mail', at: this.instant, address: reader.address };
    await this.#protocol.handleSesEvent(
      this.world,
      kind === 'bounced' ? { kind, permanent: true, subType: 'General', ...about } : { kind, ...about },
    );
  }

  /** Decides about everything that is held now. Returns the deliveries as `publication name`. */
  async decide(kind: 'again' | 'sent'): Promise<string[]> {
    const about: string[] = [];
    for (const record of await this.world.publications.all()) {
      if (record.channel === 'x') await this.#decidePosts(record.id);
      const claims = this.checker.heldClaims(record.id);
      if (claims.size === 0 || record.state !== 'sending') continue;
      this.#decided += 1;
      this.checker.personDecides(kind, claims.values());
      const { decided } = await this.#protocol.decideHeld(
        this.world,
        record,
        claims,
        kind === 'sent' ? { kind, by: 'the lead' } : { kind },
      );
      if (decided !== claims.size) this.checker.fail(`decided: ${decided} of ${claims.size} of ${record.id}`);
      for (const id of claims.keys()) about.push(`${record.id} ${this.readers.find((reader) => reader.id === id)?.name}`);
    }
    return about;
  }

  async #decidePosts(id: PublicationId): Promise<void> {
    const record = this.checker.records.get(id);
    for (const [part, row] of this.checker.parts(id)) {
      if (row.state !== 'held' || record?.state !== 'sending') continue;
      this.#decided += 1;
      this.checker.personDecides('again', [row.nonce]);
      // The next tick finds the decision, and posts nothing after the deadline.
      if (record.deadline && record.deadline.epochMilliseconds < this.now + MINUTE) this.#againTooLate.add(id);
      await this.#protocol.decideHeldPost(this.world, record, { part, nonce: row.nonce }, { kind: 'again' });
    }
  }

  /** Lets every publication end, and judges the newsroom like every other world. */
  async conclude(written: PublicationId[]): Promise<void> {
    const isOpen = () => written.some((id) => ['waiting', 'sealing', 'sending', undefined].includes(this.checker.records.get(id)?.state));
    for (let left = MOST_MINUTES; left > 0 && isOpen() && this.checker.violations.length === 0; left -= 1) {
      await this.tick();
      await this.decide('again');
    }
    for (const id of this.#againTooLate) {
      const state = this.checker.records.get(id)?.state;
      if (state !== 'missed') this.checker.fail(`too late: a person said “again” about ${id} after its deadline, and it is ${state}`);
    }
    const read = async ({ publication }: { publication?: PublicationId }) =>
      this.#eventArchive.filter(({ tag }) => publication === undefined || (tag?.kind === 'delivery' && tag.at.publication === publication));
    await atTheEnd({
      checker: this.checker,
      protocol: this.#protocol,
      world: { ...this.world, eventArchive: { read } },
      lossy: false,
      restored: false,
      // Not everyone is to get the message.
      expected: written.filter((id) => !this.#againTooLate.has(id) && !this.#isTooLate(id) && id !== CHANNELS.message.email),
    });
  }

  #isTooLate(id: PublicationId): boolean {
    return this.#unanswered.has(id) && this.checker.records.get(id)?.state === 'missed';
  }

  tally(): Tally {
    const { accepts, posts, held } = this.checker;
    const mails = [...accepts.values()].reduce((sum, some) => sum + some.length, 0);
    return { ...emptyTally(), runs: 1, passedMs: this.minute * MINUTE, mails, posts: posts.length, held, decided: this.#decided };
  }

  async #mail({ to, message, tag }: Parameters<World['mailer']['send']>[0]): Promise<Outcome> {
    this.#ms += 1;
    const isDelivery = tag.kind === 'delivery';
    if (isDelivery) this.checker.mailIssued(tag, message);
    if (isDelivery && this.minute < this.silentUntil.email) return { kind: 'unknown', why: 'No answer.' };
    const receipt = `m-${this.#eventArchive.length + 1} ${to}`;
    if (isDelivery) this.checker.mailAccepted(tag, receipt, false);
    const event: MailEvent = { kind: 'accepted', receipt, at: this.instant, tag };
    this.#eventArchive.push(event);
    this.#events.push(event);
    return { kind: 'accepted', receipt };
  }

  async #post({ text, inReplyTo }: { text: string; inReplyTo?: string }, post: () => Promise<Outcome>): Promise<Outcome> {
    if (this.minute < this.silentUntil.x) {
      for (const { id, channel, state } of this.checker.records.values())
        if (channel === 'x' && state === 'sending') this.#unanswered.add(id);
      return { kind: 'unknown', why: 'No answer.' };
    }
    const outcome = await post();
    if (outcome.kind === 'accepted') this.checker.posted(text, outcome.receipt, inReplyTo);
    return outcome;
  }
}

/** Returns the same stores with a call of `landed` after each effect. */
function watched<W extends object>(stores: W, landed: (name: string, given: unknown[], result: unknown) => void): W {
  return Object.fromEntries(
    Object.entries(stores).map(([port, effects]) => [
      port,
      Object.fromEntries(
        Object.entries(effects as Record<string, (...given: unknown[]) => unknown>).map(([method, effect]) => [
          method,
          (...given: unknown[]) => {
            const result = effect(...given);
            if (!(result instanceof Promise)) return result;
            return result.then((value: unknown) => {
              landed(`${port}.${method}`, given, value);
              return value;
            });
          },
        ]),
      ),
    ]),
  ) as W;
}

/** Returns the email of each story, and its post. */
export function publicationsOf(kinds: Iterable<Kind>): PublicationId[] {
  return [...kinds].flatMap((kind) => Object.values(CHANNELS[kind]));
}
