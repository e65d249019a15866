import type { Temporal } from 'temporal-polyfill';
import type { PublicationId } from '#core/publication/publication';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';

/** What was read of somebody may be written down so much later, by a call that was stuck. */
const LONGEST_CALL_MS = 6 * 60_000;

/** Who may be mailed since when and until when, and what people have stopped: what no call may ignore. */
export class ReaderStatus {
  /** Since when somebody must not be mailed; absent for those who may. */
  readonly unmailableSince = new Map<SubscriberId, number>();
  readonly confirmedAt = new Map<SubscriberId, number>();
  /** Since when her status, or her suppression, forbids it. */
  readonly #byStatus = new Map<SubscriberId, number>();
  readonly #bySuppression = new Map<SubscriberId, number>();
  /** When she last became somebody who may be mailed, and when her own word last opened her suppressions. */
  readonly #freeSince = new Map<SubscriberId, number>();
  readonly #opened = new Map<SubscriberId, number>();
  readonly pausedSince = new Map<PublicationId | 'everything', number>();
  readonly cancelledSince = new Map<PublicationId, number>();
  /** Who has cancelled it. */
  readonly cancelledBy = new Map<PublicationId, string>();
  /** Who had confirmed before the beginning, and could be mailed all the time since. */
  readonly faithful: Set<SubscriberId>;
  readonly #people: readonly Subscriber[];

  constructor(people: readonly Subscriber[]) {
    this.#people = people.map((person) => ({ ...person }));
    this.faithful = new Set(people.filter(({ status }) => status === 'confirmed').map(({ id }) => id));
    this.putBack();
  }

  /** As it was in the beginning: what stands of the rest is told again. */
  putBack(): void {
    const books = [
      this.unmailableSince,
      this.confirmedAt,
      this.pausedSince,
      this.#byStatus,
      this.#bySuppression,
      this.#freeSince,
      this.#opened,
    ];
    for (const book of books) book.clear();
    for (const person of this.#people) this.#seePerson(person, Number.NEGATIVE_INFINITY);
  }

  get suppressed(): SubscriberId[] {
    return [...this.#bySuppression.keys()];
  }

  /** Whether nobody can have had a reason to pass her over: she has been free to be mailed for longer than any call takes. */
  hasLongBeenFree(subscriber: SubscriberId, now: number): boolean {
    return !this.unmailableSince.has(subscriber) && now - (this.#freeSince.get(subscriber) ?? now) > LONGEST_CALL_MS;
  }

  landed(name: string, given: unknown[], result: unknown, now: number): void {
    const [first, second] = given;
    switch (name) {
      case 'subscribers.save':
        if (result === 'saved') this.#seePerson(first as Subscriber, now);
        return;
      case 'subscribers.markAs':
        this.#close(this.#byStatus, first as SubscriberId, now);
        return;
      case 'subscribers.unsubscribe':
        if (result === 'unsubscribed') this.#close(this.#byStatus, first as SubscriberId, now);
        return;
      case 'suppressions.add':
        this.#seeSuppressed(first as SubscriberId, String(second), (given[2] as Temporal.Instant).epochMilliseconds, now);
        return;
      case 'suppressions.reopen':
        if (result !== 'open') return;
        this.#opened.set(first as SubscriberId, (given[2] as Temporal.Instant).epochMilliseconds);
        this.#open(this.#bySuppression, first as SubscriberId, now);
        return;
      case 'switches.pause':
        if (!this.pausedSince.has(first as PublicationId)) this.pausedSince.set(first as PublicationId, now);
        return;
      case 'switches.resume':
        this.pausedSince.delete(first as PublicationId);
        return;
      case 'switches.cancel':
        if (this.cancelledSince.has(first as PublicationId)) return;
        this.cancelledSince.set(first as PublicationId, now);
        this.cancelledBy.set(first as PublicationId, String(second));
        return;
    }
  }

  #seePerson({ id, status, confirmedAt }: Subscriber, at: number): void {
    if (status !== 'confirmed') {
      this.#close(this.#byStatus, id, at);
      return;
    }
    this.confirmedAt.set(id, confirmedAt?.epochMilliseconds ?? Number.NEGATIVE_INFINITY);
    this.#open(this.#byStatus, id, at);
  }

  /** What is reported of her from before her own word is old news. */
  #seeSuppressed(id: SubscriberId, why: string, happened: number, at: number): void {
    const opened = this.#opened.get(id);
    if ((why === 'bounced' || why === 'complained') && opened !== undefined && opened >= happened) return;
    this.#close(this.#bySuppression, id, at);
  }

  #close(book: Map<SubscriberId, number>, id: SubscriberId, at: number): void {
    if (!book.has(id)) book.set(id, at);
    if (!this.unmailableSince.has(id)) this.unmailableSince.set(id, at);
    this.#freeSince.delete(id);
    this.faithful.delete(id);
  }

  #open(book: Map<SubscriberId, number>, id: SubscriberId, at: number): void {
    book.delete(id);
    if (this.#byStatus.has(id) || this.#bySuppression.has(id)) return;
    this.unmailableSince.delete(id);
    if (!this.#freeSince.has(id)) this.#freeSince.set(id, at);
  }
}
