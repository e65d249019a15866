import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/build.setup.ts'],
    setupFiles: ['tests/seed.setup.ts'],
    // A test that hangs is a failure; a busy machine is none.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // By default one core is left idle: half of a small machine.
    maxWorkers: '100%',
    // .ci/run counts the tests from the second.
    reporters: ['default', ['json', { outputFile: 'dist/test-results.json' }]],
  },
});
