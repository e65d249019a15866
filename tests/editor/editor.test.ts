import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { js } from '#templates/editor-js';

const MOST_BYTES = 40_000;

test('the script of the forms has at most 40 kB, compressed as it is sent', () => {
  expect(gzipSync(js).length).toBeLessThan(MOST_BYTES);
});
