import { openOtherSites } from '#adapters/links/open-other-sites';
import { openDeskWorld, openSignIn } from '#adapters/worlds';
import { readConfig } from '#config';
import { desk } from '#web/desk/desk';
import { answerHttp } from '#web/http-api';

const config = readConfig(process.env);

/** HTTP API behind the sign-in: the desk's plan, previews, approvals, pauses and lists of people. */
export const handler = answerHttp(desk(await openDeskWorld(config), openSignIn(config), openOtherSites(config)));
