import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import type { docxToMarkdown } from '#core/draft/docx';
import { docx } from '#tests/core/draft/word-file';

const dist = join(import.meta.dirname, '..', '..', 'dist');
const READER = 'word-file.mjs';

test('the desk of a Lambda reads a Word file by a file beside its bundle, which a start does not load', async () => {
  const reader: { docxToMarkdown: typeof docxToMarkdown } = await import(pathToFileURL(join(dist, 'desk', READER)).href);
  expect(await reader.docxToMarkdown(docx('<w:p><w:r><w:t>Hello</w:t></w:r></w:p>'))).toMatchObject({ markdown: 'Hello' });
  expect(await readFile(join(dist, 'desk', 'index.mjs'), 'utf8')).not.toContain('mammoth');
  expect(existsSync(join(dist, 'public', READER))).toBe(false);
});
