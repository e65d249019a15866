import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MUTANTS } from '#tests/simulation/mutants';
import { PEERS } from '#tests/simulation/peer-loops';
import { prove } from '#tests/simulation/run-prove';

test('Newsroom mails never twice, never silently misses, never mails after an unsubscribe: single faults and hostile worlds', {
  // It takes some minutes on two free cores, which it shares with the other tests.
  timeout: 3_600_000,
}, async () => {
  const { layers, mutants, peers } = await prove(
    '--short',
    '--singles',
    '7',
    '--seeds',
    '400',
    '--pairs',
    '250',
    // These four have tests of their own.
    '--people',
    '0',
    '--files',
    '0',
    '--drafts',
    '0',
    '--counts',
    '0',
    '--peers',
    '20',
    '--budget',
    '8000',
  );
  for (const [layer, tally] of Object.entries(layers)) expect(tally, layer).toMatchObject({ violating: 0, violations: [] });
  expect(layers['one fault at every await point'].runs).toBeGreaterThan(1_000);
  // A simulation that misses a mistake has no value as a proof.
  expect(mutants.filter((mutant: { by?: string }) => mutant.by === undefined)).toEqual([]);
  expect(mutants).toHaveLength(MUTANTS.length);
  expect(peers).toHaveLength(PEERS.length);
  for (const peer of peers) expect(peer.single.violating, `${peer.name} with one fault`).toBeGreaterThan(0);
});

test('the README and the page on the proof say how many mutants there are', async () => {
  const read = (...path: string[]) => readFile(join(import.meta.dirname, '..', '..', ...path), 'utf8');
  const said = async (page: Promise<string>, words: RegExp) => Number(words.exec(await page)?.[1]);
  expect(await said(read('README.md'), /each of (\d+) deliberate\s+mistakes/)).toBe(MUTANTS.length);
  expect(await said(read('docs', 'proof.md'), /So \[(\d+) mistakes\]/)).toBe(MUTANTS.length);
});
