// Compiles templates/**/*.hbs into dist/templates/<folder>.js, one module per top-level folder, each with
// `render(name, view)`. The compiler stays out of the Lambdas: they carry the 18 kB runtime only.
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import Handlebars from 'handlebars';
import { writeIfChanged } from './write-if-changed.ts';

const root = join(import.meta.dirname, '..');
const source = join(root, 'templates');
const target = join(root, 'dist', 'templates');

/** A name is the path below the top-level folder without `.hbs`; folders called `partials` do not count: `html/button`. */
function nameOf(file: string): string {
  return file
    .replace(/\.hbs$/, '')
    .split(sep)
    .filter((part) => part !== 'partials')
    .join('/');
}

export async function buildTemplates(): Promise<number> {
  let count = 0;
  const folders = (await readdir(source, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  for (const folder of folders) {
    const base = join(source, folder.name);
    const files = (await readdir(base, { recursive: true })).filter((file) => file.endsWith('.hbs')).sort();
    const specs: string[] = [];
    const templates: string[] = [];
    for (const file of files) {
      const text = await readFile(join(base, file), 'utf8');
      const name = nameOf(file);
      // What is not HTML or XML is for reading as it stands: a text mail says "Tom & Jo", not "Tom &amp; Jo".
      const noEscape = folder.name === 'social' || name.startsWith('text/');
      let spec: TemplateSpecification;
      try {
        spec = Handlebars.precompile(text, { knownHelpersOnly: true, noEscape });
      } catch (error) {
        throw new Error(`templates/${folder.name}/${file}: ${error instanceof Error ? error.message : String(error)}`);
      }
      specs.push(`  ${JSON.stringify(name)}: ${String(spec)}`);
      if (!file.split(sep).includes('partials')) templates.push(name);
      count += 1;
    }
    const module = [
      "import Handlebars from 'handlebars/runtime.js';",
      'const engine = Handlebars.create();',
      `const specs = {\n${specs.join(',\n')}\n};`,
      'const compiled = Object.create(null);',
      'for (const name of Object.keys(specs)) { compiled[name] = engine.template(specs[name]); engine.registerPartial(name, compiled[name]); }',
      'export function render(name, view) { return compiled[name](view); }',
      '',
    ].join('\n');
    const types = [
      `export type TemplateName = ${templates.map((name) => JSON.stringify(name)).join(' | ') || 'never'};`,
      '/** Fills a template. The view is plain data: own properties only are read. */',
      'export declare function render(name: TemplateName, view: object): string;',
      '',
    ].join('\n');
    await writeIfChanged(join(target, `${folder.name}.js`), module);
    await writeIfChanged(join(target, `${folder.name}.d.ts`), types);
  }
  return count;
}
