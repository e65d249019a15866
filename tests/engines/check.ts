// `npm run check:aws`: what is too slow, or needs too much, for every run of the tests: other engines than our emulators, and our functions
// under Lambda's conditions.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BadOptions, readOptions } from '#local/cli/options';
import { runCommand } from '#local/cli/run-command';
import { OTHER_AWS, OTHER_DYNAMO } from '#local/emulators/other-engines';
import { eachAlone } from '#tests/engines/alone';
import { inTurn } from '#tests/engines/in-turn';
import { type Engine, makePython, startEngine, startMoto } from '#tests/engines/python';
import { ranToEnd } from '#tests/engines/ran-to-end';
import { runSuite } from '#tests/engines/suite';
import { templateLinted } from '#tests/engines/template';
import type { Verdict } from '#tests/mail/verdict';

const say = (line: string) => void process.stdout.write(`${line}\n`);

const USAGE = {
  line: 'npm run check:aws -- [--dynamodb-local FOLDER]',
  about: `Runs what is too slow for every run of the tests, some five minutes:
  the template          cfn-lint, in three regions
  each function alone   in a folder of its own that it can only read, with as much of a core as Lambda gives it
  on moto               the contracts of all ports; more than a year of the newsroom, each call held against its function's role; a restore
  on DynamoDB Local     the same
moto and cfn-lint are installed by pip into a folder that is deleted afterwards. DynamoDB Local is under its vendor's own terms, and is never
fetched: give the folder of your own copy, which has DynamoDBLocal.jar, by the option or by DYNAMODB_LOCAL. It needs Java.
Ends with 0 if nothing failed, 1 if something did, and 2 if the command was wrong. What was not run, and why, stands at the end.`,
};

const TESTS = {
  'the contracts': ['tests/contracts'],
  'the recorded life under its roles': ['tests/access/recorded-requests.test.ts'],
  'the restore': ['tests/local/commands/restore-on-aws.test.ts'],
};

/** What moto does not do as AWS does. */
const MOTO_LACKS = {
  'only a form that we have signed is taken': 'moto takes a form with any signature.',
};

type Check = { name: string; look(): Promise<Verdict> };

async function check(summary: string[], { name, look }: Check): Promise<boolean> {
  say(`\n== ${name}`);
  const began = performance.now();
  const { said, wrong, notRun } = await look().catch((error: unknown): Verdict => ({ said: [], wrong: [String(error)] }));
  for (const line of [...said, ...wrong]) say(`  ${line}`);
  if (notRun !== undefined) summary.push(`not run  ${name}: ${notRun}`);
  else {
    const isRight = wrong.length === 0;
    const seconds = Math.round((performance.now() - began) / 1000);
    summary.push(`${isRight ? 'passed ' : 'FAILED '}  ${name}: ${isRight ? said[0] : `${wrong.length} wrong.`} (${seconds} s)`);
  }
  return wrong.length === 0;
}

const on = (engine: string, environment: Record<string, string>, leaveOut = {}): Check[] =>
  Object.entries(TESTS).map(([name, tests]) => ({
    name: `${name} on ${engine}`,
    look: () => runSuite({ tests, environment, leaveOut }),
  }));

const notRun = (name: string, why: string): Check => ({ name, look: async () => ({ said: [], wrong: [], notRun: why }) });

/** Starts DynamoDB Local from a person's own copy, or says why not. */
async function dynamoDbLocal(folder: string | undefined): Promise<Engine | string> {
  if (folder === undefined) return 'no copy was named. Its vendor gives it out under its own terms; name yours with --dynamodb-local.';
  const jar = join(folder, 'DynamoDBLocal.jar');
  if (!existsSync(jar))
    throw new BadOptions([`There is no DynamoDBLocal.jar in ${folder}. Give the folder of your copy of DynamoDB Local.`]);
  if ((await ranToEnd('java', ['-version'])).code !== 0) return 'there is no Java here.';
  const libraries = `-Djava.library.path=${join(folder, 'DynamoDBLocal_lib')}`;
  return startEngine('java', (port) => [libraries, '-jar', jar, '-inMemory', '-sharedDb', '-port', String(port)]);
}

await runCommand(async () => {
  const options = readOptions({ 'dynamodb-local': { type: 'string', default: process.env.DYNAMODB_LOCAL } }, USAGE);
  const scratch = await mkdtemp(join(tmpdir(), 'newsroom-check-aws-'));
  const engines: Engine[] = [];
  const summary: string[] = [];
  let passed = true;
  const all = async (checks: readonly Check[]) => {
    for (const one of checks) passed = (await check(summary, one)) && passed;
  };
  try {
    const local = await dynamoDbLocal(options['dynamodb-local']);
    await all([{ name: 'each function alone', look: () => eachAlone(scratch) }]);
    say('\nInstalling moto and cfn-lint …');
    const python = await makePython(join(scratch, 'python'));
    if ('notRun' in python) await all(['the template (cfn-lint)', 'everything on moto'].map((name) => notRun(name, python.notRun)));
    else {
      await all([{ name: 'the template (cfn-lint)', look: () => templateLinted(python.programs, scratch) }]);
      const moto = await startMoto(python.programs);
      const dynamo = await inTurn(moto.url);
      engines.push(dynamo, moto);
      await all(on('moto', { [OTHER_DYNAMO]: dynamo.url, [OTHER_AWS]: moto.url }, MOTO_LACKS));
    }
    if (typeof local === 'string') await all([notRun('everything on DynamoDB Local', local)]);
    else {
      engines.push(local);
      await all(on('DynamoDB Local', { [OTHER_DYNAMO]: local.url }));
    }
  } finally {
    for (const engine of engines) await engine.stop();
    await rm(scratch, { recursive: true, force: true });
  }
  say(`\n${summary.join('\n')}\n${passed ? 'PASS' : 'FAIL'}`);
  return passed;
});
