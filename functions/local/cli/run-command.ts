import { BadOptions } from '#local/cli/options';

/** Runs a command to its end and sets the exit code: 0 when `main` returns true, 1 when it returns false, 2 for wrong options. */
export async function runCommand(main: () => Promise<boolean>): Promise<void> {
  try {
    process.exitCode = (await main()) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof BadOptions)) throw error;
    process.stderr.write(`${error.lines.join('\n')}\n`);
    process.exitCode = 2;
  }
}
