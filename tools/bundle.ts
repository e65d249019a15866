import { basename, dirname, join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { editorFiles } from './editor-js.ts';
import { laterFiles, leaveForLater, loadedLater } from './later.ts';
import { leanSdk } from './lean-sdk.ts';
import { noticesFor, packagesOf, usedIn } from './notices.ts';
import { READERS_PAGES } from './templates.ts';
import { writeIfChanged } from './write-if-changed.ts';

export type Bundle = { name: string; contents: Uint8Array };

const NOTICES = 'THIRD-PARTY-NOTICES.txt';
/** tools/site-css.ts makes it from the design system's own style sheet. */
const STYLES = 'templates/site-css.js';
/** tools/editor-js.ts makes it from our own code and packages. */
const SCRIPT = 'templates/editor-js.js';
const DESIGN_SYSTEM = join(import.meta.dirname, '..', 'node_modules', 'nhsuk-frontend', 'package.json');

/** Shows no page of the desk. */
const OF_READERS = 'public';

const readersPages: Plugin = {
  name: 'readers-pages',
  setup({ onResolve }) {
    onResolve({ filter: /^#templates\/pages$/ }, () => ({ path: READERS_PAGES }));
  },
};

const HOW = {
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minify: true,
  // Node prints the source line of an uncaught error: one line of 700 kB would hide the error itself.
  lineLimit: 200,
  legalComments: 'none',
  logLevel: 'error',
  // The SDK's CommonJS builds cannot be tree-shaken: tick would have 1,221 kB instead of 921.
  mainFields: ['module', 'main'],
  // twitter-text means the package, not Node's deprecated module.
  alias: { punycode: 'punycode/' },
  // CommonJS packages inside an ES module load Node's modules by `require`.
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
} satisfies BuildOptions;

/**
 * Bundles each entry into `<folder>/<name>/index.mjs`; the deployed file is the file that runs here. The same sources give the same
 * bytes, and so the same asset hash. Beside it are files that it loads later (tools/later.ts), and the licences of what it contains.
 */
export async function bundle(entries: Record<string, string>, folder: string, more: Plugin[] = []): Promise<Bundle[]> {
  const builtWith = async (some: [string, string][], plugins: Plugin[]) => {
    const { outputFiles, metafile } = await build({
      ...HOW,
      entryPoints: Object.fromEntries(some.map(([name, file]) => [`${name}/index`, file])),
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      metafile: true,
      plugins: [...leanSdk, ...plugins, leaveForLater],
    });
    return outputFiles.map(({ path, contents }) => ({ name: basename(dirname(path)), path, contents, metafile }));
  };
  const { readers = [], others = [] } = Object.groupBy(Object.entries(entries), ([name]) => (name === OF_READERS ? 'readers' : 'others'));
  // The first plugin that resolves a name decides: a newsroom on this machine reads its templates and styles anew.
  const built = await Promise.all([builtWith(others, more), ...(readers.length > 0 ? [builtWith(readers, [...more, readersPages])] : [])]);
  const bundles = built.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { path, contents } of bundles) await writeIfChanged(path, contents);
  const making = new Map<string, ReturnType<typeof laterFiles>>();
  for (const one of bundles) {
    const { metafile } = one;
    const from = usedIn(metafile, `${one.name}/index.mjs`);
    for (const later of loadedLater(metafile, one.name)) {
      const files = making.get(later.file) ?? laterFiles(HOW, later);
      making.set(later.file, files);
      const made = await files;
      for (const { name, contents } of made.files) await writeIfChanged(join(dirname(one.path), name), contents);
      from.push(...made.from);
    }
    const styles = from.some((file) => file.endsWith(STYLES)) ? [DESIGN_SYSTEM] : [];
    const script = from.some((file) => file.endsWith(SCRIPT)) ? await editorFiles() : [];
    await writeIfChanged(join(dirname(one.path), NOTICES), await noticesFor(packagesOf([...from, ...styles, ...script])));
  }
  return bundles.map(({ name, contents }) => ({ name, contents }));
}
