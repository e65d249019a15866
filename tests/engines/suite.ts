// Runs tests of ours while other engines answer instead of the emulators.
import { readFile, rm } from 'node:fs/promises';
import { lastLines, ranToEnd } from '#tests/engines/ran-to-end';
import type { Verdict } from '#tests/mail/verdict';

/** `leaveOut`: titles that this engine cannot pass, each with its reason. */
export type Suite = { tests: readonly string[]; environment: Record<string, string>; leaveOut?: Record<string, string> };

/** Where vitest.config.ts has the results written. */
const RESULTS = 'dist/test-results.json';

/** The engines are emptied by each file, so the files run one after another. */
export async function runSuite({ tests, environment, leaveOut = {} }: Suite): Promise<Verdict> {
  await rm(RESULTS, { force: true });
  const titles = Object.keys(leaveOut);
  const all = titles.length === 0 ? [] : ['--testNamePattern', `^(?!.*(${titles.join('|')})).*$`];
  // moto is slower than our emulators, and a scene of the life makes hundreds of calls.
  const patience = ['--testTimeout=600000', '--hookTimeout=600000'];
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--no-file-parallelism', ...patience];
  const { code, said } = await ranToEnd(process.execPath, [...vitest, ...all, ...tests], { ...process.env, ...environment });
  const results: Results | undefined = await readFile(RESULTS, 'utf8').then(JSON.parse, () => undefined);
  if (!results) return { said: [], wrong: [`The tests did not run: ${lastLines(said)}`] };
  const failed = results.testResults.flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => status === 'failed'));
  const unread = results.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0);
  const wrong = [
    ...failed.map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages[0]?.split('\n')[0]}`),
    ...unread.map(({ name, message }) => `${name}: ${message}`),
    ...(code !== 0 && failed.length + unread.length === 0 ? [`The tests ended with ${code}: ${lastLines(said)}`] : []),
  ];
  return { said: [`${results.numPassedTests} tests.`, ...titles.map((title) => `Not asked of it: “${title}”: ${leaveOut[title]}`)], wrong };
}

type Results = {
  numPassedTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
};
