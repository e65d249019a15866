// The process of one Lambda: loads the bundle given as argument, and measures each invocation from within.
import { pathToFileURL } from 'node:url';
import { countCalls, lessCalls } from './calls.ts';
import { answerParent } from './child.ts';
import type { Invocation } from './lambda.ts';

const [, , bundle = ''] = process.argv;
const calls = countCalls();
let handler: (event: unknown) => Promise<unknown>;

answerParent({
  load: async () => {
    const module: { handler: typeof handler } = await import(pathToFileURL(bundle).href);
    handler = module.handler;
  },
  invoke: async (event: unknown): Promise<Invocation<unknown>> => {
    const before = { ...calls };
    const wall = performance.now();
    const cpu = process.cpuUsage();
    const answer = await handler(event);
    const { user, system } = process.cpuUsage(cpu);
    return {
      answer,
      wallMs: performance.now() - wall,
      cpuMs: (user + system) / 1000,
      calls: lessCalls(calls, before),
      rssMb: process.memoryUsage.rss() / 2 ** 20,
    };
  },
});
