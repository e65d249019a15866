// Loads the real source files with a few exact edits: those of a mutant, and those that make small worlds cheap. All else is the same.
import { readdirSync, readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Protocol } from '#tests/simulation/protocol';

/** One edit: `find` occurs exactly once in functions/`where`, with any white space between its words, and becomes `put`. */
export type Edit = { where: 'core' | 'flow' | 'adapters' | 'local'; find: string; put: string };

const FUNCTIONS = new URL('../../functions/', import.meta.url).href;
const sources = new Map<string, string>();
/** The files of a folder, and their code without types: each is read and stripped once for all variants. */
const folders = new Map<string, string[]>();
const stripped = new Map<string, string>();
/** The code as it is, but for what makes small worlds cheap. */
const REAL = 'real';
/** What is edited, by file. `own`: those files and all that import them, by however many steps; the rest is that of `real`. */
type Variant = { texts: ReadonlyMap<string, string>; own: ReadonlySet<string> };
const variants = new Map<string, Variant>();
/** The files that import a file, noted while `real` is loaded. */
const importers = new Map<string, Set<string>>();

/** Loads the protocol, with the edits of a mutant if any. Each name is loaded once. Throws when an edit does not match exactly once. */
export async function loadProtocol(name: string, edits: Edit[] = []): Promise<Protocol> {
  if (!variants.has(REAL)) {
    hook();
    variants.set(REAL, { texts: edited(CHEAP, new Map()), own: new Set() });
    await load(REAL);
  }
  if (name !== REAL) {
    const cheap = variants.get(REAL)?.texts ?? new Map();
    const texts = edited(edits, cheap);
    variants.set(name, { texts, own: withImporters([...texts.keys()].filter((file) => texts.get(file) !== cheap.get(file))) });
  }
  return load(name);
}

async function load(name: string): Promise<Protocol> {
  const loaded: { protocol: Protocol } = await import(new URL(`./protocol.ts?variant=${name}`, import.meta.url).href);
  return loaded.protocol;
}

function edited(edits: Edit[], before: ReadonlyMap<string, string>): Map<string, string> {
  const texts = new Map(before);
  for (const edit of edits) {
    const { file, from, to } = locate(edit, texts);
    const text = texts.get(file) ?? sourceOf(file);
    texts.set(file, text.slice(0, from) + edit.put + text.slice(to));
  }
  return texts;
}

function withImporters(files: string[]): Set<string> {
  const all = new Set(files);
  for (const file of all) {
    // A mistake in code that no world runs would stand for nothing.
    if (!importers.has(file)) throw new Error(`The protocol does not load functions/${file}, so it can have no mutant.`);
    for (const importer of importers.get(file) ?? []) if (importer !== '') all.add(importer);
  }
  return all;
}

function hook(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const { searchParams, href } = new URL(context.parentURL ?? 'file:');
      const variant = searchParams.get('variant');
      if (!variant || !resolved.url.startsWith(FUNCTIONS)) return resolved;
      const file = fileAt(resolved.url);
      if (variant === REAL) importers.set(file, (importers.get(file) ?? new Set()).add(href.startsWith(FUNCTIONS) ? fileAt(href) : ''));
      return { ...resolved, url: `${resolved.url}?variant=${variants.get(variant)?.own.has(file) ? variant : REAL}` };
    },
    load(url, context, next) {
      const variant = new URL(url).searchParams.get('variant');
      if (!variant || !url.startsWith(FUNCTIONS)) return next(url, context);
      const file = fileAt(url);
      const text = variants.get(variant)?.texts.get(file);
      return { format: 'module', source: text === undefined ? codeOf(file) : stripTypeScriptTypes(text), shortCircuit: true };
    },
  });
}

const fileAt = (url: string): string => url.slice(FUNCTIONS.length).split('?')[0] ?? '';

function sourceOf(file: string): string {
  const text = sources.get(file) ?? readFileSync(fileURLToPath(new URL(file, FUNCTIONS)), 'utf8');
  sources.set(file, text);
  return text;
}

function codeOf(file: string): string {
  const code = stripped.get(file) ?? stripTypeScriptTypes(sourceOf(file));
  stripped.set(file, code);
  return code;
}

function filesOf(where: string): string[] {
  const files =
    folders.get(where) ??
    readdirSync(fileURLToPath(new URL(where, FUNCTIONS)), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${where}/${file}`);
  folders.set(where, files);
  return files;
}

function locate({ where, find }: Edit, texts: ReadonlyMap<string, string>): { file: string; from: number; to: number } {
  const pieces = find
    .trim()
    .split(/\s+/)
    .map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(pieces.join('\\s+'), 'g');
  const found = filesOf(where).flatMap((file) =>
    [...(texts.get(file) ?? sourceOf(file)).matchAll(pattern)].map((match) => ({
      file,
      from: match.index,
      to: match.index + match[0].length,
    })),
  );
  const [only] = found;
  if (!only || found.length > 1) throw new Error(`The text to edit occurs ${found.length} times in functions/${where}, not once: ${find}`);
  return only;
}

/** Lets a world set the sizes of chunk and group, and remembers the results of pure functions, which every seed calls alike. */
const CHEAP: Edit[] = [
  { where: 'core', find: 'export const CHUNK_SIZE = 100;', put: 'export let CHUNK_SIZE = 100;' },
  {
    where: 'core',
    find: 'export const GROUP_SIZE = 20;',
    put: 'export let GROUP_SIZE = 20; export function setSizes(chunk, group) { CHUNK_SIZE = chunk; GROUP_SIZE = group; }',
  },
  // The worlds of drafts store small texts by the thousand.
  {
    where: 'adapters',
    find: 'const bytes = brotliCompressSync(value, COMPRESSION);',
    put: 'const bytes = Buffer.from(value); void COMPRESSION;',
  },
  { where: 'adapters', find: 'brotliDecompressSync(B)', put: 'Buffer.from(B)' },
  // The worlds of counts are of few people.
  { where: 'adapters', find: 'const MOST_NOTES = 2_000;', put: 'const MOST_NOTES = 3;' },
  { where: 'flow', find: 'const prepared = new Map<string, PreparedMail>();', put: 'export const prepared = new Map();' },
  ...[
    'readNewsroom',
    'writeSnapshot',
    'readSnapshot',
    'writeRules',
    'withRules',
    'composeEmail',
    'layOutMail',
    'prepareMail',
    'fillMail',
    'checkEmail',
    'lintSocialPost',
    'foldedWords',
    'planPublications',
    'fieldsOf',
    'withFields',
  ].map(remembered),
];

function remembered(name: string): Edit {
  return {
    where: 'core',
    find: `export function ${name}(`,
    put: `export const ${name} = globalThis.rememberPure((...given) => ${name}Uncached(...given)); function ${name}Uncached(`,
  };
}
