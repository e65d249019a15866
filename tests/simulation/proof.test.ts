import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { MUTANTS } from '#tests/simulation/mutants';
import { PEERS } from '#tests/simulation/peer-loops';

// A process of its own: the proof loads the source with edits of its own, which is not how tests load it.
const prove = async (...words: string[]) => {
  const script = fileURLToPath(new URL('./prove.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', script, '--json', ...words], {
    maxBuffer: 10_000_000,
  });
  return JSON.parse(stdout);
};

test('never twice, never silently missed, never after goodbye: one fault at every await point and a few thousand hostile worlds', {
  // It takes half a minute on two free cores, and shares them with the other tests.
  timeout: 600_000,
}, async () => {
  const { layers, mutants, peers } = await prove('--short', '--seeds', '1500', '--pairs', '250', '--peers', '20', '--budget', '8000');
  for (const [layer, tally] of Object.entries(layers)) expect(tally, layer).toMatchObject({ violating: 0, violations: [] });
  expect(layers['one fault at every await point'].runs).toBeGreaterThan(1_000);
  // A simulation that lets a mistake pass proves nothing.
  expect(mutants.filter((mutant: { by?: string }) => mutant.by === undefined)).toEqual([]);
  expect(mutants).toHaveLength(MUTANTS.length);
  expect(peers).toHaveLength(PEERS.length);
  for (const peer of peers) expect(peer.single.violating, `${peer.name} with one fault`).toBeGreaterThan(0);
});
