import { openLambda } from './lambda.ts';
import { sendNaively } from './naive-run.ts';
import { sendDigest } from './newsroom-run.ts';
import type { Site } from './site.ts';

/** Emails a second of one process, when responses of SES and DynamoDB take as long as within an AWS region. */
export type FarFigures = { sesMs: number; dynamoMs: number; newsroom: number; inTurn: number; tenAtOnce: number };

const AWAY = { sesMs: 60, dynamoMs: 5 };

/** Runs each contender once to warm up first, except the sequential loop, which mostly waits. */
export async function compareFarAway(site: Site, count: number): Promise<FarFigures> {
  const readers = await site.grow(count);
  const far = { ...site.environment, ...(await site.standIns.ask<Record<string, string>>('far', AWAY)) };
  const tick = await openLambda(site.bundleOf('tick'), site.environment);
  const [send, naive] = await Promise.all([openLambda(site.bundleOf('send'), far), openLambda(site.bundleOf('naive'), far)]);
  const rate = ({ wallMs }: { wallMs: number }) => (count * 1000) / wallMs;
  await sendDigest(site, { tick, send }, readers);
  const newsroom = rate((await sendDigest(site, { tick, send }, readers)).send);
  await sendNaively(site, naive, readers, 10);
  const tenAtOnce = rate(await sendNaively(site, naive, readers, 10));
  const inTurn = rate(await sendNaively(site, naive, readers, 1));
  await Promise.all([tick, send, naive].map((lambda) => lambda.stop()));
  return { ...AWAY, newsroom, inTurn, tenAtOnce };
}
