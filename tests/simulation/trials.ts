// The worlds that are tried: calm ones with exactly placed faults, and hostile ones drawn from a seed.
import { chance } from '#tests/simulation/chance';
import { FAULTS, type Fault, plannedFaults, swarmFaults } from '#tests/simulation/faults';
import type { Protocol } from '#tests/simulation/protocol';
import { withRareEvents } from '#tests/simulation/rare-events';
import { type Run, runWorld } from '#tests/simulation/run-scenario';
import { calm, hostile, type Mode, type Scenario } from '#tests/simulation/scenario';
import { ZERO } from '#tests/simulation/simulation-context';
import type { Trace } from '#tests/simulation/wire';

/** Runs the hostile world of a seed. */
export function trySeed(protocol: Protocol, seed: number, mode: Mode, how: { mutated?: boolean; trace?: Trace } = {}): Promise<Run> {
  const drawn = chance(seed);
  const scenario = {
    ...withRareEvents(chance(seed, 2), hostile(drawn, mode), mode),
    ...(chance(seed, 6).happens(0.3) ? { leaseIsVoid: true as const } : {}),
  };
  return runWorld(protocol, scenario, seed, swarmFaults(drawn, ZERO, scenario.storm), how);
}

/** The calm worlds in which faults are placed: both policies, and both sizes of group. */
const CALM: Scenario[] = [
  calm('resend', { chunk: 5, group: 3 }),
  { ...calm('hold', { chunk: 5, group: 4 }), thread: true },
  { ...calm('resend', { chunk: 4, group: 4 }), stories: { post: false, event: true }, people: 5 },
  // The store is lost in the middle of the send: the second group has been claimed, and not all of the first is settled.
  { ...calm('resend', { chunk: 4, group: 3 }), people: 5, rewind: { point: 1_110, at: 1_180 } },
];

/** A calm world by its index, and the faults at its await points. */
export type Placed = { world: number; faults: [step: number, fault: Fault][] };

/** Runs a calm world with placed faults. */
export function tryPlaced(protocol: Protocol, { world, faults }: Placed, how: { mutated?: boolean; trace?: Trace } = {}): Promise<Run> {
  return runWorld(protocol, CALM[world] as Scenario, 1, plannedFaults(new Map(faults)), how);
}

/** Returns every kind of fault at every await point of every calm world. */
export async function singles(protocol: Protocol): Promise<Placed[]> {
  const placed: Placed[] = [];
  for (const world of CALM.keys()) {
    const { steps } = await tryPlaced(protocol, { world, faults: [] });
    for (let step = 1; step <= steps; step += 1) for (const fault of FAULTS) placed.push({ world, faults: [[step, fault]] });
  }
  return placed;
}

/** Draws pairs of faults. The second may strike a call that only the first has caused. */
export async function pairs(protocol: Protocol, from: number, count: number): Promise<Placed[]> {
  const steps = await Promise.all(CALM.map(async (_, world) => (await tryPlaced(protocol, { world, faults: [] })).steps));
  return Array.from({ length: count }, (_, i) => {
    const drawn = chance(from + i, 7);
    const world = drawn.below(CALM.length);
    const first = 1 + drawn.below(steps[world] ?? 1);
    const second = first + 1 + drawn.below((steps[world] ?? 1) + 60 - first);
    return {
      world,
      faults: [
        [first, drawn.pick(FAULTS)],
        [second, drawn.pick(FAULTS)],
      ],
    };
  });
}
