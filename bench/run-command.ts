import { spawn } from 'node:child_process';

/** Runs a command to its end and returns its output. @throws when it fails, with the output. */
export async function run(command: string, args: string[], environment: Record<string, string> = {}): Promise<string> {
  const child = spawn(command, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [said, complained] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complained += text;
  });
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`${command} ${args.slice(0, 2).join(' ')} ended with ${code}:\n${complained}${said}`);
  return said;
}
