import { expect, test } from 'vitest';
import { prove } from '#tests/simulation/run-prove';

test('whatever strikes the desk while people write, every text that was said to be saved can be opened, and no file is overwritten or deleted unseen', {
  // It takes ten seconds on two free cores, which it shares with the other tests.
  timeout: 300_000,
}, async () => {
  const { layers } = await prove('--only', '--seeds', '0', '--drafts', '4000');
  const layer = layers['drafts on the desk'];
  expect(layer).toMatchObject({ runs: 4_000, violating: 0, violations: [] });
  // Worlds in which nobody gets anything saved or published would prove nothing.
  expect(layer.saved).toBeGreaterThan(12_000);
  expect(layer.published).toBeGreaterThan(800);
});
