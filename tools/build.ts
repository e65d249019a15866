// Builds everything below dist/: the compiled templates, and one folder per Lambda.
import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readOptions } from '#local/cli/options';
import { orStop } from '#local/cli/run-command';
import { type Bundle, bundle } from './bundle.ts';
import { buildEditorJs } from './editor-js.ts';
import { buildSiteCss } from './site-css.ts';
import { buildTemplates } from './templates.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const handlers = join(root, 'functions', 'handlers');

/** Bundles functions/handlers/<name>.ts into dist/<name>/index.mjs. Build the templates first. @throws when a bundle fails. */
export async function buildHandlers(): Promise<Bundle[]> {
  const entries = await handlerFiles();
  try {
    return await bundle(entries, dist);
  } catch (error) {
    // An older bundle must not be tested or deployed instead of the failed one.
    for (const name of Object.keys(entries)) await rm(join(dist, name), { recursive: true, force: true });
    throw error;
  }
}

/** Returns the file of each handler by the handler's name. */
export async function handlerFiles(): Promise<Record<string, string>> {
  const files = (await readdir(handlers)).filter((file) => file.endsWith('.ts')).sort();
  return Object.fromEntries(files.map((file) => [basename(file, '.ts'), join(handlers, file)]));
}

const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} kB`.padStart(8);

if (import.meta.main) {
  const { quiet } = orStop(() =>
    readOptions(
      { quiet: { type: 'boolean', default: false } },
      {
        line: 'npm run build -- [--quiet]',
        about: 'Builds the templates and the bundles below dist/.\n  --quiet   says nothing of their sizes',
      },
    ),
  );
  const templates = await buildTemplates();
  await buildSiteCss();
  await buildEditorJs();
  const lines = (await buildHandlers()).map(
    ({ name, contents }) => `${name.padEnd(14)}${kilobytes(contents.length)}${kilobytes(gzipSync(contents).length)} zipped`,
  );
  if (!quiet) process.stdout.write([`${templates} templates`, ...lines, ''].join('\n'));
}
