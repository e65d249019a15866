import { openPostWorld } from '#adapters/post-world';
import { eachMessage } from '#adapters/sqs/batch-handler';
import { readPostJob } from '#adapters/sqs/job-messages';
import { readConfig } from '#config';
import { post } from '#flow/social/post-parts';

const world = openPostWorld(readConfig(process.env));

/** Reads the post queue: one social publication a message. */
export const handler = eachMessage(async (body) => post(world, readPostJob(body)));
