import { Worker } from 'node:worker_threads';
import { bodyOf, type Loopback, listenOnLoopback } from '#local/stand-ins/loopback';

/** The path of Lambda's Invoke call. */
const INVOKE = /^\/2015-03-31\/functions\/([\w-]+)\/invocations$/;

export type Lambda = {
  invoke(event: unknown): Promise<unknown>;
  /** Returns all that it has written into its log. */
  log(): string;
  stop(): Promise<void>;
};

const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
const loaded = import(workerData);
parentPort.on('message', async ({ id, event }) => {
  try {
    const { handler } = await loaded;
    parentPort.postMessage({ id, answer: JSON.stringify(await handler(JSON.parse(event), {})) });
  } catch (error) {
    parentPort.postMessage({ id, error: String(error?.stack ?? error) });
  }
});`;

type Said = { id: number; answer?: string; error?: string };

/** Runs a bundle in a thread with its own environment, as it has its own process on AWS. */
export function openLambda(bundle: string, env: Record<string, string | undefined>): Lambda {
  const thread = new Worker(THREAD, { eval: true, workerData: bundle, env, stdout: true, stderr: true });
  let log = '';
  for (const stream of [thread.stdout, thread.stderr]) {
    stream.on('data', (chunk) => {
      log += String(chunk);
    });
  }
  const waiting = new Map<number, (said: Said) => void>();
  let calls = 0;
  thread.on('message', (said: Said) => {
    waiting.get(said.id)?.(said);
    waiting.delete(said.id);
  });
  return {
    async invoke(event) {
      calls += 1;
      const id = calls;
      const said = await new Promise<Said>((resolve) => {
        waiting.set(id, resolve);
        thread.postMessage({ id, event: JSON.stringify(event) });
      });
      if (said.error !== undefined) throw new Error(said.error);
      return said.answer === undefined ? undefined : JSON.parse(said.answer);
    },
    log: () => log,
    stop: async () => void (await thread.terminate()),
  };
}

/** The name of the function that a request to Lambda calls. */
export const calledFunction = (url: string): string => INVOKE.exec(url)?.[1] ?? '';

/** Answers Lambda's Invoke as AWS does, also when the function throws. */
export function serveInvokes(invoke: (name: string, event: unknown) => Promise<unknown>): Promise<Loopback> {
  return listenOnLoopback(async (request, response) => {
    const event: unknown = JSON.parse((await bodyOf(request)).toString());
    try {
      response.end(JSON.stringify(await invoke(calledFunction(request.url ?? ''), event)));
    } catch (error) {
      response.writeHead(200, { 'X-Amz-Function-Error': 'Unhandled' }).end(JSON.stringify({ errorMessage: String(error) }));
    }
  });
}
