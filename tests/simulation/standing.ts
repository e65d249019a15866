import type { PublicationId } from '#core/publication';
import type { Subscriber, SubscriberId } from '#core/subscriber';

/** Who may be mailed since when and until when, and what people have stopped: what no call may ignore. */
export class Standing {
  /** Since when somebody must not be mailed; absent for those who may. */
  readonly goneSince = new Map<SubscriberId, number>();
  readonly confirmedAt = new Map<SubscriberId, number>();
  readonly suppressed = new Set<SubscriberId>();
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
    for (const book of [this.goneSince, this.confirmedAt, this.pausedSince]) book.clear();
    for (const person of this.#people) this.#seePerson(person, Number.NEGATIVE_INFINITY);
  }

  mayBeMailed(subscriber: SubscriberId): boolean {
    return !this.goneSince.has(subscriber);
  }

  landed(name: string, given: unknown[], result: unknown, now: number): void {
    const [first, second] = given;
    switch (name) {
      case 'subscribers.save':
        if (result === 'saved') this.#seePerson(first as Subscriber, now);
        return;
      case 'subscribers.lose':
        this.#seeGone(first as SubscriberId, now);
        return;
      case 'subscribers.leave':
        if (result === 'left') this.#seeGone(first as SubscriberId, now);
        return;
      case 'suppressions.add':
        this.suppressed.add(first as SubscriberId);
        this.#seeGone(first as SubscriberId, now);
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
      this.#seeGone(id, at);
      return;
    }
    this.goneSince.delete(id);
    this.confirmedAt.set(id, confirmedAt?.epochMilliseconds ?? Number.NEGATIVE_INFINITY);
  }

  #seeGone(id: SubscriberId, at: number): void {
    if (!this.goneSince.has(id)) this.goneSince.set(id, at);
    this.faithful.delete(id);
  }
}
