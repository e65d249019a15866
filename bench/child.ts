import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A child process that answers questions, so that its CPU and memory are measured apart. */
export type Child = {
  /** @throws the child's error, or that the child ended. */
  ask<A>(question: string, value?: unknown): Promise<A>;
  stop(): Promise<void>;
};

type Answers = Record<string, (value: never) => unknown>;

/** Starts a file of this folder, which must call `answerParent`. */
export function openChild(file: string, argument: string, environment: NodeJS.ProcessEnv = process.env): Child {
  const child = fork(join(import.meta.dirname, file), [argument], { env: environment });
  const waiting = new Map<number, PromiseWithResolvers<never>>();
  let questions = 0;
  child.on('message', ({ id, answer, error }: { id: number; answer: never; error?: string }) => {
    if (error === undefined) waiting.get(id)?.resolve(answer);
    else waiting.get(id)?.reject(new Error(error));
    waiting.delete(id);
  });
  child.on('exit', (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended (${signal ?? code}) before it had answered.`));
  });
  return {
    ask(question, value) {
      questions += 1;
      const answer = Promise.withResolvers<never>();
      waiting.set(questions, answer);
      child.send({ id: questions, question, value });
      return answer.promise;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

/** Answers the parent's questions until the parent is gone, then ends the process. */
export function answerParent(answers: Answers): void {
  process.on('message', async ({ id, question, value }: { id: number; question: string; value: never }) => {
    try {
      process.send?.({ id, answer: (await answers[question]?.(value)) ?? null });
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.on('disconnect', () => process.exit(0));
}
