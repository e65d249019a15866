import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Runs the proof in a process of its own: it loads the source with edits of its own, which is not how tests load it. */
export async function prove(...options: string[]) {
  const script = fileURLToPath(new URL('./prove.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', script, '--json', ...options], {
    maxBuffer: 10_000_000,
  });
  return JSON.parse(stdout);
}
