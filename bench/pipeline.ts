import { addCalls, type Calls, sumOf } from './calls.ts';
import { type Cost, openLambda } from './lambda.ts';
import { sendDigest } from './newsroom-run.ts';
import type { Site } from './site.ts';

/** The whole path of one digest through fresh processes. Milliseconds and calls are of one email. */
export type PipelineFigures = {
  emails: number;
  callsPerEmail: number;
  /** Every call of the run by its name, and the queue's poller's. */
  calls: Calls;
  sendCpuMs: number;
  tickCpuMs: number;
  perSecond: number;
  /** Megabytes that the process held: `send` half-way through and at its most, `tick` at its most. */
  memory: { sendHalfway: number; send: number; tick: number };
};

export async function measurePipeline(site: Site, count: number, keepEvents: boolean): Promise<PipelineFigures> {
  const readers = await site.grow(count);
  const [tick, send] = await Promise.all([
    openLambda(site.bundleOf('tick'), site.environment),
    openLambda(site.bundleOf('send'), site.environment),
  ]);
  const run = await sendDigest(site, { tick, send }, readers, keepEvents);
  const calls = addCalls(run.tick.calls, run.send.calls, run.queue);
  const { rssMb } = run;
  const half = rssMb.send.slice(0, Math.ceil(rssMb.send.length / 2));
  const memory = { sendHalfway: Math.max(...half), send: Math.max(...rssMb.send), tick: Math.max(...rssMb.tick) };
  await Promise.all([tick.stop(), send.stop()]);
  const each = ({ cpuMs }: Cost) => cpuMs / count;
  return {
    emails: count,
    callsPerEmail: sumOf(calls) / count,
    calls,
    sendCpuMs: each(run.send),
    tickCpuMs: each(run.tick),
    perSecond: (count * 1000) / run.send.wallMs,
    memory,
  };
}
