// A thread of the proof: it does one task after another.
import { parentPort } from 'node:worker_threads';
import { doTask, type Task } from '#tests/simulation/task';

parentPort?.on('message', async (task: Task) => {
  try {
    parentPort?.postMessage({ done: await doTask(task) });
  } catch (error) {
    parentPort?.postMessage({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
