// Prints the last line of .ci/run, in the form that CI tools read: `123 passed, 0 failed`.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The parts of Vitest's JSON report that are counted. */
export type Report = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};

/**
 * Returns the closing line. "failed" counts each failed test, each test file that did not load, and each command that failed for another
 * reason.
 * @param report undefined when the tests did not run.
 * @param commands the failed commands, for example `npm test`.
 */
export function closingLine(report: Report | undefined, commands: string[]): string {
  const unloaded =
    report?.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0).length ?? 0;
  const inTests = (report?.numFailedTests ?? 0) + unloaded;
  const elsewhere = commands.filter((command) => command !== 'npm test' || inTests === 0).length;
  const skipped = report?.numPendingTests ? `, ${report.numPendingTests} skipped` : '';
  return `${report?.numPassedTests ?? 0} passed, ${inTests + elsewhere} failed${skipped}`;
}

if (import.meta.main) {
  const commands = process.argv.slice(2);
  const file = join(import.meta.dirname, '..', 'dist', 'test-results.json');
  const report: Report | undefined = await readFile(file, 'utf8').then(JSON.parse, () => undefined);
  for (const command of commands) process.stdout.write(`${command} failed\n`);
  process.stdout.write(`${closingLine(report, commands)}\n`);
}
