import type { Chance } from '#tests/simulation/chance';
import type { Fault, FaultSource } from '#tests/simulation/faults';
import type { Kernel, Process } from '#tests/simulation/kernel';

/** How a failing call ends for its caller: the mailer and the channel do not throw, but return `unknown` within their deadline. */
type Ending = { deadline: number; unknown?: unknown };
const PATIENT: Ending = { deadline: 60_000 };
const ENDINGS: Record<string, Ending> = {
  'mailer.send': { deadline: 10_000, unknown: { kind: 'unknown', why: 'The connection broke after the request was written.' } },
  'social.x.post': { deadline: 20_000, unknown: { kind: 'unknown', why: 'The connection broke after the request was written.' } },
};

/** These run inside of the process, without a call that a fault could strike. */
const OWN = new Set(['subscribers.idOf', 'tokens.sign', 'tokens.verify', 'machine.elapsedMs', 'machine.nonce']);

/** Sees every call as it is made, every effect as it lands, and how each call ends for its process; without a `result` it failed. */
export type Watcher = {
  issued(name: string, given: unknown[], process: Process): void;
  ended?(name: string, given: unknown[], process: Process, result: unknown): void;
  landed(name: string, given: unknown[], result: unknown): void;
};

/** Gets a line for every call and every effect of a replayed world. */
export type Trace = (line: string) => void;

/** Everything between a process and the world: every call of a port is an await point, at which a fault may strike. */
export class Wire {
  readonly struck = new Map<string, number>();
  readonly #kernel: Kernel;
  readonly #chance: Chance;
  readonly #faults: FaultSource;
  readonly #watcher: Watcher;
  readonly #lateWakeMs: number;
  readonly #trace: Trace | undefined;

  constructor(
    kernel: Kernel,
    chance: Chance,
    faults: FaultSource,
    watcher: Watcher,
    { lateWakeMs = 0, trace }: { lateWakeMs?: number; trace?: Trace | undefined } = {},
  ) {
    this.#kernel = kernel;
    this.#chance = chance;
    this.#faults = faults;
    this.#watcher = watcher;
    this.#lateWakeMs = lateWakeMs;
    this.#trace = trace;
  }

  /** Returns the world as this process sees it. */
  view<W extends object>(world: W, process: Process): W {
    const ports = new Map<string | symbol, unknown>();
    return new Proxy(world, {
      get: (target, port) => {
        const there: unknown = Reflect.get(target, port);
        // Not every world has an account at each social network.
        if (typeof there !== 'object' || there === null) return there;
        const known = ports.get(port) ?? this.#port(String(port), there, process);
        ports.set(port, known);
        return known;
      },
    });
  }

  #port(port: string, target: object, process: Process): object {
    return new Proxy(target, {
      get: (methods, method) => {
        const name = `${port}.${String(method)}`;
        const there: unknown = Reflect.get(methods, method);
        // The accounts are ports of one port: `social.x.post`.
        if (typeof there === 'object' && there !== null) return this.#port(name, there, process);
        // Not every implementation has each method.
        if (typeof there !== 'function' || OWN.has(name)) return there;
        const effect = there as (...given: unknown[]) => unknown;
        if (name === 'machine.wait')
          return (ms: number) =>
            new Promise<void>((resolve) =>
              this.#kernel.after(ms + this.#chance.between(0, this.#lateWakeMs), () => this.#kernel.resume(process, resolve)),
            );
        return (...given: unknown[]) => this.#call(process, name, given, () => effect.apply(methods, given) as Promise<unknown>);
      },
    });
  }

  #call(process: Process, name: string, given: unknown[], effect: () => Promise<unknown>): Promise<unknown> {
    const kernel = this.#kernel;
    if (!kernel.isAlive(process)) return new Promise(() => undefined);
    kernel.steps += 1;
    const fault = this.#faults(kernel.steps, name, kernel.now);
    if (fault) this.struck.set(fault, (this.struck.get(fault) ?? 0) + 1);
    this.#trace?.(this.#line(process, `${name} ${fault ? `(${fault}) ` : ''}${readable(given)}`));
    this.#watcher.issued(name, given, process);
    const land = async (): Promise<unknown> => {
      const result = await effect();
      this.#watcher.landed(name, given, result);
      this.#trace?.(this.#line(process, `  ${name} landed: ${readable(result)}`));
      return result;
    };
    return new Promise((resolve, reject) => {
      const ending = ENDINGS[name] ?? PATIENT;
      const end = (value: unknown, how: () => void) =>
        kernel.resume(process, () => {
          this.#watcher.ended?.(name, given, process, value);
          how();
        });
      const answer = (result: Promise<unknown>) =>
        result.then(
          (value) => end(value, () => resolve(value)),
          (error: unknown) => end(undefined, () => reject(error)),
        );
      const broken = () =>
        end(ending.unknown, () => (ending.unknown ? resolve(ending.unknown) : reject(new Error(`${name} gave no answer.`))));
      this.#strike(fault, process, ending, { land, answer, broken });
    });
  }

  #line({ name, began }: Process, what: string): string {
    return `${(this.#kernel.now / 1000).toFixed(3)} ${name}@${(began / 1000).toFixed(0)} ${what.length > 400 ? `${what.slice(0, 400)}…` : what}`;
  }

  #strike(
    fault: Fault | undefined,
    process: Process,
    { deadline }: Ending,
    { land, answer, broken }: { land: () => Promise<unknown>; answer: (result: Promise<unknown>) => void; broken: () => void },
  ): void {
    const kernel = this.#kernel;
    const chance = this.#chance;
    const soon = chance.between(2, 40);
    const quietly = () => void land().catch(() => undefined);
    switch (fault) {
      case undefined:
        kernel.after(soon, () => answer(land()));
        return;
      case 'crash-before':
        process.dead = true;
        return;
      case 'crash-after':
        process.dead = true;
        kernel.after(soon, quietly);
        return;
      case 'error':
        kernel.after(chance.between(0, Math.min(deadline, 10_000)), broken);
        return;
      case 'lost':
        kernel.after(soon, quietly);
        kernel.after(soon + chance.between(0, Math.min(deadline, 10_000)), broken);
        return;
      case 'slow': {
        const whole = chance.between(5_000, 40_000);
        const there = chance.unit() * whole;
        let result: Promise<unknown> | undefined;
        kernel.after(there, () => {
          result = land();
          result.catch(() => undefined);
        });
        if (whole > deadline) kernel.after(deadline, broken);
        else kernel.after(whole, () => result && answer(result));
        return;
      }
      case 'stuck': {
        const given = chance.between(500, Math.min(deadline, 10_000));
        kernel.after(given, broken);
        kernel.after(chance.between(given, 290_000), quietly);
        return;
      }
      default:
        fault satisfies never;
    }
  }
}

/** Returns a value as text for people: maps by their entries, and no bytes. */
function readable(value: unknown): string {
  return (
    JSON.stringify(value, (_, one: unknown) => {
      if (one instanceof Uint8Array) return `${one.length} bytes`;
      return one instanceof Map || one instanceof Set ? [...one] : one;
    }) ?? 'nothing'
  );
}
