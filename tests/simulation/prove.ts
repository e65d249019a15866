// npm run prove: tries to break the promise in as many worlds as you ask for. Exits 1 when a world breaks it, or a mutant survives.
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import '#tests/simulation/memoise';
import { BadOptions, readOptions } from '#local/cli/options';
import { orStop } from '#local/cli/run-command';
import { tryCounts } from '#tests/simulation/count-world';
import { FAULTS, type Fault } from '#tests/simulation/faults';
import { MUTANTS } from '#tests/simulation/mutants';
import { PEERS } from '#tests/simulation/peers';
import { inJson, inText, isProved, type Proof } from '#tests/simulation/report';
import type { Run } from '#tests/simulation/run-scenario';
import type { Mode } from '#tests/simulation/scenario';
import { add, emptyTally } from '#tests/simulation/tally';
import type { Task } from '#tests/simulation/task';
import { onThreads } from '#tests/simulation/threads';
import { tryPlaced, trySeed } from '#tests/simulation/trials';
import { tryDrafts } from '#tests/simulation/try-drafts';
import { loadProtocol } from '#tests/simulation/variant';
import deadlySeeds from './deadly-seeds.json' with { type: 'json' };

const SLICE = 250;
/** A mutant that the first seed finds needs no seed of its own. */
const EASY = 1;
const PEOPLE_SLICE = 50;
const FILES_SLICE = 20;
const DRAFTS_SLICE = 1_000;
const COUNTS_SLICE = 500;
const USAGE = {
  line: 'npm run prove -- [--seeds N] [--from SEED] [--unknown resend|hold] [--lossy] [--pairs N] [--people N] [--files N] [--drafts N] [--counts N] [--singles N] [--mutants] [--only] [--json]',
  about: `Tries to break the promise in hostile worlds (docs/proof.md). Ends with 1 when a world breaks it, or a mutant survives.
  --seeds N     hostile worlds to try (10000); --from SEED to begin elsewhere
  --unknown W   all with this rule for unknown outcomes, not a mix
  --lossy       2 % of the provider's events come hours late or never, and their channel flaps: shows the residue
  --pairs N     pairs of faults in calm worlds (5000)
  --people N    sequences of what people do where nothing strikes (1000; with --only, none)
  --files N     sequences of what people do to the files of stories (200; with --only, none)
  --drafts N    worlds of drafts on the desk (20000; with --only, none)
  --counts N    worlds of people who change their choices while they are counted (10000; with --only, none)
  --peers N     worlds for each of the loops that people write first (1000)
  --mutants     only the mutants;  --budget N seeds for each of them (10000)
  --short       tries the seeds first that have found the hardest mutants before;  --remember keeps those of this run for that
  --singles N   one of N worlds with a single fault (1: all of them)
  --only        only the hostile worlds
  --trace       with --seeds 1, or with --world W --faults STEP:FAULT,…: every call of that one world
  --json        the result as JSON`,
};

const given = orStop(() =>
  readOptions(
    {
      seeds: { type: 'string', default: '10000' },
      from: { type: 'string', default: '1' },
      unknown: { type: 'string' },
      lossy: { type: 'boolean', default: false },
      pairs: { type: 'string', default: '5000' },
      people: { type: 'string' },
      files: { type: 'string' },
      drafts: { type: 'string' },
      counts: { type: 'string' },
      budget: { type: 'string', default: '10000' },
      peers: { type: 'string', default: '1000' },
      mutants: { type: 'boolean', default: false },
      only: { type: 'boolean', default: false },
      short: { type: 'boolean', default: false },
      remember: { type: 'boolean', default: false },
      singles: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      trace: { type: 'boolean', default: false },
      world: { type: 'string' },
      faults: { type: 'string' },
    },
    USAGE,
  ),
);

