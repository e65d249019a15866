import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** Returns the files in which the compiler reports errors after one text of a file of functions/ is replaced, in a copy of the code. */
export async function filesNamedByTheCompiler(file: string, text: string, replacement: string): Promise<string[]> {
  const copy = await mkdtemp(join(tmpdir(), 'planted-'));
  try {
    // The local commands import the tools that build, and what cdk.json holds.
    for (const folder of ['functions', 'tools', 'cdk']) await cp(join(root, folder), join(copy, folder), { recursive: true });
    for (const there of ['node_modules', 'dist', 'package.json']) await symlink(join(root, there), join(copy, there));
    const { compilerOptions } = JSON.parse(await readFile(join(root, 'tsconfig.json'), 'utf8')) as { compilerOptions: object };
    await writeFile(join(copy, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['functions'] }));
    const source = await readFile(join(copy, file), 'utf8');
    const planted = source.replace(text, replacement);
    if (planted === source) throw new Error(`${file} does not contain: ${text}`);
    await writeFile(join(copy, file), planted);
    const errors = (await compile(copy)).flatMap((line) => /^(\S+?)\(\d+,\d+\): error/.exec(line)?.[1] ?? []);
    return [...new Set(errors)].sort();
  } finally {
    await rm(copy, { recursive: true });
  }
}

/** Returns what the compiler prints, by line. */
async function compile(folder: string): Promise<string[]> {
  const tsc = join(root, 'node_modules', '.bin', 'tsc');
  return new Promise((resolve) => {
    execFile(tsc, ['-p', folder, '--pretty', 'false'], { cwd: folder }, (_, stdout) => resolve(stdout.split('\n')));
  });
}
