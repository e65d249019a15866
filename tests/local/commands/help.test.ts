import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const COMMANDS = ['start', 'rehearse', 'certificate', 'restore', 'restore-on-aws', 'upload', 'doctor', 'deploy'].map(
  (name) => `functions/local/commands/${name}.ts`,
);

const OTHERS = ['drills/run.ts', 'bench/run.ts', 'tests/gallery/gallery.ts', 'tests/mail/check.ts'];
const TOOLS = ['tests/simulation/prove.ts', 'tools/check.ts', 'tools/build.ts'];

test.each([...COMMANDS, ...OTHERS, ...TOOLS])(
  'the command %s says with --help what it does, and what each of its options means',
  async (file) => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [file, '--help'], { cwd: root });
    expect(stderr).toBe('');
    const [line = '', ...about] = stdout.split('\n');
    expect(line).toMatch(/^npm (?:start|run [a-z:]+)(?: -- |$)/);
    expect(about.join('\n')).toMatch(/^\n[A-Z].*[.:]\n/);
    const source = await readFile(join(root, file), 'utf8');
    const options = [...source.matchAll(/(\w+): \{ type: '(?:string|boolean)'/g)].map(([, name]) => `--${name}`);
    expect(options.length > 0).toBe(line.includes(' -- '));
    for (const option of options) expect(about.join('\n'), option).toContain(option);
  },
);

test.each([...COMMANDS, ...OTHERS, ...TOOLS])(
  'the command %s does nothing when an option is wrong, and says how to use it',
  async (file) => {
    const ended = promisify(execFile)(process.execPath, [file, '--fast'], { cwd: root });
    await expect(ended).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/'--fast'\.\n\s*Use it like this: npm (?:start|run) /),
    });
  },
);

test.each([
  ['--seeds', 'many'],
  ['--unknown', 'maybe'],
  ['--faults', '12:flood'],
  ['--world', 'calm'],
])('the proof does nothing when the value of %s is wrong, and says so in a sentence', async (name, value) => {
  const ended = promisify(execFile)(process.execPath, ['tests/simulation/prove.ts', name, value], { cwd: root });
  await expect(ended).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(new RegExp(`^${name} "${value}" is no \\w+\\. Write .*\\.\nUse it like this: npm run prove `)),
  });
});
