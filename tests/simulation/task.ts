import '#tests/simulation/memoise';
import { tryCounts } from '#tests/simulation/count-world';
import { tryFiles } from '#tests/simulation/file-commands';
import type { Mutant } from '#tests/simulation/mutant';
import { MUTANTS } from '#tests/simulation/mutants';
import { type PeerResult, tryPeer } from '#tests/simulation/peers';
import { tryPeople } from '#tests/simulation/people-commands';
import type { Protocol } from '#tests/simulation/protocol';
import type { Mode } from '#tests/simulation/scenario';
import { count, emptyTally, type Tally } from '#tests/simulation/tally';
import { type Placed, pairs, singles, tryPlaced, trySeed } from '#tests/simulation/trials';
import { tryManyDrafts } from '#tests/simulation/try-drafts';
import { loadProtocol } from '#tests/simulation/variant';
import deadlySeeds from './deadly-seeds.json' with { type: 'json' };

/** A piece of the proof that one thread does by itself. */
export type Task =
  | { kind: 'seeds'; from: number; seeds: number; mode: Mode }
  | { kind: 'singles'; part: number; of: number }
  | { kind: 'pairs'; from: number; pairs: number }
  | { kind: 'people'; seed: number; runs: number }
  | { kind: 'files'; seed: number; runs: number }
  | { kind: 'drafts'; from: number; worlds: number }
  | { kind: 'counts'; from: number; worlds: number }
  | { kind: 'mutant'; mutant: number; from: number; budget: number; tryFirst: boolean }
  | { kind: 'peer'; peer: string; seeds: number };

/** A mutant and its end. `seeds`: how many were tried; `seed`: the one that found it; `by`: the kind of the violation. */
export type Killed = { name: string; seeds: number; seed?: number; by?: string };

export type Done = { kind: 'tally'; layer: string; tally: Tally } | { kind: 'mutant'; killed: Killed } | { kind: 'peer'; peer: PeerResult };

/** Does one task, in the thread that calls it. */
export async function doTask(task: Task): Promise<Done> {
  switch (task.kind) {
    case 'seeds': {
      const protocol = await loadProtocol('real');
      const tally = emptyTally();
      for (let seed = task.from; seed < task.from + task.seeds; seed += 1) {
        count(tally, await trySeed(protocol, seed, task.mode), `npm run prove -- --from ${seed} --seeds 1${modeOptions(task.mode)}`);
      }
      return { kind: 'tally', layer: layerOf(task.mode), tally };
    }
    case 'singles': {
      const all = await singles(await loadProtocol('real'));
      return tryAll(
        'one fault at every await point',
        all.filter((_, i) => i % task.of === task.part),
      );
    }
    case 'pairs':
      return tryAll('pairs of faults', await pairs(await loadProtocol('real'), task.from, task.pairs));
    case 'people':
      return { kind: 'tally', layer: 'what people do, in any order', tally: await tryPeople(await loadProtocol('real'), task) };
    case 'files':
      return { kind: 'tally', layer: 'what people do to files, in any order', tally: await tryFiles(await loadProtocol('real'), task) };
    case 'drafts':
      return { kind: 'tally', layer: 'drafts on the desk', tally: await tryManyDrafts(await loadProtocol('real'), task) };
    case 'counts':
      return { kind: 'tally', layer: 'counts of who has chosen alike', tally: await tryCounts(await loadProtocol('real'), task) };
    case 'mutant':
      return { kind: 'mutant', killed: await hunt(task) };
    case 'peer':
      return { kind: 'peer', peer: await tryPeer(task.peer, task.seeds) };
    default:
      return task satisfies never;
  }
}

/** Sequences of what people do that are tried with one seed. */
const FEW = 10;

/** Tries a few of what a mutant must be found by. */
const TRY_FEW: Record<NonNullable<Mutant['by']>, (protocol: Protocol, seed: number) => Promise<Tally>> = {
  people: (protocol, seed) => tryPeople(protocol, { seed, runs: FEW, shrink: false }),
  files: (protocol, seed) => tryFiles(protocol, { seed, runs: FEW, shrink: false }),
  drafts: (protocol, seed) => tryManyDrafts(protocol, { from: seed * FEW, worlds: FEW }),
  counts: (protocol, seed) => tryCounts(protocol, { from: seed * FEW, worlds: FEW }),
};

async function hunt({ mutant: index, from, budget, tryFirst }: Extract<Task, { kind: 'mutant' }>): Promise<Killed> {
  const mutant = MUTANTS[index];
  if (!mutant) throw new Error(`There is no mutant ${index}.`);
  const { name, edits, by, ...mode } = mutant;
  const protocol = await loadProtocol(`mutant-${index}`, edits);
  const deadly = (deadlySeeds as Record<string, number>)[name];
  const first = tryFirst && deadly !== undefined ? [deadly] : [];
  const step = by === undefined ? 1 : FEW;
  const seeds = [...first, ...Array.from({ length: budget / step }, (_, i) => from + i)];
  for (const [i, seed] of seeds.entries()) {
    const [sentence] =
      by === undefined
        ? (await trySeed(protocol, seed, mode, { mutated: true })).violations
        : (await TRY_FEW[by](protocol, seed)).violations.map((violation) => violation.sentence);
    if (sentence !== undefined) return { name, seeds: (i + 1) * step, seed, by: sentence.split(':')[0] ?? '' };
  }
  return { name, seeds: budget };
}

async function tryAll(layer: string, all: Placed[]): Promise<Done> {
  const protocol = await loadProtocol('real');
  const tally = emptyTally();
  for (const placed of all) {
    const faults = placed.faults.map(([step, fault]) => `${step}:${fault}`).join(',');
    count(tally, await tryPlaced(protocol, placed), `npm run prove -- --world ${placed.world} --faults ${faults}`);
  }
  return { kind: 'tally', layer, tally };
}

function layerOf({ policy, lossy }: Mode): string {
  return `hostile worlds${policy ? `, unknown: ${policy}` : ''}${lossy ? ', beyond the promise: 2 % of events lost or hours late, and a channel that flaps' : ''}`;
}

function modeOptions({ policy, lossy }: Mode): string {
  return `${policy ? ` --unknown ${policy}` : ''}${lossy ? ' --lossy' : ''}`;
}
