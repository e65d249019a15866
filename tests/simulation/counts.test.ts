import { expect, test } from 'vitest';
import { prove } from '#tests/simulation/run-prove';

test('whatever strikes while people change their choices, those who chose alike are counted as if everybody were read at that moment', {
  // It takes some seconds on two free cores, which it shares with the other tests.
  timeout: 300_000,
}, async () => {
  const { layers } = await prove('--only', '--seeds', '0', '--counts', '2000');
  const layer = layers['counts of who has chosen alike'];
  expect(layer).toMatchObject({ runs: 2_000, violating: 0, violations: [] });
  // Worlds in which nothing is compared would prove nothing.
  expect(layer.counted).toBeGreaterThan(50_000);
});
