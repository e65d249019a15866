import { join } from 'node:path';
import { buildHandlers } from '#tools/build';
import { buildEditorJs } from '#tools/editor-js';
import { buildSiteCss } from '#tools/site-css';
import { buildTemplates } from '#tools/templates';

/** What a process of the tests has compiled, for those after it: most files, and each command that a test runs, have one of their own. */
const COMPILED = join(import.meta.dirname, '..', 'node_modules', '.cache', 'newsroom-tests');

/** Builds dist/ before any test: the modules that the code imports from there, and the bundles that tests run. */
export default async function setup(): Promise<void> {
  process.env.NODE_COMPILE_CACHE ??= COMPILED;
  await buildTemplates();
  await buildSiteCss();
  await buildEditorJs();
  // A handler that cannot be bundled fails only the tests that run it.
  await buildHandlers().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
}
