import { buildHandlers } from '#tools/build';
import { buildSiteCss } from '#tools/site-css';
import { buildTemplates } from '#tools/templates';

/** Before any test: what the code imports from dist/, and the bundles that tests run, are made from what is here now. */
export default async function setup(): Promise<void> {
  await buildTemplates();
  await buildSiteCss();
  // A handler that cannot be bundled has no bundle, which fails the tests that run it and lets the others speak.
  await buildHandlers().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
}
