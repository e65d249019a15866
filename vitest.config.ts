import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * Tests of code that keeps no state but caches: their files share a process, so that each module is loaded once and not by each file. What
 * they open, such as a browser or a store, is their own. One measures its own processor time: it has a process of its own, as all others
 * have.
 */
const SHARED = [
  'tests/{adapters,browser,cdk,contracts,core,editor,flow,web}/**/!(import-rows).test.ts',
  'tests/access/!(recorded-requests).test.ts',
];

export default defineConfig({
  test: {
    globalSetup: ['tests/build.setup.ts'],
    setupFiles: ['tests/seed.setup.ts'],
    // A test that hangs is a failure; a busy machine is none.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Browsers, emulators and commands make a test wait: one more process than there are cores works meanwhile.
    maxWorkers: availableParallelism() + 1,
    // .ci/run counts the tests from the second.
    reporters: ['default', ['json', { outputFile: 'dist/test-results.json' }]],
    projects: [
      { test: { name: 'shared', include: SHARED, isolate: false } },
      { test: { name: 'alone', include: ['tests/**/*.test.ts'], exclude: SHARED } },
    ],
  },
});
