// Loads the real source files with a few exact edits: a mutant's, and those that make small worlds cheap. Nothing else differs.
import { readdirSync, readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Protocol } from '#tests/simulation/protocol';

/** In one file of the folder functions/`where` stands `find`, once in all, however its lines are broken; it becomes `put`. */
export type Edit = { where: 'core' | 'flow' | 'local'; find: string; put: string };

const FUNCTIONS = new URL('../../functions/', import.meta.url).href;
const sources = new Map<string, string>();
/** By name of variant: the text of each file that differs from its source. */
const variants = new Map<string, Map<string, string>>();

/** The protocol as it is, or with a mutant's edits. Each name is loaded once. */
export async function loadProtocol(name: string, edits: Edit[] = []): Promise<Protocol> {
  if (variants.size === 0) hook();
  const texts = new Map<string, string>();
  for (const edit of [...CHEAP, ...edits]) {
    const { file, from, to } = locate(edit, texts);
    const text = texts.get(file) ?? sourceOf(file);
    texts.set(file, text.slice(0, from) + edit.put + text.slice(to));
  }
  variants.set(name, texts);
  const loaded: { protocol: Protocol } = await import(new URL(`./protocol.ts?variant=${name}`, import.meta.url).href);
  return loaded.protocol;
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
      const text = variants.get(variant)?.get(file) ?? sourceOf(file);
      return { format: 'module', source: stripTypeScriptTypes(text), shortCircuit: true };
    },
  });
}

function sourceOf(file: string): string {
  const text = sources.get(file) ?? readFileSync(fileURLToPath(new URL(file, FUNCTIONS)), 'utf8');
  sources.set(file, text);
  return text;
}

function locate({ where, find }: Edit, texts: ReadonlyMap<string, string>): { file: string; from: number; to: number } {
  const pieces = find
    .trim()
    .split(/\s+/)
    .map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(pieces.join('\\s+'), 'g');
  const found = readdirSync(fileURLToPath(new URL(where, FUNCTIONS)), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${where}/${file}`)
    .flatMap((file) =>
      [...(texts.get(file) ?? sourceOf(file)).matchAll(pattern)].map((match) => ({
        file,
        from: match.index,
        to: match.index + match[0].length,
      })),
    );
  const [only] = found;
  if (!only || found.length > 1)
    throw new Error(`What is to be changed stands ${found.length} times in functions/${where}, not once: ${find}`);
  return only;
}

/** Sizes of chunk and group that a world can set; pure functions whose results are remembered, since every seed asks the same of them. */
const CHEAP: Edit[] = [
  { where: 'core', find: 'export const CHUNK_SIZE = 100;', put: 'export let CHUNK_SIZE = 100;' },
  {
    where: 'core',
    find: 'export const GROUP_SIZE = 20;',
    put: 'export let GROUP_SIZE = 20; export function setSizes(chunk, group) { CHUNK_SIZE = chunk; GROUP_SIZE = group; }',
  },
  { where: 'flow', find: 'const prepared = new Map<string, PreparedMail>();', put: 'export const prepared = new Map();' },
  ...['readNewsroom', 'writeSnapshot', 'readSnapshot', 'composeEmail', 'layOutMail', 'planPublications'].map(remembered),
];

function remembered(name: string): Edit {
  return {
    where: 'core',
    find: `export function ${name}(`,
    put: `export const ${name} = globalThis.rememberPure((...given) => ${name}Anew(...given)); function ${name}Anew(`,
  };
}
