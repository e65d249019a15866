import type { Run } from '#tests/simulation/run-scenario';

/** A broken promise, and the command that replays its world. */
export type Violation = { replay: string; sentence: string };

const COUNTS = [
  'runs',
  'steps',
  'passedMs',
  'mails',
  'posts',
  'held',
  'decided',
  'restored',
  'residue',
  'again',
  'saved',
  'published',
  'counted',
  'violating',
] as const;

/** The sums of many worlds. `violations`: the first ten. */
export type Tally = Record<(typeof COUNTS)[number], number> & { faults: Record<string, number>; violations: Violation[] };

const MOST_KEPT = 10;

export function emptyTally(): Tally {
  return {
    runs: 0,
    steps: 0,
    passedMs: 0,
    mails: 0,
    posts: 0,
    held: 0,
    decided: 0,
    restored: 0,
    residue: 0,
    again: 0,
    saved: 0,
    published: 0,
    counted: 0,
    faults: {},
    violating: 0,
    violations: [],
  };
}

/** Adds one world to a tally. `replay` is the command that runs it again. */
export function count(tally: Tally, run: Run, replay: string): void {
  const violations = run.violations.slice(0, 1).map((sentence) => ({ replay, sentence }));
  add(tally, {
    ...emptyTally(),
    ...run,
    runs: 1,
    passedMs: run.passed,
    faults: Object.fromEntries(run.struck),
    violating: violations.length,
    violations,
  });
}

/** Adds another tally to a tally. */
export function add(tally: Tally, more: Tally): void {
  for (const key of COUNTS) tally[key] += more[key];
  for (const [fault, times] of Object.entries(more.faults)) tally.faults[fault] = (tally.faults[fault] ?? 0) + times;
  tally.violations.push(...more.violations.slice(0, MOST_KEPT - tally.violations.length));
}
