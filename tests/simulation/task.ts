import '#tests/simulation/memory';
import { DEADLY, MUTANTS } from '#tests/simulation/mutants';
import { type PeerResult, tryPeer } from '#tests/simulation/peers';
import { count, emptyTally, type Tally } from '#tests/simulation/tally';
import { type Mode, type Placed, pairs, singles, tryPlaced, trySeed } from '#tests/simulation/trials';
import { loadProtocol } from '#tests/simulation/variant';

/** A piece of the proof that one thread does by itself. */
export type Task =
  | { kind: 'seeds'; from: number; seeds: number; mode: Mode }
  | { kind: 'singles'; part: number; of: number }
  | { kind: 'pairs'; from: number; pairs: number }
  | { kind: 'mutant'; mutant: number; from: number; budget: number; tryFirst: boolean }
  | { kind: 'peer'; peer: string; seeds: number };

/** `seeds`: how many it took; `seed`: the one that found it. */
export type Killed = { name: string; seeds: number; seed?: number; by?: string };

export type Done = { kind: 'tally'; layer: string; tally: Tally } | { kind: 'mutant'; killed: Killed } | { kind: 'peer'; peer: PeerResult };

export async function doTask(task: Task): Promise<Done> {
  switch (task.kind) {
    case 'seeds': {
      const protocol = await loadProtocol('real');
      const tally = emptyTally();
      for (let seed = task.from; seed < task.from + task.seeds; seed += 1) {
        count(tally, await trySeed(protocol, seed, task.mode), `npm run prove -- --from ${seed} --seeds 1${modeWords(task.mode)}`);
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
    case 'mutant': {
      const mutant = MUTANTS[task.mutant];
      if (!mutant) throw new Error(`There is no mutant ${task.mutant}.`);
      const protocol = await loadProtocol(`mutant-${task.mutant}`, mutant.edits);
      const { name, edits: _, ...mode } = mutant;
      const first = task.tryFirst && DEADLY[name] !== undefined ? [DEADLY[name]] : [];
      const seeds = [...first, ...Array.from({ length: task.budget }, (_, i) => task.from + i)];
      for (const [i, seed] of seeds.entries()) {
        const { violations } = await trySeed(protocol, seed, mode, { mutated: true });
        if (violations[0] !== undefined)
          return { kind: 'mutant', killed: { name, seeds: i + 1, seed, by: violations[0].split(':')[0] ?? '' } };
      }
      return { kind: 'mutant', killed: { name, seeds: task.budget } };
    }
    case 'peer':
      return { kind: 'peer', peer: await tryPeer(task.peer, task.seeds) };
    default:
      return task satisfies never;
  }
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

function modeWords({ policy, lossy }: Mode): string {
  return `${policy ? ` --unknown ${policy}` : ''}${lossy ? ' --lossy' : ''}`;
}
