import type { Chance } from '#tests/simulation/chance';

/**
 * The faults that can strike one call of a port.
 * crash-before, crash-after: the process dies, without or with the effect. error: no effect, and an error. lost: the
 * effect, and an error. slow: 5 to 40 s. stuck: an error now, and the effect up to 290 s later.
 */
export const FAULTS = ['crash-before', 'crash-after', 'error', 'lost', 'slow', 'stuck'] as const;
export type Fault = (typeof FAULTS)[number];

/** Returns the fault for the await point `step`, which calls `port` at the virtual time `now`. */
export type FaultSource = (step: number, port: string, now: number) => Fault | undefined;

/** Strikes exactly these faults, by the number of the await point. */
export function plannedFaults(plan: ReadonlyMap<number, Fault>): FaultSource {
  return (step) => plan.get(step);
}

/** Draws a mix of faults and rates. In about a third of the worlds they strike mostly at a few ports. */
export function swarmFaults(chance: Chance, zero: number, storm: boolean): FaultSource {
  const rates = FAULTS.map((fault) => ({ fault, rate: chance.happens(0.5) ? chance.unit() ** 2 * 0.06 : 0 }));
  const focus = chance.happens(0.35) ? chance.pick(FOCUS) : undefined;
  const strength = focus ? chance.between(1, 8) : 1;
  const outages = chance.happens(0.2) ? Array.from({ length: 1 + chance.below(3) }, () => outage(chance, zero)) : [];
  // X accepts a post without an answer, and then its timeline cannot be read either.
  if (chance.happens(0.08)) {
    const from = zero + chance.between(-1, 3) * 60_000;
    outages.push({ what: /^social\./, from, to: from + chance.between(1, 40) * 60_000, fault: 'lost' });
  }
  // The ledger goes away while mails are under way: neither their answers nor their events can be written.
  const treacherous = chance.happens(0.08) ? chance.between(0.05, 0.4) : 0;
  return (_, port, now) => {
    if (treacherous > 0 && port === 'mailer.send' && chance.happens(treacherous)) {
      outages.push({ what: /^ledger\./, from: now, to: now + chance.between(2_000, 300_000), fault: 'error' });
    }
    for (const { what, from, to, fault } of outages) if (now >= from && now < to && what.test(port) && chance.happens(0.9)) return fault;
    if (storm && port === 'ledger.change' && chance.happens(0.35)) return 'stuck';
    if (storm && port === 'mailer.send' && chance.happens(0.35)) return 'lost';
    const factor = focus === undefined ? 1 : focus.test(port) ? strength : 0.1;
    let at = chance.unit();
    for (const { fault, rate } of rates) {
      at -= rate * factor;
      if (at < 0) return fault;
    }
    return undefined;
  };
}

/** Draws a time in which nine in ten calls of these ports, or their answers, get lost. */
function outage(chance: Chance, zero: number): { what: RegExp; from: number; to: number; fault: Fault } {
  const from = zero + chance.between(0, chance.happens(0.7) ? 5 : 45) * 60_000;
  return {
    what: chance.pick(DOWN),
    from,
    to: from + chance.between(2_000, chance.pick([30_000, 120_000, 900_000])),
    fault: chance.pick(['error', 'error', 'lost', 'stuck'] as const),
  };
}

const DOWN = [
  /^(ledger|socialLedger|canary|texts)\./,
  /^(publications|switches|subscribers|suppressions)\./,
  /^mailer\.send/,
  /^jobQueue\./,
  /^social\./,
];
const FOCUS = [
  /^(ledger\.change|mailer\.send)$/,
  /^ledger\./,
  /^ledger\.change$/,
  /^mailer\./,
  /^subscribers\./,
  /^publications\./,
  /^jobQueue\./,
  /^social\.|^socialLedger\./,
  /^canary\./,
  /^ledger\.(addChunk|chunk|newestChunk)$/,
];
