import type { Temporal } from 'temporal-polyfill';
import { sesRefusals } from '#local/ses/fault';
import { type RawSend, refusalOf, type SesError } from '#local/ses/refusal';
import { isSimulator } from '#local/ses/simulator-addresses';

export type SesAccountOptions = {
  now(): Temporal.Instant;
  /** The configuration sets that exist; absent means any. */
  configurationSets?: string[];
  /** Addresses and domains that may send; absent means any. */
  verified?: string[];
  /** Recipients per second of real time, and per 24 hours of the local clock. */
  limits?: { perSecond: number; perDay: number };
  /** What is switched off at the start; absent means nothing. */
  off?: SesOff;
  /** Called whenever something is switched off or on. */
  switched?(off: SesOff): void;
};

/** Where sending is switched off: for the whole account, or for some configuration sets. */
export type SesOff = { account: boolean; sets: string[] };

/** The state of an SES account: what is paused, and how many mails went out in the last second and day. */
export class SesAccount {
  readonly #options: SesAccountOptions;
  readonly #limits: { perSecond: number; perDay: number };
  readonly #lastSecond = new RollingCount(1_000);
  readonly #lastDay = new RollingCount(86_400_000);
  readonly #pausedSets: Set<string>;
  #enabled: boolean;

  constructor(options: SesAccountOptions) {
    this.#options = options;
    this.#limits = options.limits ?? { perSecond: 10_000, perDay: 10_000_000 };
    this.#pausedSets = new Set(options.off?.sets);
    this.#enabled = !options.off?.account;
  }

  get enabled(): boolean {
    return this.#enabled;
  }

  switchAccount(enabled: boolean): void {
    this.#enabled = enabled;
    this.#reportSwitched();
  }

  /** Counts the mail against the limits, or returns why it is refused. */
  admit(send: RawSend): SesError | undefined {
    const refusal = this.#paused(send) ?? refusalOf(send) ?? this.#unverified(send);
    if (refusal) return refusal;
    const recipients = send.destinations.length;
    const counted = send.destinations.filter((address) => !isSimulator(address)).length;
    // The rate is measured in real time, because the local clock may stand still or jump.
    const [tick, day] = [performance.now(), this.#options.now().epochMilliseconds];
    if (this.#lastSecond.at(tick) + recipients > this.#limits.perSecond) return sesRefusals.throttle;
    if (this.#lastDay.at(day) + counted > this.#limits.perDay) return sesRefusals['daily-quota'];
    this.#lastSecond.add(tick, recipients);
    this.#lastDay.add(day, counted);
    return undefined;
  }

  quota(): { perDay: number; perSecond: number; sent: number } {
    return { ...this.#limits, sent: this.#lastDay.at(this.#options.now().epochMilliseconds) };
  }

  switchSet(name: string, enabled: boolean): SesError | undefined {
    if (this.#options.configurationSets?.includes(name) === false) return noSet(name);
    if (enabled) this.#pausedSets.delete(name);
    else this.#pausedSets.add(name);
    this.#reportSwitched();
    return undefined;
  }

  #reportSwitched(): void {
    this.#options.switched?.({ account: !this.#enabled, sets: [...this.#pausedSets] });
  }

  #paused({ configurationSet: set }: RawSend): SesError | undefined {
    if (!this.#enabled)
      return { status: 400, code: 'AccountSendingPausedException', message: 'Email sending is disabled for the account.' };
    if (set === undefined) return undefined;
    if (this.#options.configurationSets?.includes(set) === false) return noSet(set);
    if (!this.#pausedSets.has(set)) return undefined;
    return {
      status: 400,
      code: 'ConfigurationSetSendingPausedException',
      message: `Email sending is disabled for the configuration set ${set}.`,
    };
  }

  #unverified({ source = '' }: RawSend): SesError | undefined {
    const domain = source.slice(source.lastIndexOf('@') + 1);
    if (!this.#options.verified || this.#options.verified.some((identity) => identity === source || identity === domain)) return undefined;
    const { message, ...error } = sesRefusals['not-verified'];
    return { ...error, message: `${message}: ${source}` };
  }
}

function noSet(name: string): SesError {
  return { status: 400, code: 'ConfigurationSetDoesNotExist', message: `Configuration set <${name}> does not exist.` };
}

/** Counts the recipients of the last `spanMs` milliseconds. */
class RollingCount {
  readonly #spanMs: number;
  #entries: { atMs: number; count: number }[] = [];
  #sum = 0;

  constructor(spanMs: number) {
    this.#spanMs = spanMs;
  }

  at(nowMs: number): number {
    const gone = this.#entries.findIndex((entry) => entry.atMs > nowMs - this.#spanMs);
    for (const { count } of this.#entries.splice(0, gone < 0 ? this.#entries.length : gone)) this.#sum -= count;
    return this.#sum;
  }

  add(atMs: number, count: number): void {
    const last = this.#entries.at(-1);
    // One entry per hundredth of the span keeps a day of mail at about a hundred entries.
    if (last && atMs - last.atMs < this.#spanMs / 100) last.count += count;
    else this.#entries.push({ atMs, count });
    this.#sum += count;
  }
}
