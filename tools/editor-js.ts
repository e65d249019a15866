// Builds the script of the story form from functions/editor: a module with its text, which the site serves.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { build } from 'esbuild';
import { usedIn } from './notices.ts';
import { writeIfChanged } from './write-if-changed.ts';

const root = join(import.meta.dirname, '..');
const target = join(root, 'dist', 'templates', 'editor-js.js');

/** What it was made of: a bundle that holds the script needs the licences of these files too. */
let made: string[] | undefined;

/** Writes a module with `js` and `version`. @throws when the script cannot be bundled. */
export async function buildEditorJs(): Promise<void> {
  const { contents, from } = await bundled();
  made = from;
  const version = createHash('sha256').update(contents).digest('hex').slice(0, 10);
  await writeIfChanged(target, `export const js = ${JSON.stringify(contents)};\nexport const version = ${JSON.stringify(version)};\n`);
  await writeIfChanged(
    target.replace(/\.js$/, '.d.ts'),
    '/** Minified, for browsers. */\nexport declare const js: string;\n/** Names this content. */\nexport declare const version: string;\n',
  );
}

/** Returns the files that the script is made of. */
export async function editorFiles(): Promise<string[]> {
  made ??= (await bundled()).from;
  return made;
}

async function bundled(): Promise<{ contents: string; from: string[] }> {
  const { outputFiles, metafile } = await build({
    entryPoints: { editor: join(root, 'functions', 'editor', 'editor.ts') },
    outdir: target,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    logLevel: 'error',
  });
  return { contents: outputFiles[0]?.text ?? '', from: usedIn(metafile, 'editor.js') };
}
