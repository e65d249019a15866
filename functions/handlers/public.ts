import { handle } from 'hono/aws-lambda';
import { openPublicWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { publicSite } from '#web/site/public';

const config = readConfig(process.env);

/** HTTP API: pages and forms for readers. */
export const handler = handle(publicSite(await openPublicWorld(config), config.siteToken));
