import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { environmentNames } from '#config';
import { median } from './median.ts';
import { run } from './run-command.ts';
import type { Site } from './site.ts';

/** One deployed Lambda: its bytes, and the time of its import in a fresh process as median (`importMs`) and minimum (`leastMs`). */
export type BundleFigures = { name: string; bytes: number; zipped: number; importMs: number; leastMs: number };

const IMPORT =
  'const start = performance.now(); await import(process.argv[1]); process.stdout.write(String(performance.now() - start)); process.exit()';

/** Measures each bundle `times` times, in turn. The import includes what the Lambda does at its start: making clients, reading a secret. */
export async function measureBundles(site: Site, times: number): Promise<BundleFigures[]> {
  const names: string[] = [];
  for (const name of await readdir('functions/handlers')) names.push(name.replace(/\.ts$/, ''));
  const environment = { ...site.environment, [environmentNames.doctor]: '{}' };
  const taken = new Map(names.map((name): [string, number[]] => [name, []]));
  for (let i = 0; i < times; i += 1) {
    for (const [name, all] of taken) {
      const said = await run('node', ['--input-type=module', '-e', IMPORT, join(process.cwd(), fileOf(name))], environment);
      all.push(Number(said));
    }
  }
  const figures = names.sort().map(async (name) => ({
    name,
    bytes: (await stat(fileOf(name))).size,
    zipped: gzipSync(await readFile(fileOf(name))).length,
    importMs: median(taken.get(name) ?? []),
    leastMs: Math.min(...(taken.get(name) ?? [])),
  }));
  return Promise.all(figures);
}

function fileOf(name: string): string {
  return join('dist', name, 'index.mjs');
}
