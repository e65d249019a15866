import { handle } from 'hono/aws-lambda';
import { openWebWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { desk } from '#web/desk';

/** HTTP API, behind sign-in: the plan, previews, approval and pause. */
export const handler = handle(desk(await openWebWorld(readConfig(process.env))));
