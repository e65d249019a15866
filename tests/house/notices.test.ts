// Each bundle has beside it the licences of everything in it.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { noticesFor, packagesOf } from '#tools/notices';

const root = join(import.meta.dirname, '..', '..');
const dist = (...parts: string[]) => readFile(join(root, 'dist', ...parts), 'utf8');
const NOTICES = 'THIRD-PARTY-NOTICES.txt';

/** Writes packages as npm installs them, and returns their folders. */
async function installed(packages: Record<string, Record<string, string>>): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'newsroom-notices-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const folders: string[] = [];
  for (const [name, files] of Object.entries(packages)) {
    const own = join(folder, 'node_modules', name);
    await mkdir(own, { recursive: true });
    for (const [file, text] of Object.entries(files)) await writeFile(join(own, file), text);
    folders.push(own);
  }
  return folders;
}

const about = (name: string, more: object) => ({ 'package.json': JSON.stringify({ name, version: '1.2.3', ...more }) });

test('each Lambda has the third-party notices beside it', async () => {
  const lambdas = (await readdir(join(root, 'functions', 'handlers'))).map((file) => file.replace(/\.ts$/, ''));
  expect(lambdas.length).toBeGreaterThan(5);
  const withoutPackages = new Set(['check-links', 'fetch-outside']);
  for (const lambda of lambdas) {
    const expected = withoutPackages.has(lambda) ? /^This folder holds our own code, and nothing of any package\.\n$/ : /^zod \d/m;
    expect([lambda, await dist(lambda, NOTICES)]).toEqual([lambda, expect.stringMatching(expected)]);
  }
});

test('third-party notices include the codecs of pictures, the renderer of event cards, its typeface and the design system', async () => {
  const desk = await dist('desk', NOTICES);
  for (const name of [
    'satori',
    '@resvg/resvg-wasm',
    '@jsquash/jpeg',
    '@jsquash/png',
    '@jsquash/webp',
    '@jsquash/resize',
    '@fontsource/atkinson-hyperlegible',
    'nhsuk-frontend',
    'markdown-it',
    'hono',
  ])
    expect(desk).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+`, 'm'));
  for (const phrase of ['SIL OPEN FONT LICENSE', 'Mozilla Public License Version 2.0', 'Braille Institute of America'])
    expect(desk).toContain(phrase);
  expect(await dist('send', NOTICES)).not.toContain('satori');
});

test('third-party notices name each package with its version, licence and source, and print each licence text once', async () => {
  const folders = await installed({
    '@two/b': { ...about('@two/b', { license: 'MIT' }), LICENSE: 'Do as you like.\r\n' },
    a: { ...about('a', { license: 'MIT' }), 'license.md': 'Do as you like.', 'index.js': 'code' },
    c: { ...about('c', {}), 'COPYING.txt': 'Ask first.', NOTICE: 'By C.' },
  });
  const text = await noticesFor(folders.toReversed());
  expect(text).toContain(
    '@two/b 1.2.3 (MIT): https://www.npmjs.com/package/@two/b/v/1.2.3\na 1.2.3 (MIT): https://www.npmjs.com/package/a/v/1.2.3\n\nDo as you like.\n',
  );
  expect(text).toContain('c 1.2.3 (as below): https://www.npmjs.com/package/c/v/1.2.3\n\nAsk first.\n\nBy C.\n');
  expect(text.match(/Do as you like/g)).toHaveLength(1);
  expect(await noticesFor(folders)).toBe(text);
});

test('third-party notices say when a package lacks the text of its licence, unless another package holds the same one', async () => {
  const folders = await installed({
    a: about('a', { license: 'MPL-2.0' }),
    b: { ...about('b', { license: 'MPL-2.0' }), LICENSE: 'The words of the MPL.' },
    c: about('c', { license: 'ISC' }),
  });
  const text = await noticesFor(folders);
  expect(text).toMatch(/a 1\.2\.3 \(MPL-2\.0\).*\nb 1\.2\.3 \(MPL-2\.0\).*\n\nThe words of the MPL\./);
  expect(text).toContain('The package holds no licence file. Its package.json says: ISC.');
});

test('third-party notices cannot be written for a package without a known licence', async () => {
  const folders = await installed({ a: about('a', {}) });
  await expect(noticesFor(folders)).rejects.toThrow('a 1.2.3 has neither a licence file nor a "license" in its package.json.');
});

test('a file belongs to the innermost package around it, or to none', () => {
  const files = [
    'node_modules/a/lib/x.js',
    'node_modules/a/node_modules/@s/b/y.js',
    'node_modules/@s/b/z.js',
    'functions/core/plan/plan.ts',
  ];
  const folders = ['a', 'a/node_modules/@s/b', '@s/b'].map((path) => join(root, 'node_modules', path));
  expect(packagesOf([...files, 'node_modules/a/w.js'])).toEqual(folders);
});
