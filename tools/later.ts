// Bundles what a Lambda loads only when needed, by `import()`: the renderer of event cards, the codecs of pictures, the readers of Word
// files and of feeds, and what browsers load with a page. Each is a bundle of its own beside the Lambda's, with the package files that it
// reads. The bundles of post, public and desk grow by 0.3 to 4 kB for it. Beside each are 4.4 MB for cards (1.7 MB zipped), beside the
// desk's 0.9 MB for pictures, 0.4 MB for Word files and 0.2 MB for feeds, and beside public's 0.1 MB for browsers.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { CARD_FILES } from '#adapters/card/font-files';
import { CODEC_FILES } from '#adapters/picture/codec-files';
import { usedIn } from './notices.ts';

type Later = { name: string; file: string; entry: string[]; packageFiles: string[] };

const LATER: readonly Later[] = [
  {
    name: '#adapters/card/renderer',
    file: 'event-card-renderer.mjs',
    entry: ['adapters', 'card', 'renderer.ts'],
    packageFiles: Object.values(CARD_FILES),
  },
  {
    name: '#adapters/picture/shrink',
    file: 'picture-codecs.mjs',
    entry: ['adapters', 'picture', 'shrink.ts'],
    packageFiles: Object.values(CODEC_FILES),
  },
  { name: '#core/draft/docx', file: 'word-file.mjs', entry: ['core', 'draft', 'docx.ts'], packageFiles: [] },
  { name: '#core/feed/read-feed', file: 'feed.mjs', entry: ['core', 'feed', 'read-feed.ts'], packageFiles: [] },
  { name: '#templates/site-css', file: 'site-css.mjs', entry: ['..', 'dist', 'templates', 'site-css.js'], packageFiles: [] },
  { name: '#templates/editor-js', file: 'editor-js.mjs', entry: ['..', 'dist', 'templates', 'editor-js.js'], packageFiles: [] },
];
const { resolve } = createRequire(import.meta.url);

/** Keeps each of their `import()`s as one of the file beside the bundle. */
export const leaveForLater: Plugin = {
  name: 'leave-for-later',
  setup({ onResolve }) {
    for (const { name, file } of LATER)
      onResolve({ filter: new RegExp(`^${name}$`) }, ({ kind }) =>
        kind === 'dynamic-import' ? { path: `./${file}`, external: true } : undefined,
      );
  },
};

/** Returns what the bundle of this name loads later. */
export function loadedLater({ outputs }: Metafile, bundle: string): Later[] {
  const found = Object.entries(outputs).find(([path]) => path.endsWith(`/${bundle}/index.mjs`))?.[1];
  return LATER.filter(({ file }) => found?.imports.some(({ path }) => path === `./${file}`));
}

/** A Lambda has no packages: functions/adapters/package-file.ts must look beside the bundle instead. */
const lookBeside: Plugin = {
  name: 'look-beside',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]adapters[\\/]package-file\.ts$/ }, () => ({
      contents: `import { basename, join } from 'node:path';
        export const packageFile = (name) => join(import.meta.dirname, basename(name));`,
    }));
  },
};

/** Builds the files that go beside a bundle. `from`: the files that they were made from. */
export async function laterFiles(
  how: BuildOptions,
  { file, entry, packageFiles }: Later,
): Promise<{ files: { name: string; contents: Uint8Array }[]; from: string[] }> {
  const source = join(import.meta.dirname, '..', 'functions', ...entry);
  const built = await build({ ...how, entryPoints: [source], outfile: file, write: false, metafile: true, plugins: [lookBeside] });
  const paths = packageFiles.map((name) => resolve(name));
  const read = paths.map(async (path) => ({ name: basename(path), contents: await readFile(path) }));
  const files = [...built.outputFiles.map(({ contents }) => ({ name: file, contents })), ...(await Promise.all(read))];
  return { files, from: [...paths, ...usedIn(built.metafile, file)] };
}
