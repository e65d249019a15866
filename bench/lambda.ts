import { addCalls, type Calls } from './calls.ts';
import { type Child, openChild } from './child.ts';

/** The cost of one or more invocations in their process. */
export type Cost = { wallMs: number; cpuMs: number; calls: Calls };
/** `rssMb`: the memory of the process after the invocation. */
export type Invocation<A> = Cost & { answer: A; rssMb: number };

/** A warm Lambda environment: a process that runs one bundle, one event at a time. */
export type Lambda = {
  invoke<A>(event: unknown): Promise<Invocation<A>>;
  stop(): Promise<void>;
};

/** Starts the process of a bundle. Resolves when the bundle is loaded. */
export async function openLambda(bundle: string, environment: Record<string, string>): Promise<Lambda> {
  const child: Child = openChild('environment.ts', bundle, { ...process.env, ...environment });
  await child.ask('load');
  return {
    invoke: (event) => child.ask('invoke', event),
    stop: child.stop,
  };
}

export const noCost: Cost = { wallMs: 0, cpuMs: 0, calls: {} };

export function addCosts(...costs: Cost[]): Cost {
  return {
    wallMs: costs.reduce((sum, { wallMs }) => sum + wallMs, 0),
    cpuMs: costs.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    calls: addCalls(...costs.map(({ calls }) => calls)),
  };
}
