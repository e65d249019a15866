import { BadOptions } from '#local/cli/options';

/** Runs a command to its end and sets the exit code: 0 when `main` returns true, 1 when it returns false, 2 for wrong options. */
export async function runCommand(main: () => Promise<boolean>): Promise<void> {
  try {
    process.exitCode = (await main()) ? 0 : 1;
  } catch (error) {
    process.exitCode = said(error);
  }
}

/** Returns the options that `read` reads. When they are wrong the process says what is, and ends before anything has been done. */
export function orStop<V>(read: () => V): V {
  try {
    return read();
  } catch (error) {
    return process.exit(said(error));
  }
}

/** Says what is wrong with the options. Returns the exit code. @throws any other error again. */
function said(error: unknown): number {
  if (!(error instanceof BadOptions)) throw error;
  process.stderr.write(`${error.lines.join('\n')}\n`);
  return 2;
}
