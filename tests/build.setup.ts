import { buildTemplates } from '../tools/templates.ts';

/** Before any test: what the code imports from dist/ is made from what is in templates/ now. */
export default async function setup(): Promise<void> {
  await buildTemplates();
}
