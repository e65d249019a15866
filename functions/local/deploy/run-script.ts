import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

type Place = { region: string; folder?: string; output?: 'inherit' | 'ignore' };

/** Runs the CDK's own command, of the project's packages. Its notices of other releases would stand between what the steps say. */
export function runCdk(options: readonly string[], given: Place): Promise<number> {
  // Bootstrapping needs no template, but where a cdk.json is the command would make one, before the functions are built.
  const place = options[0] === 'bootstrap' ? { ...given, folder: tmpdir() } : given;
  return runScript(join('node_modules', 'aws-cdk', 'bin', 'cdk'), [...options, '--no-notices'], place);
}

/** Runs a script with the Node that runs this, and returns its exit code. Ctrl+C reaches it too, as it has the same terminal. */
export function runScript(file: string, options: readonly string[], { region, folder = '.', output = 'inherit' }: Place): Promise<number> {
  return new Promise((done, reject) => {
    const environment = { ...process.env, AWS_REGION: region };
    const child = spawn(process.execPath, [resolve(file), ...options], { cwd: folder, stdio: output, env: environment });
    child.once('error', reject);
    child.once('exit', (code) => done(code ?? 1));
  });
}
