import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Runs the proof in its own process, because it loads the source with edits. Returns its JSON: `layers`, `mutants` and `peers`. */
export async function prove(...options: string[]) {
  const script = fileURLToPath(new URL('./prove.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', script, '--json', ...options], {
    maxBuffer: 10_000_000,
  });
  return JSON.parse(stdout);
}
