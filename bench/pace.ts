// How fast the machine is while it measures. Other guests of the same hardware slow it down, and no load shows them.
import { createHash } from 'node:crypto';
import { median } from './median.ts';

const HASHES = 30_000;
const taken: number[] = [];

/** Times the same piece of work once more, some 20 ms. */
export function timeSameWork(): void {
  const began = performance.now();
  let hash = '';
  for (let i = 0; i < HASHES; i += 1) hash = createHash('sha256').update(hash).digest('hex');
  taken.push(performance.now() - began);
}

/** Says how long it has taken so far. */
export function paceInWords(): string {
  const whole = (ms: number) => ms.toFixed(0);
  return `the same piece of work took ${whole(Math.min(...taken))} to ${whole(Math.max(...taken))} ms meanwhile, mostly ${whole(median(taken))}`;
}
