// Lists the packages whose code a bundle contains, with their licences: each licence must accompany every copy, and a bundle is a copy.
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { Metafile } from 'esbuild';

/** The texts of these licences are the same for every package. Others, such as MIT, name the holder of the copyright. */
const SAME_FOR_ALL = new Set(['Apache-2.0', 'MPL-2.0']);
const RULE = '-'.repeat(80);

type Package = { name: string; version: string; licence: string; licenceText: string };

/** Returns the files that contribute bytes to the output of this name. */
export function usedIn({ outputs }: Metafile, name: string): string[] {
  const found = Object.entries(outputs).find(([path]) => path === name || path.endsWith(`/${name}`))?.[1];
  return Object.entries(found?.inputs ?? {}).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? path : []));
}

/** Returns the folders of the packages that these files belong to. Our own files belong to none. */
export function packagesOf(files: Iterable<string>): string[] {
  const folders = [...files].flatMap((file) => {
    const parts = resolve(file).split(sep);
    const at = parts.lastIndexOf('node_modules') + 1;
    return at === 0 ? [] : parts.slice(0, at + (parts[at]?.startsWith('@') ? 2 : 1)).join(sep);
  });
  return [...new Set(folders)];
}

/**
 * Returns each package with its version, licence and source, and each licence text once below its packages. The same packages give the
 * same text. @throws when a package names no licence and has no licence file.
 */
export async function noticesFor(folders: readonly string[]): Promise<string> {
  // The same package may be installed in several places.
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
  const first = written.length === 0 ? ONLY_OURS : 'Beside our own code, this folder holds code or files of these packages.';
  return `${[first, ...written].join(`\n\n${RULE}\n\n`)}\n`;
}

const ONLY_OURS = 'This folder holds our own code, and nothing of any package.';

const nameOf = ({ name, version }: Package) => `${name} ${version}`;

/** The licence text for a package that names its licence but has no licence file. */
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
