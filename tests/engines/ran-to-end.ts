import { spawn } from 'node:child_process';

export type Ended = { code: number | null; said: string };

/** Runs a program to its end, and returns what it wrote. `code`: null when it could not be started. */
export function ranToEnd(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => {
        said += part;
      });
    child.once('error', (error) => resolve({ code: null, said: String(error) }));
    child.once('close', (code) => resolve({ code, said }));
  });
}

/** The last lines of what a program wrote. */
export const lastLines = (said: string, most = 15): string => said.trimEnd().split('\n').slice(-most).join('\n');
