// Loads the real source files with a few exact edits: a mutant's, and those that make small worlds cheap. Nothing else differs.
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

/** In the file `file` (below functions/), `find` stands exactly once, and becomes `put`. */
export type Edit = { file: string; find: string; put: string };

const FUNCTIONS = new URL('../../functions/', import.meta.url).href;
const variants = new Map<string, Edit[]>();
let hooked = false;

/** The protocol as it is, or with a mutant's edits. Each name is loaded once. */
export async function loadProtocol(name: string, edits: Edit[] = []): Promise<typeof import('#tests/simulation/protocol')> {
  if (!hooked) hook();
  hooked = true;
  variants.set(name, edits);
  for (const { file, find, put } of edits) edited(source(file), { file, find, put });
  const protocol: typeof import('#tests/simulation/protocol') = await import(new URL(`./protocol.ts?variant=${name}`, import.meta.url).href);
  return protocol;
}

function hook(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const variant = context.parentURL && new URL(context.parentURL).searchParams.get('variant');
      return variant && resolved.url.startsWith(FUNCTIONS) ? { ...resolved, url: `${resolved.url}?variant=${variant}` } : resolved;
    },
    load(url, context, next) {
      const variant = new URL(url).searchParams.get('variant');
      if (!variant || !url.startsWith(FUNCTIONS)) return next(url, context);
      const file = url.slice(FUNCTIONS.length).split('?')[0] ?? '';
      let text = source(file);
      for (const edit of variants.get(variant) ?? []) if (edit.file === file) text = edited(text, edit);
      for (const edit of CHEAP) if (edit.file === file) text = edited(text, edit);
      return { format: 'module', source: stripTypeScriptTypes(text), shortCircuit: true };
    },
  });
}

function source(file: string): string {
  return readFileSync(fileURLToPath(new URL(file, FUNCTIONS)), 'utf8');
}

function edited(text: string, { file, find, put }: Edit): string {
  const pieces = text.split(find);
  if (pieces.length !== 2) throw new Error(`The line to change in functions/${file} stands there ${pieces.length - 1} times, not once: ${find}`);
  return pieces.join(put);
}

/** Sizes of chunk and group that a world can set; pure functions whose results are remembered, since every seed asks the same of them. */
const CHEAP: Edit[] = [
  { file: 'core/ledger.ts', find: 'export const CHUNK_SIZE = 100;', put: 'export let CHUNK_SIZE = 100;' },
  { file: 'core/ledger.ts', find: 'export const GROUP_SIZE = 20;', put: 'export let GROUP_SIZE = 20; export function setSizes(chunk, group) { CHUNK_SIZE = chunk; GROUP_SIZE = group; }' },
  { file: 'flow/send.ts', find: 'const prepared = new Map<string, PreparedMail>();', put: 'export const prepared = new Map();' },
  remembered('core/edition.ts', 'readNewsroom'),
  remembered('core/edition.ts', 'writeEdition'),
  remembered('core/edition.ts', 'readEdition'),
  remembered('core/email.ts', 'composeEmail'),
  remembered('core/mime.ts', 'layOutMail'),
  remembered('core/plan.ts', 'planPublications'),
];

function remembered(file: string, name: string): Edit {
  return {
    file,
    find: `export function ${name}(`,
    put: `export const ${name} = globalThis.rememberPure((...given) => ${name}Anew(...given)); function ${name}Anew(`,
  };
}
