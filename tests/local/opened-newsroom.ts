// Runs `npm start` as a person does: as its own process, with its own content folder, and asks it over HTTP.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from '#local/stand-ins/loopback';
import { EVENT, POST, RULES } from '#tests/web/sample-newsroom';

const root = join(import.meta.dirname, '..', '..');
const SUBSCRIBERS = `email,name,organisation,frequency,topics,status,confirmed_at
ama@avon.example.org,Ama Bright,avon,each,,confirmed,2019-02-12T10:00:00Z
ben@avon.example.org,Ben Ali,avon,weekly,,confirmed,2019-02-12T10:00:00Z
left@avon.example.org,Lea Left,avon,each,,left,2019-02-12T10:00:00Z
`;

/** `content` is the folder that the editor writes, `data` the folder of the newsroom (not there yet). */
export type ContentFolder = { content: string; data: string; remove(): Promise<void> };

/** Writes a content folder with the sample stories, rules and subscribers, and names a place for the newsroom's own data. */
export async function contentFolder(files: Record<string, string | Uint8Array> = {}): Promise<ContentFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'newsroom-start-'));
  const all = {
    'newsroom.yaml': RULES,
    'subscribers.csv': SUBSCRIBERS,
    'posts/what-we-learned.md': POST,
    'events/spring.md': EVENT,
    ...files,
  };
  for (const [file, text] of Object.entries(all)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  return { content: folder, data: join(folder, 'data'), remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Runs `npm start` to its end. */
export async function runStart(...options: string[]): Promise<{ code: number | null; said: string }> {
  const child = start(options);
  const code = await new Promise<number | null>((resolve) => child.process.once('close', resolve));
  return { code, said: child.said() };
}

/** Starts a newsroom, and waits until it says that it is open. Throws when it ends before that. */
export async function openedNewsroom(options: string[]) {
  const port = await freePort();
  const child = start(['--port', String(port), ...options]);
  const closed = new Promise<number | null>((resolve) => child.process.once('close', resolve));
  const opened = new Promise<void>((resolve) => {
    child.process.stdout.on('data', () => child.said().includes('The newsroom is open') && resolve());
  });
  if ((await Promise.race([opened, closed])) !== undefined) throw new Error(`The newsroom did not open: ${child.said()}`);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    said: child.said,
    get: (path: string) => fetch(`${url}${path}`),
    json: async (path: string) => (await fetch(`${url}${path}`)).json(),
    clock: (body: unknown, headers: Record<string, string> = {}) =>
      fetch(`${url}/local/clock`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    stop: (signal: NodeJS.Signals = 'SIGTERM') => {
      child.process.kill(signal);
      return closed;
    },
  };
}

function start(options: string[]) {
  const child = spawn(process.execPath, [join(root, 'functions', 'local', 'commands', 'start.ts'), ...options], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  return { process: child, said: () => said };
}
