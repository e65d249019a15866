// `npm run drill -- NAME|all [--short]`: something goes badly wrong on this machine, and the certificate says what came of it.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { type Drill, passed } from './verdict.ts';

const drills: Record<string, () => Promise<Drill>> = {
  kills: async () => (await import('./kills.ts')).kills,
  hangs: async () => (await import('./hangs.ts')).hangs,
  silence: async () => (await import('./silence.ts')).silence,
  rewind: async () => (await import('./rewind.ts')).rewind,
  clocks: async () => (await import('./clocks.ts')).clocks,
  thread: async () => (await import('./thread.ts')).thread,
};

const USAGE = `npm run drill -- ${Object.keys(drills).join('|')}|all [--short]`;

async function one(name: string, load: () => Promise<Drill>, size: 'full' | 'short'): Promise<boolean> {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const began = performance.now();
  const verdict = await (await load())(size, (line) => say(`  ${line}`));
  const seconds = Math.round((performance.now() - began) / 1000);
  say(`\n${verdict.certificate}\n`);
  for (const [sentence, held] of verdict.checks) say(`${held ? 'yes' : 'NO '}  ${sentence}`);
  say(`${passed(verdict) ? 'PASS' : 'FAIL'}: the drill "${name}" took ${seconds} s.`);
  return passed(verdict);
}

/** Runs each drill in its own process, because the newsroom's Lambdas read their environment once. */
async function all(options: string[]): Promise<boolean> {
  const failed: string[] = [];
  for (const name of Object.keys(drills)) {
    process.stdout.write(`\n== ${name}\n`);
    const child = spawn(process.execPath, [import.meta.filename, name, ...options], { stdio: 'inherit' });
    const code = await new Promise((resolve) => child.once('close', resolve));
    if (code !== 0) failed.push(name);
  }
  process.stdout.write(failed.length === 0 ? '\nPASS: all drills.\n' : `\nFAIL: ${failed.join(', ')}.\n`);
  return failed.length === 0;
}

const { values, positionals } = parseArgs({ options: { short: { type: 'boolean', default: false } }, allowPositionals: true });
const [name = '', ...more] = positionals;
const drill = drills[name];
if (more.length > 0 || (name !== 'all' && !drill)) {
  process.stderr.write(`Name one drill. Use it like this: ${USAGE}\n`);
  process.exit(2);
}
const good = drill ? await one(name, drill, values.short ? 'short' : 'full') : await all(values.short ? ['--short'] : []);
// The newsroom leaves pooled connections of an SDK open, which would keep this process alive.
process.exit(good ? 0 : 1);
