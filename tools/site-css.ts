// Builds the style sheet of all pages from templates/pages/site.scss. It keeps only the design system's rules that our templates use
// (all of them have 190 kB), and adds colours for dark mode, which the design system lacks.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileAsync, Exception, Logger } from 'sass';
import { TemplateFault } from './templates.ts';
import { writeIfChanged } from './write-if-changed.ts';

const root = join(import.meta.dirname, '..');
const source = join(root, 'templates');
const target = join(root, 'dist', 'templates', 'site-css.js');

/** The design system's colours for text, with the name of their use and the colour in dark mode. */
const INK: Record<string, [name: string, dark: string]> = {
  '#212b32': ['ink', '#f0f4f5'],
  '#4c6272': ['quiet', '#b4c0c8'],
  '#005eb8': ['link', '#8cc4f5'],
  '#330072': ['visited', '#cbb2ea'],
  '#7c2855': ['hover', '#f2b8d5'],
};
const GROUND: Record<string, [name: string, dark: string]> = {
  '#fff': ['sheet', '#1f2a31'],
  '#f0f4f5': ['ground', '#161d22'],
  '#d8dde0': ['foot', '#1f2a31'],
  '#fff9c4': ['callout', '#2e2b14'],
};
const LINE: Record<string, [name: string, dark: string]> = {
  '#d8dde0': ['line', '#45525b'],
  '#aeb7bd': ['firm-line', '#7c8a94'],
  '#4c6272': ['edge', '#b4c0c8'],
  '#212b32': ['ink', '#f0f4f5'],
};

/** Writes a module with `css` and `version`. */
export async function buildSiteCss(): Promise<void> {
  await writeIfChanged(target, await siteCss(source));
  await writeIfChanged(
    target.replace(/\.js$/, '.d.ts'),
    '/** Minified. */\nexport declare const css: string;\n/** Names this content. */\nexport declare const version: string;\n',
  );
}

/** The module that was made last, by this or another build. Compiling takes seconds, so it is done only after a change. */
let last = '';
/** The compiled CSS by its source. It changes less often than the templates. */
const sheets = new Map<string, string>();

/** Returns the module for the pages of this templates folder. @throws TemplateFault when the style sheet cannot be compiled. */
export async function siteCss(folder: string): Promise<string> {
  const file = join(folder, 'pages', 'site.scss');
  const scss = await readFile(file, 'utf8');
  const templates = await allTemplates(folder);
  const inputs = [
    scss,
    templates,
    await readFile(import.meta.filename, 'utf8'),
    await readFile(join(root, 'node_modules', 'nhsuk-frontend', 'package.json'), 'utf8'),
  ];
  const from = createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 16);
  last ||= await readFile(target, 'utf8').catch(() => '');
  if (last.startsWith(`// ${from}\n`)) return last;
  const css = sheets.get(scss) ?? (await compiled(file));
  sheets.set(scss, css);
  const shaped = inTheDark(onlyUsed(css.replace(/^\ufeff/, ''), new Set(templates.match(/[\w-]+/g))));
  const version = createHash('sha256').update(shaped).digest('hex').slice(0, 10);
  last = `// ${from}\nexport const css = ${JSON.stringify(shaped)};\nexport const version = ${JSON.stringify(version)};\n`;
  return last;
}

async function compiled(file: string): Promise<string> {
  const loadPaths = [join(root, 'node_modules')];
  try {
    return (await compileAsync(file, { loadPaths, style: 'compressed', quietDeps: true, logger: Logger.silent })).css;
  } catch (error) {
    if (!(error instanceof Exception)) throw error;
    throw new TemplateFault(`templates/pages/site.scss line ${error.span.start.line + 1}: ${error.sassMessage}`);
  }
}

