import { expect, test } from 'vitest';
import { prove } from '#tests/simulation/run-prove';

test('people who do anything in any order: each reader gets exactly the emails that they must get, once', {
  // It takes ten seconds on two free cores, which it shares with the other tests.
  timeout: 300_000,
}, async () => {
  const { layers } = await prove('--only', '--seeds', '0', '--people', '200');
  expect(layers['what people do, in any order']).toMatchObject({ runs: 200, violating: 0, violations: [] });
});
