import { handle } from 'hono/aws-lambda';
import { openWebWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { publicSite } from '#web/public';

/** HTTP API: pages for readers, and leaving. */
export const handler = handle(publicSite(await openWebWorld(readConfig(process.env))));
