import { expect, test } from 'vitest';
import { prove } from '#tests/simulation/run-prove';

test('whatever people do, and in whatever order, each reader has what she must have once, and nothing that she must not', {
  // It takes ten seconds on two free cores, and shares them with the other tests.
  timeout: 300_000,
}, async () => {
  const { layers } = await prove('--only', '--seeds', '0', '--people', '200');
  expect(layers['what people do, in any order']).toMatchObject({ runs: 200, violating: 0, violations: [] });
});