async function allTemplates(source: string): Promise<string> {
  const texts: string[] = [];
  for (const folder of ['pages', 'local']) {
    const base = join(source, folder);
    for (const file of (await readdir(base, { recursive: true })).filter((name) => name.endsWith('.hbs')).sort())
      texts.push(await readFile(join(base, file), 'utf8'));
  }
  return texts.join('\n');
}

type Rule = { prelude: string; body: string };

/** Splits minified CSS into its rules, one level deep. */
function rulesOf(css: string): Rule[] {
  const rules: Rule[] = [];
  for (let at = 0; at < css.length; ) {
    const open = css.indexOf('{', at);
    if (open < 0) break;
    let depth = 1;
    let close = open + 1;
    for (; depth > 0 && close < css.length; close += 1) depth += css[close] === '{' ? 1 : css[close] === '}' ? -1 : 0;
    rules.push({ prelude: css.slice(at, open), body: css.slice(open + 1, close - 1) });
    at = close;
  }
  return rules;
}

/**
 * Drops the selectors with a class that no template names, and what shows an icon that we lack. `nhsuk-tag--{{colour}}` names every class
 * that begins with it.
 */
function onlyUsed(css: string, names: ReadonlySet<string>): string {
  const isNamed = (name: string) => names.has(name) || names.has(`${name.split('--')[0]}--`);
  return rulesOf(css)
    .map(({ prelude, body }) => {
      if (/^@(media|supports)/.test(prelude)) {
        const inside = onlyUsed(body, names);
        return inside === '' ? '' : `${prelude}{${inside}}`;
      }
      if (prelude.startsWith('@')) return `${prelude}{${body}}`;
      // We do not serve the design system's icons: a browser then shows its own.
      if (body.includes('/assets/images/')) return '';
      const kept = prelude
        .split(/,(?![^(]*\))/)
        .filter((selector) => (selector.match(/\.[\w-]+/g) ?? []).every((name) => isNamed(name.slice(1))));
      return kept.length === 0 ? '' : `${kept.join(',')}{${body}}`;
    })
    .join('');
}

/** Replaces each colour by a variable for its use, with a light and a dark value. Focused elements are yellow and black in both. */
function inTheDark(css: string): string {
  const used = new Map<string, [light: string, dark: string]>();
  const swap = (map: Record<string, [string, string]>, prefix: string) => (colour: string) => {
    const found = map[colour];
    if (!found) return colour;
    used.set(`--${prefix}${found[0]}`, [colour, found[1]]);
    return `var(--${prefix}${found[0]})`;
  };
  const ink = swap(INK, '');
  const ground = swap(GROUND, 'on-');
  const line = swap(LINE, 'line-');
  const declared = (declaration: string): string => {
    const [property = ''] = declaration.split(':');
    const by = /^(background|background-color)$/.test(property)
      ? ground
      : /^(color|fill|text-decoration-color)$/.test(property)
        ? ink
        : /^(border|outline)/.test(property)
          ? line
          : undefined;
    return by ? declaration.replace(/#[0-9a-f]{3,6}\b/g, by) : declaration;
  };
  const shape = (text: string): string =>
    rulesOf(text)
      .map(({ prelude, body }) => {
        if (prelude === '@media print') return `${prelude}{${body}}`;
        if (/^@(media|supports)/.test(prelude)) return `${prelude}{${shape(body)}}`;
        const fixed =
          prelude.startsWith('@') || body.includes('#ffeb3b') || /nhsuk-(button|tag|skip-link|details__summary:focus)/.test(prelude);
        return `${prelude}{${
          fixed
            ? body
            : body
                .split(/;(?![^(]*\))/)
                .map(declared)
                .join(';')
        }}`;
      })
      .join('');
  const shaped = shape(css);
  const variables = (which: 0 | 1) => [...used].map(([name, values]) => `${name}:${values[which]}`).join(';');
  return `:root{${variables(0)}}@media (prefers-color-scheme:dark){:root{${variables(1)};--link-line:var(--brand-on-dark)}}${shaped}`;
}
