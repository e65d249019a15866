import { buildHandlers } from '#tools/build';
import { buildEditorJs } from '#tools/editor-js';
import { buildSiteCss } from '#tools/site-css';
import { buildTemplates } from '#tools/templates';

/** Builds dist/ before any test: the modules that the code imports from there, and the bundles that tests run. */
export default async function setup(): Promise<void> {
  await buildTemplates();
  await buildSiteCss();
  await buildEditorJs();
  // A handler that cannot be bundled fails only the tests that run it.
  await buildHandlers().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
}
