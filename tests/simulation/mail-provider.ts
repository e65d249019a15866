import { Temporal } from 'temporal-polyfill';
import type { Outcome } from '#core/delivery/outcome';
import type { MailEvent } from '#core/delivery/ses-event';
import type { PublicationId } from '#core/publication/publication';
import type { Mailer } from '#ports';
import type { Chance } from '#tests/simulation/chance';
import type { Checker } from '#tests/simulation/checker';
import type { Kernel } from '#tests/simulation/kernel';
import type { Queue } from '#tests/simulation/queue';
import type { Scenario } from '#tests/simulation/scenario';

/** When an event arrives. `twiceDelayed`: the channel came back, and went down again with the event still in it. */
type Arrival = { after: number; twiceDelayed: boolean };
type Mail = Parameters<Mailer['send']>[0];

/** SES: accepts a mail or refuses it with certainty, and reports later through a channel that can be late, doubled or down. */
export class MailProvider {
  accepted = 0;
  /** The switch at the provider itself. */
  isOff = false;
  /** The event of every accepted mail, with the time from which on the archive holds it. */
  readonly #eventArchive: { event: MailEvent; from: number }[] = [];
  readonly #kernel: Kernel;
  readonly #chance: Chance;
  readonly #scenario: Scenario;
  readonly #checker: Checker;
  readonly #events: Queue<MailEvent>;
  readonly #zero: number;
  readonly #refusedForEver: (to: string) => boolean;

  constructor(kernel: Kernel, chance: Chance, scenario: Scenario, checker: Checker, events: Queue<MailEvent>, zero: number) {
    this.#kernel = kernel;
    this.#chance = chance;
    this.#scenario = scenario;
    this.#checker = checker;
    this.#events = events;
    this.#zero = zero;
    const refused = new Map<string, boolean>();
    this.#refusedForEver = (to) => {
      const known = refused.get(to) ?? chance.happens(scenario.mail.refused);
      refused.set(to, known);
      return known;
    };
  }

  /** Handles a request that has reached SES. */
  take({ to, tag }: Mail): Outcome {
    const { mail } = this.#scenario;
    const minute = this.#kernel.now - this.#zero;
    const isDelivery = tag.kind === 'delivery';
    if (this.isOff) return { kind: 'stopped', why: 'Sending is paused.' };
    if (mail.stops.some(({ from, to: until }) => minute >= from && minute < until)) return { kind: 'stopped', why: 'Sending is paused.' };
    if (this.#chance.happens(this.#troubled(mail.throttled))) return { kind: 'try-later', why: 'rate' };
    if (isDelivery && this.#refusedForEver(to)) {
      this.#checker.mailRefused(tag);
      return { kind: 'refused', why: 'SES rejected the mail.' };
    }
    this.accepted += 1;
    const receipt = `m-${this.accepted}`;
    const at = Temporal.Instant.fromEpochMilliseconds(this.#kernel.now);
    const lost = this.#chance.happens(this.#scenario.events.lostForEver);
    // A lost event comes never, or hours after the protocol has stopped waiting for it.
    const arrivals = lost ? this.#muchTooLate() : this.#arrivals();
    if (isDelivery) this.#checker.mailAccepted(tag, receipt, lost || arrivals.every(({ twiceDelayed }) => twiceDelayed));
    for (const { after } of arrivals) this.#events.deliver({ kind: 'accepted', receipt, at, tag }, after);
    const [first] = arrivals.map(({ after }) => this.#kernel.now + after).sort((a, b) => a - b);
    if (first !== undefined) this.#eventArchive.push({ event: { kind: 'accepted', receipt, at, tag }, from: first });
    if (isDelivery && this.#chance.happens(mail.bounced)) {
      const kind = this.#chance.pick(['bounced', 'complained', 'soft'] as const);
      if (kind === 'complained') this.#report({ kind, receipt, at, tag });
      else this.#report({ kind: 'bounced', permanent: kind === 'bounced', subType: 'General', receipt, at, tag });
    }
    return { kind: 'accepted', receipt };
  }

  /** Returns the events that the archive holds by now. */
  archived({ publication, since }: { publication?: PublicationId; since?: Temporal.Instant }): MailEvent[] {
    return this.#eventArchive
      .filter(({ event, from }) => from <= this.#kernel.now && (!since || event.at.epochMilliseconds >= since.epochMilliseconds))
      .map(({ event }) => event)
      .filter(({ tag }) => publication === undefined || (tag?.kind === 'delivery' && tag.at.publication === publication));
  }

  /** True when the archive holds the event of every accepted mail. */
  get hasReportedAll(): boolean {
    return this.#eventArchive.every(({ from }) => from <= this.#kernel.now);
  }

  #troubled(rate: number): number {
    return this.#kernel.now - this.#zero < this.#scenario.faultsUntil ? rate : 0;
  }

  #report(event: MailEvent): void {
    for (const { after } of this.#arrivals()) this.#events.deliver(event, after);
  }

  #muchTooLate(): Arrival[] {
    return this.#chance.happens(0.5) ? [this.#throughDowns(this.#chance.between(1, 3) * 3_600_000, true)] : [];
  }

  #arrivals(): Arrival[] {
    const { events } = this.#scenario;
    return (this.#chance.happens(events.doubled) ? [1, 2] : [1]).map(() => {
      const delay = this.#chance.happens(events.late) ? this.#chance.between(0, events.mostLateMs) : this.#chance.between(100, 2_000);
      return this.#throughDowns(delay, false);
    });
  }

  /** Returns when an event arrives that an open channel would bring after `delay`. */
  #throughDowns(delay: number, much: boolean): Arrival {
    const { events } = this.#scenario;
    let at = this.#kernel.now + delay - this.#zero;
    let delays = 0;
    // The downs are in the order of their beginnings: an event that comes out of one may run into the next.
    for (const { from, to } of events.downs) {
      if (at < from || at >= to) continue;
      at = to + this.#chance.between(0, events.backlogMs);
      delays += 1;
    }
    return { after: at + this.#zero - this.#kernel.now, twiceDelayed: much || delays > 1 };
  }
}
