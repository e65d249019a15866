// How fast the machine is while it measures. What other guests of the hardware do to its memory shows in no load.
import { execFileSync } from 'node:child_process';
import { median } from './median.ts';

const taken: number[] = [];

/** Times an empty process of Node once more. */
export function timeEmptyProcess(): void {
  const began = performance.now();
  execFileSync(process.execPath, ['--eval', '0']);
  taken.push(performance.now() - began);
}

/** Says how long one has taken so far. */
export function paceInWords(): string {
  const whole = (ms: number) => ms.toFixed(0);
  return `An empty process of Node took ${whole(Math.min(...taken))} to ${whole(Math.max(...taken))} ms meanwhile, mostly ${whole(median(taken))}.`;
}
