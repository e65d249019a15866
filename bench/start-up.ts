import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenOnLoopback } from '#local/stand-ins/loopback';
import { median } from './median.ts';

/** Seconds from the start of the process to "The newsroom is open". */
export type StartUpFigures = { first: number; again: number; withoutNpm: number };

const OPEN = 'The newsroom is open';
const GIVEN_UP_MS = 120_000;

/** Times `npm start` with its build, in an empty data folder and again in the same folder, and then the newsroom's process alone. */
export async function measureStartUp(times: number): Promise<StartUpFigures> {
  const taken = { first: [] as number[], again: [] as number[], withoutNpm: [] as number[] };
  for (let i = 0; i < times; i += 1) {
    const data = await mkdtemp(join(tmpdir(), 'newsroom-start-'));
    try {
      const { port, stop } = await listenOnLoopback((_, response) => response.end());
      await stop();
      const options = ['--port', String(port), '--data', data];
      taken.first.push(await untilOpen('npm', ['start', '--', ...options]));
      taken.again.push(await untilOpen('npm', ['start', '--', ...options]));
      taken.withoutNpm.push(await untilOpen('node', ['functions/local/commands/start.ts', ...options]));
    } finally {
      await rm(data, { recursive: true, force: true });
    }
  }
  return { first: median(taken.first), again: median(taken.again), withoutNpm: median(taken.withoutNpm) };
}

async function untilOpen(command: string, args: string[]): Promise<number> {
  const { seconds, stop } = await openNewsroom(command, args);
  await stop();
  return seconds;
}

/** A newsroom in a process of its own. `seconds`: from the start of the process until it was open. */
export type OpenNewsroom = { seconds: number; stop(): Promise<void> };

export async function openNewsroom(command: string, args: string[]): Promise<OpenNewsroom> {
  const start = performance.now();
  // A process group of its own, because npm may not pass on the signal that closes the newsroom.
  const child = spawn(command, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  let said = '';
  const open = new Promise<number>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.includes(OPEN)) resolve((performance.now() - start) / 1000);
      });
    }
    child.on('error', reject);
    child.on('close', () => reject(new Error(`${command} ${args[0]} ended without opening the newsroom:\n${said}`)));
    setTimeout(() => reject(new Error(`The newsroom did not open in ${GIVEN_UP_MS / 1000} s:\n${said}`)), GIVEN_UP_MS).unref();
  });
  const stop = async () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await ended;
  };
  try {
    return { seconds: await open, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
