// Two programs in Python look at us from outside: cfn-lint at the template, moto at our calls. Each run gets its own copies of them.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '#local/stand-ins/loopback';
import { lastLines, ranToEnd } from '#tests/engines/ran-to-end';

const WANTED = ['moto[server]==5.2.5', 'cfn-lint==1.58.0'];

/** Makes a virtual environment in this folder. Returns the folder of its programs, or why there is none. */
export async function makePython(folder: string): Promise<{ programs: string } | { notRun: string }> {
  if ((await ranToEnd('python3', ['--version'])).code !== 0) return { notRun: 'there is no python3 here.' };
  const made = await ranToEnd('python3', ['-m', 'venv', folder]);
  if (made.code !== 0) return { notRun: `python3 can make no virtual environment here: ${lastLines(made.said, 1)}` };
  const programs = join(folder, 'bin');
  const installed = await ranToEnd(join(programs, 'pip'), ['install', '--quiet', '--disable-pip-version-check', ...WANTED]);
  if (installed.code !== 0) return { notRun: `pip could not install ${WANTED.join(' and ')}: ${lastLines(installed.said, 1)}` };
  return { programs };
}

export type Engine = { url: string; stop(): Promise<void> };

/** Starts a server that is ready when it answers. @throws when it ends, or does not answer within a minute. */
export async function startEngine(program: string, args: (port: number) => string[]): Promise<Engine> {
  const port = await freePort();
  const child = spawn(program, args(port), { stdio: 'ignore' });
  let ended = false;
  const closed = new Promise<void>((resolve) => {
    const end = () => {
      ended = true;
      resolve();
    };
    child.once('close', end).once('error', end);
  });
  const url = `http://127.0.0.1:${port}`;
  for (let look = 0; look < 240 && !ended; look += 1) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    ) {
      return {
        url,
        async stop() {
          child.kill();
          await closed;
        },
      };
    }
    await setTimeout(250);
  }
  child.kill();
  throw new Error(`${program} did not begin to answer at ${url}.`);
}

/** moto answers for DynamoDB, SQS, SNS and S3. Its log of requests would be longer than anything else. */
export const startMoto = (programs: string): Promise<Engine> =>
  startEngine(join(programs, 'moto_server'), (port) => ['-H', '127.0.0.1', '-p', String(port)]);
