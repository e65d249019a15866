import { Worker } from 'node:worker_threads';
import type { Done, Task } from '#tests/simulation/task';

/** Does all tasks on `threads` threads. Calls `onDone` with each result. */
export async function onThreads(tasks: readonly Task[], threads: number, onDone: (done: Done) => void): Promise<void> {
  const queue = [...tasks];
  await Promise.all(Array.from({ length: Math.min(threads, tasks.length) }, () => lane(queue, onDone)));
}

async function lane(queue: Task[], onDone: (done: Done) => void): Promise<void> {
  const worker = new Worker(new URL('./prove-worker.ts', import.meta.url), { execArgv: ['--disable-warning=ExperimentalWarning'] });
  try {
    for (let task = queue.shift(); task; task = queue.shift()) onDone(await done(worker, task));
  } finally {
    await worker.terminate();
  }
}

function done(worker: Worker, task: Task): Promise<Done> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      worker.off('message', onMessage).off('error', fail);
      end();
    };
    const onMessage = (reply: { done: Done } | { failed: string }) =>
      settle(() => ('done' in reply ? resolve(reply.done) : reject(new Error(reply.failed))));
    const fail = (error: Error) => settle(() => reject(error));
    worker.on('message', onMessage).on('error', fail);
    worker.postMessage(task);
  });
}
