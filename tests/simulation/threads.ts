import { Worker } from 'node:worker_threads';
import type { Done, Task } from '#tests/simulation/task';

/** Does all tasks on so many threads; `heard` is told of each as it is done. */
export async function onThreads(tasks: readonly Task[], threads: number, heard: (done: Done) => void): Promise<void> {
  const queue = [...tasks];
  await Promise.all(Array.from({ length: Math.min(threads, tasks.length) }, () => lane(queue, heard)));
}

async function lane(queue: Task[], heard: (done: Done) => void): Promise<void> {
  const worker = new Worker(new URL('./prover.ts', import.meta.url), { execArgv: ['--disable-warning=ExperimentalWarning'] });
  try {
    for (let task = queue.shift(); task; task = queue.shift()) {
      const todo = task;
      const done = await new Promise<Done>((resolve, reject) => {
        worker.once('message', (said: { done: Done } | { failed: string }) => ('done' in said ? resolve(said.done) : reject(new Error(said.failed))));
        worker.once('error', reject);
        worker.postMessage(todo);
      });
      worker.removeAllListeners();
      heard(done); if (process.env.DBG) console.error(JSON.stringify(todo).slice(0,100), JSON.stringify(done).slice(0,120));
    }
  } finally {
    await worker.terminate();
  }
}
