import { addCalls, type Calls, sumOf } from './calls.ts';
import { type Cost, openLambda } from './lambda.ts';
import { sendDigest } from './newsroom-run.ts';
import type { Site } from './site.ts';

/** The whole path of one digest in fresh processes. `…CpuMs` and `callsPerEmail` are per email. */
export type PipelineFigures = {
  emails: number;
  callsPerEmail: number;
  /** Every call of the run by name, including those of the queue's poller. */
  calls: Calls;
  sendCpuMs: number;
  tickCpuMs: number;
  perSecond: number;
  /** Megabytes of memory: the maximum of `send` in the first half of the run and in all of it, and of `tick`. */
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
