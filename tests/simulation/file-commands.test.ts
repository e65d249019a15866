import { expect, test } from 'vitest';
import { prove } from '#tests/simulation/run-prove';

test('people who rename, delete, copy and swap files in any order: each reader gets each story once, and nothing vanishes from the plan', {
  // It takes half a minute on two free cores, which it shares with the other tests.
  timeout: 300_000,
}, async () => {
  const { layers } = await prove('--only', '--seeds', '0', '--files', '40');
  expect(layers['what people do to files, in any order']).toMatchObject({ runs: 40, violating: 0, violations: [] });
});
