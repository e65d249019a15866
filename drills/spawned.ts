// Runs the newsroom as a person does: in its own process, which a drill asks over HTTP and kills.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { freePort } from '#local/stand-ins/loopback';
import type { Folder } from './content.ts';

const root = join(import.meta.dirname, '..');

/** These are killed at the end of this process: a drill that fails must not leave a newsroom behind. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A newsroom in its own process. */
export type Spawned = {
  url: string;
  /** Moves the clock, and resolves when everything that was due on the way is done. @throws when the newsroom is killed meanwhile. */
  clock(to: string): Promise<{ now: string }>;
  state(publication: string): Promise<string | undefined>;
  stop(signal?: NodeJS.Signals): Promise<void>;
};

/** Starts a newsroom. With `killAfter` it is killed after this many milliseconds at the latest, and the result is undefined. */
export async function startNewsroom({ content, data }: Folder, at?: string, killAfter?: number): Promise<Spawned | undefined> {
  const port = await freePort();
  const options = ['--port', String(port), '--content', content, '--data', data, ...(at === undefined ? [] : ['--at', at])];
  const child = spawn(process.execPath, [join(root, 'functions', 'local', 'commands', 'start.ts'), ...options], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const closed = new Promise<void>((resolve) =>
    child.once('close', () => {
      running.delete(child);
      resolve();
    }),
  );
  const kill = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
  const said = await opened(child, closed);
  clearTimeout(kill);
  if (killAfter !== undefined) child.kill('SIGKILL');
  if (killAfter !== undefined) return void (await closed);
  if (!said.includes('The newsroom is open')) throw new Error(`The newsroom did not open: ${said}`);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    async clock(to) {
      const answer = await fetch(`${url}/local/clock`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ to }),
      });
      if (!answer.ok) throw new Error(`The clock was not moved to ${to}: ${await answer.text()}`);
      return answer.json();
    },
    async state(publication) {
      const plan: { id: string; state: string }[] = await (await fetch(`${url}/local/plan.json`)).json();
      return plan.find(({ id }) => id === publication)?.state;
    },
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return closed;
    },
  };
}

async function opened(child: ChildProcess, closed: Promise<void>): Promise<string> {
  let said = '';
  const open = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.includes('The newsroom is open')) resolve();
      });
    }
  });
  await Promise.race([open, closed]);
  return said;
}

/** Enough steps to resolve every unknown outcome: unresolved, wait, canary, quiet time, sent again. */
const STEPS = 30;

/** Moves the clock in steps of five minutes until the publication is done, for at most two and a half hours. Returns its state. */
export async function untilDone(newsroom: Spawned, publication: string, from: string): Promise<string | undefined> {
  let at = Temporal.PlainDateTime.from(from);
  for (let step = 0; step < STEPS && (await newsroom.state(publication)) !== 'done'; step += 1) {
    at = at.add({ minutes: 5 });
    await newsroom.clock(at.toString({ smallestUnit: 'minute' }));
  }
  return newsroom.state(publication);
}

/** Runs one of the newsroom's commands to its end. */
export function command(file: string, ...options: string[]): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'functions', 'local', 'commands', file), ...options], { cwd: root }, (failure, out, error) => {
      resolve({ code: typeof failure?.code === 'number' ? failure.code : failure ? 1 : 0, said: `${out}${error}`.trim() });
    });
  });
}
