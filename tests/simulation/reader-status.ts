import type { Temporal } from 'temporal-polyfill';
import type { PublicationId } from '#core/publication/publication';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';

/** A stuck call may write what was read of a reader this much later. */
const LONGEST_CALL_MS = 6 * 60_000;

/** Since when each reader must not be mailed, and what people have paused or cancelled: no call may ignore these. */
export class ReaderStatus {
  /** Since when a reader must not be mailed; absent for those who may. */
  readonly unmailableSince = new Map<SubscriberId, number>();
  readonly confirmedAt = new Map<SubscriberId, number>();
  /** Since when the status, or the suppression, of a reader forbids it. */
  readonly #byStatus = new Map<SubscriberId, number>();
  readonly #bySuppression = new Map<SubscriberId, number>();
  /** When a reader last became mailable, and when a confirmation last lifted their suppressions. */
  readonly #freeSince = new Map<SubscriberId, number>();
  readonly #opened = new Map<SubscriberId, number>();
  readonly pausedSince = new Map<PublicationId | 'everything', number>();
  readonly cancelledSince = new Map<PublicationId, number>();
  /** Who cancelled each publication. */
  readonly cancelledBy = new Map<PublicationId, string>();
  /** The readers who had confirmed before the beginning, and could be mailed all the time since. */
  readonly faithful: Set<SubscriberId>;
  readonly #people: readonly Subscriber[];

  constructor(people: readonly Subscriber[]) {
    this.#people = people.map((person) => ({ ...person }));
    this.faithful = new Set(people.filter(({ status }) => status === 'confirmed').map(({ id }) => id));
    this.putBack();
  }

  /** Goes back to the beginning of the world. The checker then replays the writes that a rewind has kept. */
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

  /** True when a reader has been mailable for longer than any call takes, so that no call can have a reason to pass them over. */
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
      case 'switches.uncancel':
        this.cancelledSince.delete(first as PublicationId);
        this.cancelledBy.delete(first as PublicationId);
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

  /** A bounce or complaint from before the reader's last confirmation does not count. */
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