/** How many are tried of what has no number of its own among the options. */
const USUAL: Record<string, number> = { people: 1_000, files: 200, drafts: 20_000, counts: 10_000 };
const NUMBERS = ['seeds', 'from', 'pairs', 'people', 'files', 'drafts', 'counts', 'budget', 'peers', 'singles'] as const;
const number = (name: (typeof NUMBERS)[number]): number => {
  const value = Number(given[name] ?? (given.only ? 0 : (USUAL[name] ?? 0)));
  if (!Number.isSafeInteger(value) || value < 0)
    throw wrong(`--${name} "${given[name]}" is no number. Write a whole one, for example 1000.`);
  return value;
};
const policy = orStop(() => {
  if (given.unknown === undefined || given.unknown === 'resend' || given.unknown === 'hold') return given.unknown;
  throw wrong(`--unknown "${given.unknown}" is no rule. Write resend or hold.`);
});
// What is wrong is said before anything runs.
orStop(() => NUMBERS.map(number));
const world = orStop(() => {
  const value = Number(given.world ?? 0);
  if (!Number.isSafeInteger(value) || value < 0) throw wrong(`--world "${given.world}" is no number. Write a whole one, for example 3.`);
  return value;
});
const faults = orStop(() => given.faults?.split(',').map(faultOf));
const mode: Mode = { ...(policy ? { policy } : {}), ...(given.lossy ? { lossy: true } : {}) };

if (number('drafts') === 1) await replayDrafts();
else if (number('counts') === 1) await replayCounts();
else if (faults !== undefined || number('seeds') === 1) await replay();
else await prove();

/** Runs one world again, and prints its violations. */
async function replay(): Promise<void> {
  const protocol = await loadProtocol('real');
  const trace = given.trace ? { trace: (line: string) => void process.stdout.write(`${line}\n`) } : {};
  const run: Run =
    faults === undefined ? await trySeed(protocol, number('from'), mode, trace) : await tryPlaced(protocol, { world, faults }, trace);
  process.stdout.write(
    `${run.steps} await points, ${Math.round(run.passed / 60_000)} simulated minutes, ${run.mails} mails, ${run.posts} posts.\n`,
  );
  for (const sentence of run.violations) process.stdout.write(`VIOLATION ${sentence}\n`);
  if (run.violations.length === 0) process.stdout.write('No violation.\n');
  process.exitCode = run.violations.length > 0 ? 1 : 0;
}

/** Runs one world of drafts again. */
async function replayDrafts(): Promise<void> {
  const trace = given.trace ? (line: string) => void process.stdout.write(`${line}\n`) : undefined;
  const { steps, saved, published, violations } = await tryDrafts(await loadProtocol('real'), number('from'), trace);
  process.stdout.write(`${steps} await points, ${saved} saves, ${published} stories published.\n`);
  for (const { sentence } of violations) process.stdout.write(`VIOLATION ${sentence}\n`);
  if (violations.length === 0) process.stdout.write('No violation.\n');
  process.exitCode = violations.length > 0 ? 1 : 0;
}

/** Runs one world of counts again. */
async function replayCounts(): Promise<void> {
  const trace = given.trace ? { trace: (line: string) => void process.stdout.write(`${line}\n`) } : {};
  const { steps, counted, violations } = await tryCounts(await loadProtocol('real'), { from: number('from'), worlds: 1, ...trace });
  process.stdout.write(`${steps} await points, ${counted} counts compared.\n`);
  for (const { sentence } of violations) process.stdout.write(`VIOLATION ${sentence}\n`);
  if (violations.length === 0) process.stdout.write('No violation.\n');
  process.exitCode = violations.length > 0 ? 1 : 0;
}

function wrong(sentence: string): BadOptions {
  return new BadOptions([sentence, `Use it like this: ${USAGE.line}`]);
}

function faultOf(argument: string): [number, Fault] {
  const [step, name] = argument.split(':');
  const fault = FAULTS.find((one) => one === name);
  if (!fault || !/^\d+$/.test(step ?? ''))
    throw wrong(`--faults "${argument}" is no fault. Write a step and one of ${FAULTS.join(', ')}, for example 12:${FAULTS[0]}.`);
  return [Number(step), fault];
}

