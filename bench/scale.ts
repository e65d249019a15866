import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutMorningSummary } from '#local/rehearsal/without-morning-summary';
import { openChild } from './child.ts';
import type { PipelineFigures } from './pipeline.ts';
import type { Say } from './say.ts';
import { markdownTable } from './tables.ts';
import { writeWeek } from './week.ts';

/**
 * One step of a digest to so many readers. `seconds`: how long it would take with calls of 5 ms, or of 60 ms to SES, and no computing.
 * `megabytes`: the most memory in use at one time, beyond the stores, which are in memory too. `ticks`: those that it was spread over.
 */
export type StepFigures = {
  name: string;
  cpuMicros: number;
  cpuMs: number;
  calls: number;
  seconds: number;
  ticks?: number;
  longestTickSeconds?: number;
  megabytes: number;
};
export type ScaleFigures = { readers: number; steps: StepFigures[] };

/** Measures each number of readers in a process of its own. */
export async function measureScale(numbers: readonly number[], say: Say): Promise<ScaleFigures[]> {
  const folder = await mkdtemp(join(tmpdir(), 'newsroom-scale-'));
  const figures: ScaleFigures[] = [];
  try {
    await writeWeek('content', join(folder, 'content'));
    const rules = withoutMorningSummary(await readFile('newsroom.yaml', 'utf8')).replace(/^saved_late:.*$/m, '');
    await writeFile(join(folder, 'newsroom.yaml'), `${rules}\nsaved_late: send\n`);
    for (const readers of numbers) {
      say(`  ${readers.toLocaleString('en-GB')} readers.`);
      const child = openChild('scale-run.ts', folder);
      figures.push(await child.ask<ScaleFigures>('measure', readers));
      await child.stop();
    }
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A cost for each reader may grow so much when there are ten times as many readers: a list is larger than the caches of a processor. */
const MOST_GROWTH = 3;
/** Smaller costs for a reader are not compared: what is done once weighs more. */
const LEAST = { cpuMicros: 2, calls: 0.01 };

/** The steps whose cost for each reader grows with the number of readers. There should be none. */
export function growing(figures: readonly ScaleFigures[]): string[] {
  return figures.slice(1).flatMap(({ readers, steps }, i) => {
    const before = figures[i];
    return steps.flatMap(({ name, cpuMicros, calls }, at) => {
      const then = before?.steps[at];
      if (!before || !then) return [];
      const times = [
        cpuMicros / Math.max(then.cpuMicros, LEAST.cpuMicros),
        calls / readers / Math.max(then.calls / before.readers, LEAST.calls),
      ];
      return Math.max(...times) <= MOST_GROWTH ? [] : [`${name}, to ${readers.toLocaleString('en-GB')} readers`];
    });
  });
}

/** A line for each step; for each number of readers the CPU of one, and at the most readers also its calls, time and memory. */
export function scaleTable(figures: readonly ScaleFigures[]): string {
  const many = (count: number) => count.toLocaleString('en-GB');
  const last = figures.at(-1);
  const rows = last?.steps.map((step, i) => [
    step.name,
    ...figures.map(({ steps }) => `${steps[i]?.cpuMicros.toFixed(1)} µs`),
    many(step.calls),
    `${step.seconds.toFixed(step.seconds < 10 ? 1 : 0)} s${step.ticks === undefined || step.ticks === 1 ? '' : `, ${step.ticks} ticks`}`,
    `${step.megabytes.toFixed(0)} MB`,
  ]);
  const most = `${many(last?.readers ?? 0)}:`;
  return markdownTable(
    [
      '',
      ...figures.map(({ readers }) => `CPU a reader, ${many(readers)}`),
      `${most} calls`,
      'time of its calls',
      'memory beyond the stores',
    ],
    rows ?? [],
  );
}

/** One digest by the bundles: a row. */
export function bundlesTable({ emails, sendCpuMs, tickCpuMs, perSecond, callsPerEmail, memory }: PipelineFigures): string {
  return markdownTable(
    ['readers', 'CPU a reader: send', 'tick', 'emails a second', 'AWS calls an email', 'memory of send: half-way', 'at the end', 'of tick'],
    [
      [
        emails.toLocaleString('en-GB'),
        `${sendCpuMs.toFixed(2)} ms`,
        `${tickCpuMs.toFixed(3)} ms`,
        perSecond.toFixed(0),
        callsPerEmail.toFixed(3),
        ...[memory.sendHalfway, memory.send, memory.tick].map((megabytes) => `${megabytes.toFixed(0)} MB`),
      ],
    ],
  );
}
