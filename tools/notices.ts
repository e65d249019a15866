// Whose code a bundle carries, and on what terms: every licence asks that its words go with each copy, and a bundle is one.
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { Metafile } from 'esbuild';

/** The words of these are the same for whoever gives code away; those of others, such as MIT, say whose the code is. */
const SAME_FOR_ALL = new Set(['Apache-2.0', 'MPL-2.0']);
const RULE = '-'.repeat(80);

type Package = { name: string; version: string; licence: string; licenceText: string };

/** The files of which something is in the output of this name. */
export function usedIn({ outputs }: Metafile, name: string): string[] {
  const found = Object.entries(outputs).find(([path]) => path === name || path.endsWith(`/${name}`))?.[1];
  return Object.entries(found?.inputs ?? {}).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? path : []));
}

/** The folders of the packages that these files belong to; a file of our own belongs to none. */
export function packagesOf(files: Iterable<string>): string[] {
  const folders = [...files].flatMap((file) => {
    const parts = resolve(file).split(sep);
    const at = parts.lastIndexOf('node_modules') + 1;
    return at === 0 ? [] : parts.slice(0, at + (parts[at]?.startsWith('@') ? 2 : 1)).join(sep);
  });
  return [...new Set(folders)];
}

/**
 * Each package with its version, its licence and where its source is, and below those of one licence its words, once. The same packages
 * give the same text. Throws when a package says nowhere on what terms it may be used.
 */
export async function noticesFor(folders: readonly string[]): Promise<string> {
  // The same one may be installed in several places.
  const byName = new Map((await Promise.all(folders.map(readPackage))).map((one) => [nameOf(one), one]));
  const packages = [...byName.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const sections = new Map<string, Package[]>();
  for (const one of packages) {
    const licenceText = one.licenceText || licenceTextOfAnother(one, packages);
    sections.set(licenceText, [...(sections.get(licenceText) ?? []), one]);
  }
  const written = [...sections].map(([licenceText, those]) =>
    [
      ...those.map((one) => `${nameOf(one)} (${one.licence}): https://www.npmjs.com/package/${one.name}/v/${one.version}`),
      '',
      licenceText,
    ].join('\n'),
  );
  return `${['Beside our own code, this folder holds code or files of these packages.', ...written].join(`\n\n${RULE}\n\n`)}\n`;
}

const nameOf = ({ name, version }: Package) => `${name} ${version}`;

/** What stands in the place of the words of a licence that the package names and does not hold. */
function licenceTextOfAnother({ licence }: Package, packages: readonly Package[]): string {
  const same = SAME_FOR_ALL.has(licence) ? packages.find((other) => other.licence === licence && other.licenceText !== '') : undefined;
  return same?.licenceText ?? `The package holds no licence file. Its package.json says: ${licence}.`;
}

async function readPackage(folder: string): Promise<Package> {
  const about: { name: string; version: string; license?: unknown } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && /^(licen[cs]e|copying|notice)([.-]|$)/i.test(entry.name))
    .map(({ name }) => name);
  const texts = await Promise.all(files.sort().map((file) => readFile(join(folder, file), 'utf8')));
  const licenceText = texts.map((text) => text.replaceAll('\r\n', '\n').trim()).join('\n\n');
  if (typeof about.license !== 'string' && licenceText === '')
    throw new Error(
      `${about.name} ${about.version} has neither a licence file nor a "license" in its package.json. Ask its authors on what terms it may be used, or use another package.`,
    );
  return { name: about.name, version: about.version, licence: typeof about.license === 'string' ? about.license : 'as below', licenceText };
}