async function prove(): Promise<void> {
  const began = performance.now();
  const tasks = tasksOf();
  const proof: Proof = { layers: new Map(), killed: [], peers: [], seconds: 0, left: tasks.length };
  const end = (): void => {
    proof.seconds = (performance.now() - began) / 1000;
    process.stdout.write(given.json ? `${inJson(proof)}\n` : `\n${inText(proof)}\n`);
    if (given.remember) rememberSeeds(proof);
    process.exitCode = isProved(proof) ? 0 : 1;
  };
  // Ctrl+C prints the results so far: hours of work must not be lost.
  process.once('SIGINT', () => {
    end();
    process.exit();
  });
  let reportedAt = 0;
  await onThreads(tasks, availableParallelism(), (result) => {
    proof.left -= 1;
    if (result.kind === 'mutant') proof.killed.push(result.killed);
    else if (result.kind === 'peer') proof.peers.push(result.peer);
    else {
      const layer = proof.layers.get(result.layer) ?? emptyTally();
      add(layer, result.tally);
      proof.layers.set(result.layer, layer);
      for (const { sentence, replay } of result.tally.violations) process.stderr.write(`\nVIOLATION ${sentence}\n  ${replay}\n`);
    }
    if (given.json) return;
    const layers = [...proof.layers.values()];
    const runs = layers.reduce((sum, layer) => sum + layer.runs, 0);
    const violating = layers.reduce((sum, layer) => sum + layer.violating, 0);
    const seconds = Math.round((performance.now() - began) / 1000);
    const line = `${tasks.length - proof.left} of ${tasks.length} tasks, ${runs} worlds, ${violating} violations, ${seconds} s`;
    if (process.stderr.isTTY) process.stderr.write(`\r${line} `);
    else if (seconds >= reportedAt + 60) {
      reportedAt = seconds;
      process.stderr.write(`${line}\n`);
    }
  });
  end();
}

/** Keeps the seeds of mutants that the first few did not find, for later runs with --short. Others keep theirs. */
function rememberSeeds({ killed }: Proof): void {
  const late = MUTANTS.flatMap(({ name }) => {
    const found = killed.find((one) => one.name === name);
    const seed = found ? found.seed : (deadlySeeds as Record<string, number>)[name];
    return seed !== undefined && seed > EASY ? [[name, seed]] : [];
  });
  writeFileSync(new URL('./deadly-seeds.json', import.meta.url), `${JSON.stringify(Object.fromEntries(late), undefined, 2)}\n`);
}

/** Returns the seeds in slices, so that all threads end at about the same time. */
function seedsOf(seeds: number, how: Mode): Task[] {
  const tasks: Task[] = [];
  for (let from = number('from'), left = seeds; left > 0; from += SLICE, left -= SLICE) {
    tasks.push({ kind: 'seeds', from, seeds: Math.min(SLICE, left), mode: how });
  }
  return tasks;
}

function tasksOf(): Task[] {
  const seeds = seedsOf(number('seeds'), mode);
  const mutants = MUTANTS.map((_, mutant): Task => ({ kind: 'mutant', mutant, from: 1, budget: number('budget'), tryFirst: given.short }));
  const people = Array.from(
    { length: Math.ceil(number('people') / PEOPLE_SLICE) },
    (_, i): Task => ({ kind: 'people', seed: number('from') + i, runs: Math.min(PEOPLE_SLICE, number('people')) }),
  );
  const files = Array.from(
    { length: Math.ceil(number('files') / FILES_SLICE) },
    (_, i): Task => ({ kind: 'files', seed: number('from') + i, runs: Math.min(FILES_SLICE, number('files')) }),
  );
  const worlds = (kind: 'drafts' | 'counts', slice: number): Task[] =>
    Array.from({ length: Math.ceil(number(kind) / slice) }, (_, i) => ({
      kind,
      from: number('from') + i * slice,
      worlds: Math.min(slice, number(kind) - i * slice),
    }));
  const drafts = worlds('drafts', DRAFTS_SLICE);
  const counts = worlds('counts', COUNTS_SLICE);
  if (given.only) return [...people, ...files, ...drafts, ...counts, ...seeds];
  if (given.mutants) return mutants;
  const parts = 8;
  const placed = Array.from(
    { length: number('singles') > 0 ? parts : 0 },
    (_, part): Task => ({ kind: 'singles', part: part * number('singles'), of: parts * number('singles') }),
  );
  const pairs = Array.from(
    { length: Math.ceil(number('pairs') / SLICE) },
    (_, i): Task => ({ kind: 'pairs', from: i * SLICE, pairs: SLICE }),
  );
  const peers = PEERS.map(({ name }): Task => ({ kind: 'peer', peer: name, seeds: number('peers') }));
  // Beyond the promise: how often a lost event causes a second mail, and that it never does with `hold`.
  const beyond = given.lossy
    ? []
    : (['resend', 'hold'] as const).flatMap((rule) => seedsOf(Math.ceil(number('seeds') / 20), { policy: rule, lossy: true }));
  return [
    ...mutants,
    ...people,
    ...files,
    ...drafts,
    ...counts,
    ...placed,
    ...(number('peers') > 0 ? peers : []),
    ...pairs,
    ...beyond,
    ...seeds,
  ];
}
