import { DraftWorld } from '#tests/simulation/draft-world';
import { letWrite } from '#tests/simulation/draft-writers';
import type { Protocol } from '#tests/simulation/protocol';
import { ZERO } from '#tests/simulation/simulation-context';
import { add, emptyTally, type Tally } from '#tests/simulation/tally';
import type { Trace } from '#tests/simulation/wire';

/** Runs the world of drafts of a seed. Returns it as a tally. */
export async function tryDrafts(protocol: Protocol, seed: number, trace?: Trace): Promise<Tally> {
  const world = new DraftWorld(protocol, seed, trace);
  letWrite(protocol, world);
  await world.conclude();
  const { violations, saved, published } = world.checker;
  return {
    ...emptyTally(),
    ...{ runs: 1, steps: world.kernel.steps, passedMs: world.kernel.now - ZERO, saved, published },
    ...{ faults: Object.fromEntries(world.wire.struck), violating: Math.min(1, violations.length) },
    violations: violations.slice(0, 1).map((sentence) => ({ replay: `npm run prove -- --drafts 1 --from ${seed} --trace`, sentence })),
  };
}

/** Runs the worlds of `worlds` seeds. */
export async function tryManyDrafts(protocol: Protocol, { from, worlds }: { from: number; worlds: number }): Promise<Tally> {
  const tally = emptyTally();
  for (let seed = from; seed < from + worlds; seed += 1) add(tally, await tryDrafts(protocol, seed));
  return tally;
}
