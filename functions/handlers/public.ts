import { openPublicWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { answerHttp } from '#web/http-api';
import { publicSite } from '#web/site/public';

const config = readConfig(process.env);

/** HTTP API: pages and forms for readers. */
export const handler = answerHttp(publicSite(await openPublicWorld(config), config.siteToken));
