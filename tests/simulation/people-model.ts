import type { PublicationId } from '#core/publication/publication';

/** Where a story stands: when it is due by email, and in the next slot on X. */
export type Kind = 'post' | 'event';
export type Switch = 'everything' | 'email' | 'x' | PublicationId;
export type Rules = { approval: 'automatic' | 'required'; unknown: 'resend' | 'hold' };
export type Reader = { since: number; gone?: number };
export type Issue = { due: number; approved: boolean; cancelled: boolean; begun?: number };

/** Slots for X: every so many minutes from nine o'clock on. */
const SLOT_MINUTES = 60;
export const CHANNELS = {
  post: { email: 'alert-safer-medicines' as PublicationId, x: 'x-safer-medicines' as PublicationId },
  event: { email: 'announcement-autumn' as PublicationId, x: 'x-autumn' as PublicationId },
};

/** What people know of their newsroom: what they wrote and pressed, and what must follow from that. Minutes count from nine o'clock. */
export class PeopleModel {
  minute = -1;
  readonly rules: Rules;
  readonly readers = new Map<string, Reader>();
  readonly paused = new Set<Switch>();
  readonly issues = new Map<PublicationId, Issue>();
  /** Who counts as having had it, on a person's word. */
  readonly vouched = new Set<string>();
  /** How long the providers say nothing. */
  silentUntil = { email: 0, x: 0 };

  constructor(rules: Rules, readers: string[]) {
    this.rules = rules;
    for (const name of readers) this.readers.set(name, { since: -2 });
  }

  /** Something has begun, so that its story's time is fixed. */
  hasBegun(kind: Kind): boolean {
    return Object.values(CHANNELS[kind]).some((id) => this.issues.get(id)?.begun !== undefined);
  }

  /** Nothing of it has come to its time yet. */
  isAhead(kind: Kind): boolean {
    return Object.values(CHANNELS[kind]).every((id) => (this.issues.get(id)?.due ?? Number.POSITIVE_INFINITY) > this.minute);
  }

  schedule(kind: Kind, due: number): void {
    const { email, x } = CHANNELS[kind];
    this.#plan(email, due);
    this.#plan(x, Math.ceil(due / SLOT_MINUTES) * SLOT_MINUTES);
  }

  #plan(id: PublicationId, due: number): void {
    this.issues.set(id, { approved: false, cancelled: false, ...this.issues.get(id), due });
  }

  /** A minute passes: what is due, and allowed, begins. */
  tick(): void {
    this.minute += 1;
    for (const [id, issue] of this.issues) {
      const channel = id.startsWith('x-') ? 'x' : 'email';
      const isPaused = this.paused.has('everything') || this.paused.has(channel) || this.paused.has(id);
      const approved = issue.approved || this.rules.approval === 'automatic';
      if (issue.begun === undefined && issue.due <= this.minute && approved && !isPaused && !issue.cancelled) issue.begun = this.minute;
    }
  }

  /** Whether this reader must, must not or may have got it in the end. */
  expectation(id: PublicationId, name: string): 'must' | 'must not' | 'may' {
    const [issue, reader] = [this.issues.get(id), this.readers.get(name)];
    if (issue?.begun === undefined || !reader || reader.since > issue.begun) return 'must not';
    if (reader.gone !== undefined) return reader.gone < issue.begun ? 'must not' : 'may';
    return issue.cancelled || this.vouched.has(`${id} ${name}`) ? 'may' : 'must';
  }
}
