// Each function by itself, as Lambda unpacks it: only its own folder can be read, nothing can be written, and nothing else is near.
import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentNames } from '#config';
import { startSecretsStandIn } from '#local/stand-ins/secrets';
import { lastLines, ranToEnd } from '#tests/engines/ran-to-end';
import { CORE, sliceOf } from '#tests/engines/slice';
import type { Verdict } from '#tests/mail/verdict';
import { buildHandlers } from '#tools/build';

/** Lambda stops a function whose start takes longer. */
const MOST_MS = 10_000;

const START = `const began = performance.now();
const { handler } = await import(process.argv[1]);
const took = performance.now() - began;
for (const file of process.argv.slice(2)) await import(file);
if (typeof handler !== 'function') throw new Error('It has no handler.');
process.stdout.write(String(Math.round(took)));
process.exit(0);`;

export async function eachAlone(scratch: string): Promise<Verdict> {
  const tokens = { pepper: 'p'.repeat(32), keys: { a: 'k'.repeat(32) }, current: 'a' };
  const secrets = await startSecretsStandIn({ tokens, x: {} });
  const slice = await sliceOf(CORE);
  const [said, wrong]: [string[], string[]] = [[], []];
  try {
    for (const { name } of await buildHandlers()) {
      const folder = join(scratch, 'alone', name);
      await cp(join('dist', name), folder, { recursive: true });
      const others = (await readdir(folder)).filter((file) => file.endsWith('.mjs') && file !== 'index.mjs');
      const files = ['index.mjs', ...others].map((file) => join(folder, file));
      const node = ['--permission', `--allow-fs-read=${folder}/*`, '--input-type=module', '--eval', START, ...files];
      const [program = '', ...args] = [...(slice?.within ?? []), process.execPath, ...node];
      const { code, said: output } = await ranToEnd(program, args, environment(secrets.url));
      const milliseconds = Number(output);
      if (code !== 0 || Number.isNaN(milliseconds)) wrong.push(`${name} does not start alone: ${lastLines(output)}`);
      else if (milliseconds > MOST_MS) wrong.push(`${name} takes ${milliseconds} ms to start, and Lambda waits ${MOST_MS}.`);
      else said.push(`${name.padEnd(20)}${String(milliseconds).padStart(6)} ms`);
    }
  } finally {
    await secrets.stop();
    await slice?.end();
  }
  const speed = slice
    ? `with ${CORE} of a core`
    : `with whole cores: this machine lets us make no control group, so ${CORE} of one was not tried`;
  return { said: [`${said.length} functions, ${speed}.`, ...said], wrong };
}

/** Nothing of this process: only what the stack gives a function. */
function environment(secretsUrl: string): NodeJS.ProcessEnv {
  const url = 'https://stack.example.org';
  const names = Object.values(environmentNames).filter((name) => !['X_LOOPBACK_PORT', 'ASKS_OTHER_SITES', 'CALLS_BY'].includes(name));
  return {
    ...Object.fromEntries(names.map((name) => [name, url])),
    [environmentNames.stage]: 'aws',
    [environmentNames.secretTokens]: 'tokens',
    [environmentNames.secretX]: 'x',
    // It is JSON, and is used by the first call only.
    [environmentNames.doctor]: '{}',
    ...{ AWS_REGION: 'eu-west-2', AWS_ACCESS_KEY_ID: 'k', AWS_SECRET_ACCESS_KEY: 's', AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsUrl },
    AWS_LAMBDA_FUNCTION_NAME: 'alone',
  };
}
