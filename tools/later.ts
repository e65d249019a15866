// What a Lambda loads only when it is asked for it, by `import()`: the renderer of event cards. It is a bundle of its own, beside the
// Lambda's, with the files of packages that it reads. The bundles of post, public and desk carry 0.3 to 4 kB for it, and beside
// each lie 4.4 MB (1.7 MB zipped).
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { CARD_FILES } from '#adapters/card/font-files';
import { usedIn } from './notices.ts';

const RENDERER = '#adapters/card/renderer';
const FILE = 'event-card-renderer.mjs';
const { resolve } = createRequire(import.meta.url);

/** Leaves the import as it is, of the file beside. */
export const leaveForLater: Plugin = {
  name: 'leave-for-later',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`^${RENDERER}$`) }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: `./${FILE}`, external: true } : undefined,
    );
  },
};

/** Whether the bundle of this name asks for it. */
export function loadsLater({ outputs }: Metafile, bundle: string): boolean {
  const found = Object.entries(outputs).find(([path]) => path.endsWith(`/${bundle}/index.mjs`))?.[1];
  return found?.imports.some(({ path }) => path === `./${FILE}`) ?? false;
}

/** A Lambda has no packages: what functions/adapters/card/package-file.ts looks for lies beside the bundle. */
const lookBeside: Plugin = {
  name: 'look-beside',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]adapters[\\/]card[\\/]package-file\.ts$/ }, () => ({
      contents: `import { basename, join } from 'node:path';
        export const packageFile = (name) => join(import.meta.dirname, basename(name));`,
    }));
  },
};

/** All that lies beside a bundle that asks for it, and the files that it was made from. */
export async function laterFiles(how: BuildOptions): Promise<{ files: { name: string; contents: Uint8Array }[]; from: string[] }> {
  const entry = join(import.meta.dirname, '..', 'functions', 'adapters', 'card', 'renderer.ts');
  const built = await build({ ...how, entryPoints: [entry], outfile: FILE, write: false, metafile: true, plugins: [lookBeside] });
  const paths = Object.values(CARD_FILES).map((name) => resolve(name));
  const read = paths.map(async (path) => ({ name: basename(path), contents: await readFile(path) }));
  const files = [...built.outputFiles.map(({ contents }) => ({ name: FILE, contents })), ...(await Promise.all(read))];
  return { files, from: [...paths, ...usedIn(built.metafile, FILE)] };
}
