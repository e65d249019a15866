// `npm run drill -- NAME|all [--short]`: something goes badly wrong on this machine, and the certificate says what came of it.
import { spawn } from 'node:child_process';
import { BadOptions, readNamed } from '#local/cli/options';
import { runCommand } from '#local/cli/run-command';
import { type Drill, passed } from './verdict.ts';

const drills: Record<string, () => Promise<Drill>> = {
  kills: async () => (await import('./kills.ts')).kills,
  hangs: async () => (await import('./hangs.ts')).hangs,
  silence: async () => (await import('./silence.ts')).silence,
  rewind: async () => (await import('./rewind.ts')).rewind,
  clocks: async () => (await import('./clocks.ts')).clocks,
  thread: async () => (await import('./thread.ts')).thread,
};

const USAGE = {
  line: `npm run drill -- ${Object.keys(drills).join('|')}|all [--short]`,
  about: `Lets something go badly wrong on this machine, and says by the certificate what came of it (docs/drills.md).
  --short   seconds instead of minutes
Ends with 0 if every drill passed, 1 if one failed, and 2 if the command was wrong.`,
};

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

await runCommand(async () => {
  const { name, values } = readNamed({ short: { type: 'boolean', default: false } }, 'Name one drill.', USAGE);
  const drill = drills[name];
  if (drill) return one(name, drill, values.short ? 'short' : 'full');
  if (name === 'all') return all(values.short ? ['--short'] : []);
  throw new BadOptions([`There is no drill "${name}".`, `Use it like this: ${USAGE.line}`]);
});
// The newsroom leaves pooled connections of an SDK open, which would keep this process alive.
process.exit();
