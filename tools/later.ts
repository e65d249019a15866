// Bundles what a Lambda loads only when needed, by `import()`: the renderer of event cards. It is a bundle of its own beside the
// Lambda's, with the package files that it reads. The bundles of post, public and desk grow by 0.3 to 4 kB for it, and beside each
// are 4.4 MB (1.7 MB zipped).
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { CARD_FILES } from '#adapters/card/font-files';
import { usedIn } from './notices.ts';

const RENDERER = '#adapters/card/renderer';
const FILE = 'event-card-renderer.mjs';
const { resolve } = createRequire(import.meta.url);

/** Keeps the renderer's `import()` as one of the file beside the bundle. */
export const leaveForLater: Plugin = {
  name: 'leave-for-later',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`^${RENDERER}$`) }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: `./${FILE}`, external: true } : undefined,
    );
  },
};

/** True when the bundle of this name imports the renderer. */
export function loadsLater({ outputs }: Metafile, bundle: string): boolean {
  const found = Object.entries(outputs).find(([path]) => path.endsWith(`/${bundle}/index.mjs`))?.[1];
  return found?.imports.some(({ path }) => path === `./${FILE}`) ?? false;
}

/** A Lambda has no packages: functions/adapters/card/package-file.ts must look beside the bundle instead. */
const lookBeside: Plugin = {
  name: 'look-beside',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]adapters[\\/]card[\\/]package-file\.ts$/ }, () => ({
      contents: `import { basename, join } from 'node:path';
        export const packageFile = (name) => join(import.meta.dirname, basename(name));`,
    }));
  },
};

/** Builds the files that go beside a bundle with the renderer. `from`: the files that they were made from. */
export async function laterFiles(how: BuildOptions): Promise<{ files: { name: string; contents: Uint8Array }[]; from: string[] }> {
  const entry = join(import.meta.dirname, '..', 'functions', 'adapters', 'card', 'renderer.ts');
  const built = await build({ ...how, entryPoints: [entry], outfile: FILE, write: false, metafile: true, plugins: [lookBeside] });
  const paths = Object.values(CARD_FILES).map((name) => resolve(name));
  const read = paths.map(async (path) => ({ name: basename(path), contents: await readFile(path) }));
  const files = [...built.outputFiles.map(({ contents }) => ({ name: FILE, contents })), ...(await Promise.all(read))];
  return { files, from: [...paths, ...usedIn(built.metafile, FILE)] };
}
