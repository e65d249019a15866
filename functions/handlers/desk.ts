import { handle } from 'hono/aws-lambda';
import { openDeskWorld, openSignIn } from '#adapters/worlds';
import { readConfig } from '#config';
import { desk } from '#web/desk/desk';

const config = readConfig(process.env);

/** HTTP API, for those who have signed in: the plan, previews, approval and pause. */
export const handler = handle(desk(await openDeskWorld(config), openSignIn(config)));
