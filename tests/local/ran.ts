import { execFile } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** The exit code of a script, and what it wrote to stdout and stderr. */
export type Ran = { code: number; out: string; error: string };

/** Runs one of the project's scripts to its end, as a person does. */
export function ran(script: string, ...options: string[]): Promise<Ran> {
  return ranWith({}, script, ...options);
}

/** Runs a script like `ran`, with more in its environment. */
export function ranWith(environment: Record<string, string>, script: string, ...options: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...options], { cwd: root, env: { ...process.env, ...environment } }, (failure, out, error) => {
      resolve({ code: typeof failure?.code === 'number' ? failure.code : failure ? 1 : 0, out, error });
    });
  });
}
