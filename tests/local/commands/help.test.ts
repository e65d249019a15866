import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const file = (command: string) => join('functions', 'local', 'commands', `${command}.ts`);

test.each(['start', 'rehearse', 'certificate', 'restore', 'restore-on-aws', 'upload'])(
  'the command %s says with --help what it does, and what each of its options means',
  async (command) => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [file(command), '--help'], { cwd: root });
    expect(stderr).toBe('');
    const [line = '', ...about] = stdout.split('\n');
    expect(line).toMatch(/^npm (?:start|run [a-z:]+) -- /);
    expect(about.join('\n')).toMatch(/^\n[A-Z].*\.\n/);
    const source = await readFile(join(root, file(command)), 'utf8');
    const options = [...source.matchAll(/(\w+): \{ type: '(?:string|boolean)'/g)].map(([, name]) => `--${name}`);
    expect(options.length).toBeGreaterThan(0);
    for (const option of options) expect(about.join('\n'), option).toContain(option);
  },
);
