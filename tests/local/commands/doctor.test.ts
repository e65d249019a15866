import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ran } from '#tests/local/ran';

const doctor = (...options: string[]) => ran('functions/local/commands/doctor.ts', ...options);

let empty: string;
beforeAll(() => {
  empty = mkdtempSync(join(tmpdir(), 'doctor-'));
});
afterAll(() => rmSync(empty, { recursive: true, force: true }));

test('npm run doctor needs no account, proves nothing about AWS, and finds the sample in order', async () => {
  const { code, out } = await doctor('--data', empty);
  expect([code, out]).toEqual([0, expect.stringMatching(/^This is one machine\.[\s\S]*\nNothing is wrong\. 2 are in order\. .*\n$/)]);
});

test('npm run doctor ends with 1 when something is wrong, with the text to send', async () => {
  const { code, out } = await doctor('--data', empty, '--pretend', 'healthy', '--pretend', 'sandbox');
  expect(code).toBe(1);
  expect(out).toMatch(/^Pretended: healthy, sandbox\./);
  expect(out).toMatch(/If you do nothing, Amazon SES refuses each email to a reader\.\n {2}Ask whoever set up the newsroom/);
});

test('npm run doctor names what can be pretended when a name is none', async () => {
  const { code, error } = await doctor('--data', empty, '--pretend', 'flood');
  expect([code, error]).toEqual([2, expect.stringMatching(/^Nothing called "flood" can be pretended\.\nThere are: healthy, /)]);
});
