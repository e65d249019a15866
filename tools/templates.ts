// Compiles templates/**/*.hbs into dist/templates/<folder>.js, one module per top-level folder, each with `render(name, view)`.
// The Lambdas contain only the 18 kB runtime, without the compiler, and `public` none of the desk's pages.
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import Handlebars from 'handlebars';
import { writeIfChanged } from './write-if-changed.ts';

const root = join(import.meta.dirname, '..');
const source = join(root, 'templates');
const target = join(root, 'dist', 'templates');

/** Returns a template's name: its path below the top-level folder without `.hbs` and without folders called `partials`: `html/button`. */
function nameOf(file: string): string {
  return file
    .replace(/\.hbs$/, '')
    .split(sep)
    .filter((part) => part !== 'partials')
    .join('/');
}

/** The pages without those that only the desk shows: its own are three quarters of them. */
export const READERS_PAGES = join(target, 'readers-pages.js');
const DESK_ONLY = /^(?:desk|sign-in)\//;

/** What the author of a template can correct: one sentence with the file and the line. */
export class TemplateFault extends Error {}

/** The modules of one top-level folder, as text. */
export type Compiled = { folder: string; module: string; types: string; count: number };

/** Writes the modules below dist/templates. Returns the number of templates. */
export async function buildTemplates(): Promise<number> {
  const all = await compileTemplates(source);
  for (const { folder, module, types } of all) {
    await writeIfChanged(join(target, `${folder}.js`), module);
    await writeIfChanged(join(target, `${folder}.d.ts`), types);
  }
  const { module } = await compileFolder(source, 'pages', (name) => !DESK_ONLY.test(name));
  await writeIfChanged(READERS_PAGES, module);
  return all.reduce((sum, { count }) => sum + count, 0);
}

/** Compiles all templates below `source`. @throws TemplateFault when one cannot be compiled or uses a partial that does not exist. */
export async function compileTemplates(source: string): Promise<Compiled[]> {
  const folders = (await readdir(source, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  return Promise.all(folders.map(({ name }) => compileFolder(source, name)));
}

async function compileFolder(source: string, folder: string, isIn: (name: string) => boolean = () => true): Promise<Compiled> {
  const base = join(source, folder);
  const found = (await readdir(base, { recursive: true })).filter((file) => file.endsWith('.hbs')).sort();
  const files = found.filter((file) => isIn(nameOf(file)));
  const names = new Set(files.map(nameOf));
  const specs: string[] = [];
  for (const file of files) {
    const text = await readFile(join(base, file), 'utf8');
    const name = nameOf(file);
    // Plain text is not escaped: a text mail says "Tom & Jo", not "Tom &amp; Jo".
    const noEscape = folder === 'social' || name.startsWith('text/');
    const spec = precompiled(text, { path: ['templates', folder, ...file.split(sep)].join('/'), names, noEscape });
    specs.push(`  ${JSON.stringify(name)}: ${spec}`);
  }
  const templates = files.filter((file) => !file.split(sep).includes('partials')).map(nameOf);
  const module = [
    "import Handlebars from 'handlebars/runtime.js';",
    'const engine = Handlebars.create();',
    `const specs = {\n${specs.join(',\n')}\n};`,
    'const compiled = Object.create(null);',
    'for (const name of Object.keys(specs)) { compiled[name] = engine.template(specs[name]); engine.registerPartial(name, compiled[name]); }',
    'export function render(name, view) { return compiled[name](view); }',
    'export function inUse() { return compiled; }',
    '',
  ].join('\n');
  const types = [
    `export type TemplateName = ${templates.map((name) => JSON.stringify(name)).join(' | ') || 'never'};`,
    '/** Fills a template. The view is plain data: own properties only are read. */',
    'export declare function render(name: TemplateName, view: object): string;',
    '/** Another object once the templates are others, which happens in a newsroom whose templates are edited while it runs. */',
    'export declare function inUse(): object;',
    '',
  ].join('\n');
  return { folder, module, types, count: files.length };
}

/** A template as the runtime reads it, and the partials that it uses, each with its line. */
type Precompiled = { spec: string; partials: ReadonlyMap<string, number> };

/** What has been compiled, by the text: a build needs most pages twice, and a change of one template leaves the others as they are. */
const known = { escaped: new Map<string, Precompiled>(), plain: new Map<string, Precompiled>() };

function precompiled(text: string, { path, names, noEscape }: { path: string; names: ReadonlySet<string>; noEscape: boolean }): string {
  const before = known[noEscape ? 'plain' : 'escaped'];
  const { spec, partials } = before.get(text) ?? compiled(text, path, noEscape);
  before.set(text, { spec, partials });
  for (const [name, line] of partials) {
    if (!names.has(name)) throw new TemplateFault(`${path} line ${line}: There is no partial "${name}". Correct its name, or write it.`);
  }
  return spec;
}

/** What each function of a template brings for runtimes before 4.6, which ours is not: it would be a twentieth of the desk's bundle. */
const OLD_RUNTIME = / \|\| function\(parent, propertyName\) \{[^}]*\}\s*return undefined\s*\}/g;

function compiled(text: string, path: string, noEscape: boolean): Precompiled {
  const partials = new UsedPartials();
  try {
    const parsed = Handlebars.parse(text);
    partials.accept(parsed);
    const spec: TemplateSpecification = Handlebars.precompile(parsed, { knownHelpersOnly: true, noEscape });
    return { spec: String(spec).replace(OLD_RUNTIME, ''), partials: partials.lines };
  } catch (error) {
    throw new TemplateFault(`${path}${faultIn(error instanceof Error ? error.message : String(error))}`);
  }
}

/** Collects the partials that a template uses. Handlebars itself reports a missing partial only when the page is rendered. */
class UsedPartials extends Handlebars.Visitor {
  readonly lines = new Map<string, number>();
  override PartialStatement(partial: hbs.AST.PartialStatement): void {
    this.#record(partial);
    super.PartialStatement(partial);
  }
  override PartialBlockStatement(partial: hbs.AST.PartialBlockStatement): void {
    this.#record(partial);
    super.PartialBlockStatement(partial);
  }
  #record({ name, loc }: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement): void {
    if ('original' in name && name.original !== '@partial-block') this.lines.set(name.original, loc.start.line);
  }
}

/** Shortens an error of Handlebars to its line. Handlebars lists the tokens that it expected, which says less than the unreadable line. */
function faultIn(message: string): string {
  const [, line, near] = /^(?:Parse|Lexical) error on line (\d+).*\n(.*)\n/.exec(message) ?? [];
  if (line !== undefined)
    return ` line ${line}: This cannot be read: "${near?.trim()}". Look there, and before it, for a tag or block that is not closed.`;
  const [, text = message, at] = /^(.*) - (\d+):\d+$/.exec(message) ?? [];
  return `${at === undefined ? '' : ` line ${at}`}: ${text.replace(/^You specified knownHelpersOnly, .* helper (.*)$/, 'There is no helper "$1"')}.`;
}
