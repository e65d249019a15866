import { eachMessage } from '#adapters/each-message';
import { openPostWorld } from '#adapters/post-world';
import { readPostJob } from '#adapters/queued-job';
import { readConfig } from '#config';
import { post } from '#flow/post';

const world = openPostWorld(readConfig(process.env));

/** The post queue: one social post a message. */
export const handler = eachMessage(async (body) => post(world, readPostJob(body)));
