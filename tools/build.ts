import { buildTemplates } from './templates.ts';

const templates = await buildTemplates();
process.stdout.write(`Built ${templates} templates.\n`);
