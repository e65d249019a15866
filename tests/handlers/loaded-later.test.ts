import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import type { docxToMarkdown } from '#core/draft/docx';
import { js, version as jsVersion } from '#templates/editor-js';
import { css, version as cssVersion } from '#templates/site-css';
import { docx } from '#tests/core/draft/word-file';

const dist = join(import.meta.dirname, '..', '..', 'dist');
const beside = (name: string, file: string) => pathToFileURL(join(dist, name, file)).href;
const bundled = (name: string) => readFile(join(dist, name, 'index.mjs'), 'utf8');

test('the desk of a Lambda reads a Word file by a file beside its bundle, which a start does not load', async () => {
  const reader: { docxToMarkdown: typeof docxToMarkdown } = await import(beside('desk', 'word-file.mjs'));
  expect(await reader.docxToMarkdown(docx('<w:p><w:r><w:t>Hello</w:t></w:r></w:p>'))).toMatchObject({ markdown: 'Hello' });
  expect(await bundled('desk')).not.toContain('mammoth');
  expect(existsSync(join(dist, 'public', 'word-file.mjs'))).toBe(false);
});

test.each([
  ['site-css.mjs', { css, version: cssVersion }, '.nhsuk-width-container{'],
  ['editor-js.mjs', { js, version: jsVersion }, 'visibilitychange'],
])(
  'the website of a Lambda has %s beside its bundle, of the version that its pages name, and a start does not load it',
  async (file, module, part) => {
    expect({ ...(await import(beside('public', file))) }).toEqual({ ...module });
    expect(Object.values(module).some((text) => text.includes(part))).toBe(true);
    const start = await bundled('public');
    expect(start).toContain(`"${module.version}"`);
    expect(start).toContain(`import("./${file}")`);
    expect(start).not.toContain(part);
    expect(existsSync(join(dist, 'desk', file))).toBe(false);
  },
);
