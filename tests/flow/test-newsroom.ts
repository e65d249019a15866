import { Temporal } from 'temporal-polyfill';
import { tagValues } from '#core/delivery/mail-tag';
import type { PublicationId } from '#core/publication/publication';
import type { Subscriber, SubscriberStatus } from '#core/subscriber/subscriber';
import { sendCanary } from '#flow/email/send-canary';
import { send } from '#flow/email/send-chunk';
import { post } from '#flow/social/post-parts';
import { tick } from '#flow/tick';
import { sendTransactional } from '#flow/transactional/send-transactional';
import { type MemoryOptions, type MemoryWorld, openMemoryWorld } from '#local/memory/world';
import type { World } from '#ports';
import { POST, SENDER_YAML } from '#tests/sample-texts';

export const RULES = `${SENDER_YAML}events:
  reminders: [7 days, 1 day]
  at: "09:00"
  follow_up: 1 day
social:
  slots: ["09:00", "12:30"]
  monthly_budget_usd: 10
quiet:
  hours: ["19:00", "07:30"]
  weekends: true
  bank_holidays: england-and-wales
approval: automatic
max_lateness: 12 hours
undo: 0 minutes
`;

/** Monday 9 September 2019, 8am in London. */
const MONDAY = Temporal.Instant.from('2019-09-09T07:00:00Z');

export const EVENT = `---
title: Autumn learning session
starts: 2019-10-10T09:30
ends: 2019-10-10T16:30
venue: Taunton
registration: https://example.org/register
published: 2019-09-10T10:00
summary: A day to share what we have learned.
---

Every trust is invited.
`;

/** A newsroom in memory in which a test lets the minutes pass. */
export class TestNewsroom {
  readonly memory: MemoryWorld;
  readonly #encoder = new TextEncoder();

  constructor(files: Record<string, string> = { 'posts/safer-medicines.md': POST }, options: MemoryOptions = {}) {
    this.memory = openMemoryWorld({ ...options, files: { 'newsroom.yaml': RULES, ...files } });
    this.memory.time.now = MONDAY;
  }

  get world(): World {
    return this.memory.world;
  }

  write(file: string, text: string): void {
    this.memory.files.set(file, this.#encoder.encode(text));
  }

  async subscribe(name: string, fields: Partial<Subscriber> = {}): Promise<Subscriber> {
    const address = `${name}@example.org`;
    const subscriber: Subscriber = {
      id: this.world.subscribers.idOf(address),
      address,
      name,
      frequency: 'each',
      topics: [],
      status: 'confirmed',
      ...fields,
    };
    await this.world.subscribers.save(subscriber);
    return subscriber;
  }

  async setStatus(subscriber: Subscriber, status: SubscriberStatus): Promise<void> {
    await this.world.subscribers.save({ ...subscriber, ...(await this.world.subscribers.find(subscriber.id)), status });
  }

  /** Runs one minute at `local` wall-clock time in London: a tick, and every job that it enqueues. */
  async minute(local: string): Promise<void> {
    await this.tick(local);
    await this.answer();
  }

  /** Runs a tick at `local` wall-clock time in London, and leaves its jobs in the queue. */
  async tick(local: string): Promise<void> {
    this.memory.time.now = at(local);
    await tick(this.world, this.memory.time.now);
  }

  /** Runs the enqueued jobs until the queues are empty. */
  async answer(): Promise<void> {
    const { enqueued } = this.memory;
    while (enqueued.send.length + enqueued.post.length + enqueued.canary.length + enqueued.transactional.length > 0) {
      for (const job of enqueued.canary.splice(0)) await sendCanary(this.world, job);
      for (const job of enqueued.send.splice(0)) await send(this.world, job);
      for (const job of enqueued.post.splice(0)) await post(this.world, job);
      for (const job of enqueued.transactional.splice(0)) await sendTransactional(this.world, job);
    }
  }

  /** Returns each accepted mail as `publication name`, in order. */
  get sent(): string[] {
    return this.memory.mails.map((mail) => `${tagValues(mail.tag).i} ${mail.to.replace('@example.org', '')}`);
  }

  /** Returns the state of a publication, with its reason behind a colon. */
  async state(id: string): Promise<string | undefined> {
    const record = (await this.world.publications.all()).find((one) => one.id === id);
    return record && (record.reason === undefined ? record.state : `${record.state}: ${record.reason}`);
  }

  async pause(id: string): Promise<void> {
    const record = (await this.world.publications.all()).find((one) => one.id === id);
    if (!record) throw new Error(`${id} has no record yet.`);
    await this.world.switches.pause(record.id, 'a question of taste');
  }
}

/** Returns the moment of a wall-clock time in London. */
export function at(local: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(local).toZonedDateTime('Europe/London').toInstant();
}

export function publicationId(id: string): PublicationId {
  return id as PublicationId;
}
