import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { isAfter, isBefore } from '#core/time/compare';
import { BadOptions } from '#local/cli/options';

/**
 * The local clock. It runs in real time, can be moved forward, and never goes back, not even across a restart. A clock that was set or
 * moved stands still while the newsroom is closed; any other shows the real time.
 */
export type LocalClock = { now(): Temporal.Instant; moveTo(to: Temporal.Instant): void };

/** Opens the clock of a data folder. @throws BadOptions when `at` is before the time it had reached: sent mail cannot be unsent. */
export function openClock(folder: string, at: Temporal.Instant | undefined): LocalClock {
  const { reached, set: wasSet } = readKept(fileIn(folder));
  const real = () => Temporal.Now.instant();
  if (at && reached && isBefore(at, reached)) {
    throw new BadOptions([
      `This newsroom's clock already stands at ${reached.toString()}, which is later than --at. Leave out --at, or begin anew with --fresh.`,
    ]);
  }
  const start = at ?? readClock(folder);
  const file = fileIn(folder);
  let set = at !== undefined || wasSet;
  let ahead = real().until(start);
  let kept = 0;
  const now = () => real().add(ahead);
  const keep = (moment: Temporal.Instant) => {
    kept = moment.epochMilliseconds;
    // Written to a second file and renamed, so that a kill at any moment leaves a whole file.
    writeFileSync(`${file}.new`, JSON.stringify({ reached: moment.toString(), set }));
    renameSync(`${file}.new`, file);
  };
  keep(start);
  return {
    now: () => {
      const moment = now();
      if (moment.epochMilliseconds - kept >= 1000) keep(moment);
      return moment;
    },
    moveTo: (to) => {
      if (isBefore(to, now())) return;
      ahead = real().until(to);
      set ||= ahead.total('minutes') > 1;
      keep(to);
    },
  };
}

/** Returns what the clock of a closed newsroom shows, and leaves it as it is. */
export function readClock(folder: string): Temporal.Instant {
  const { reached, set } = readKept(fileIn(folder));
  const real = Temporal.Now.instant();
  return reached && (set || isAfter(reached, real)) ? reached : real;
}

const fileIn = (folder: string): string => join(folder, 'clock.json');

function readKept(file: string): { reached?: Temporal.Instant; set: boolean } {
  try {
    const { reached, set }: { reached: string; set: boolean } = JSON.parse(readFileSync(file, 'utf8'));
    return { reached: Temporal.Instant.from(reached), set };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { set: false };
    throw error;
  }
}
