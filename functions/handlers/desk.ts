import { handle } from 'hono/aws-lambda';
import { linkChecker } from '#adapters/links/link-checker';
import { machine } from '#adapters/machine';
import { openDeskWorld, openSignIn } from '#adapters/worlds';
import { readConfig } from '#config';
import { desk } from '#web/desk/desk';

const config = readConfig(process.env);

// On AWS this function may read people's details, so it asks nothing of other sites.
const links = config.asksOtherSites ? linkChecker({ elapsedMs: machine.elapsedMs }) : undefined;

/** HTTP API behind the sign-in: the desk's plan, previews, approvals, pauses and lists of people. */
export const handler = handle(desk(await openDeskWorld(config), openSignIn(config), links));
