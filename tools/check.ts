// `npm run check`: all static checks. With `-- --fix` the linter and the formatter write their fixes.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { readOptions } from '#local/cli/options';
import { orStop } from '#local/cli/run-command';
import { houseProblems } from './house.ts';

const root = join(import.meta.dirname, '..');
const { fix } = orStop(() =>
  readOptions(
    { fix: { type: 'boolean', default: false } },
    {
      line: 'npm run check -- [--fix]',
      about:
        'Checks types, lint, import rules, unused code and the rules of the house.\n  --fix   the linter and the formatter write their fixes',
    },
  ),
);

type Verdict = { passed: boolean; said: string };

/** Runs a command of node_modules/.bin and collects its output. */
async function run(command: string, ...args: string[]): Promise<Verdict> {
  const bin = join(root, 'node_modules', '.bin');
  const child = spawn(join(bin, command), args, { cwd: root, env: { ...process.env, PATH: `${bin}:${process.env.PATH}` } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  return { passed: code === 0, said };
}

async function verdict(problems: Promise<string[]>): Promise<Verdict> {
  const found = await problems;
  return { passed: found.length === 0, said: found.join('\n') };
}

const steps: { name: string; look: () => Promise<Verdict> }[] = [
  { name: 'build', look: () => run('node', 'tools/build.ts') },
  { name: 'types', look: () => run('tsc', '-p', '.') },
  {
    name: 'lint',
    look: () =>
      run('biome', 'check', '--error-on-warnings', '--diagnostic-level=warn', '--max-diagnostics=100', ...(fix ? ['--write'] : []), '.'),
  },
  { name: 'unused', look: () => run('knip', '--no-progress') },
  { name: 'house rules', look: () => verdict(houseProblems(root)) },
];

const failed: string[] = [];
for (const { name, look } of steps) {
  const start = performance.now();
  const { passed, said } = await look();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(`${passed ? 'passed' : 'FAILED'}  ${name.padEnd(11)} ${seconds} s\n`);
  if (!passed) {
    failed.push(name);
    process.stdout.write(`\n${said.trim()}\n\n`);
  }
}

process.stdout.write(failed.length === 0 ? 'All is well.\n' : `Not well: ${failed.join(', ')}.\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
